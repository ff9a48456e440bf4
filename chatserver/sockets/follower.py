"""One cursor per connection and conversation: live, catch-up and lost notices take the same path (contract R8)."""

import logging
from collections.abc import Iterable, Iterator

from chatserver.background import Background
from chatserver.domain.conversation import Conversation
from chatserver.domain.reader import Reader
from chatserver.domain.resume import Position, chained, judge
from chatserver.protocol.to_visitor import Reset
from chatserver.protocol.wire import to_text
from chatserver.sockets.connection import Connection
from chatserver.store import conversations
from chatserver.store.appends import Appended
from chatserver.store.bus import Notice
from chatserver.store.client import Client, StoreFault
from chatserver.store.conversations import Stored

log = logging.getLogger(__name__)
PAGE_BYTES = 128 * 1024


class Follower:
    """Delivers one conversation to one connection: `seq == cursor + 1` goes out, older is dropped, a hole is read."""

    __slots__ = (
        "_client",
        "_echo",
        "_missed",
        "_own",
        "_reader",
        "_site",
        "_tasks",
        "connection",
        "conversation",
        "granted",
        "position",
        "reading",
        "shared",
        "summary",
        "version",
        "withheld",
    )

    def __init__(
        self,
        connection: Connection,
        client: Client,
        tasks: Background,
        site: str,
        conversation: str,
        reader: Reader | None,
    ) -> None:
        self.connection = connection
        self.conversation = conversation
        self.position = Position("", 0, "")
        self.version = 0
        self.summary: Conversation | None = None  # as last shown
        self.reading = False
        self._client = client
        self._tasks = tasks
        self._site = site
        self._reader = reader  # whose conversations may be read; None: an agent of the site
        # nothing is delivered before the store has said whose conversation this is (S1)
        self.granted = reader is None
        self.shared = False  # another browser began it
        self.withheld = False  # until the visitor proves again who they are
        self._missed = False
        self._own = ""  # cid of words that this connection is having stored: their ack is their message
        self._echo: Notice | None = None  # their notice, come before the ack and held back for it

    def expect(self, cid: str) -> None:
        """Words from this connection go to the store; when that has ended, however it did, `expect_no_more`."""
        self._own = cid

    def acked(self, done: Appended) -> None:
        """They are stored, and their ack goes out now: it is the message, where nothing else has to come before."""
        echo, self._echo = self._echo, None
        self.granted = not self.withheld
        if echo is None and not done.dup and not self.reading and self._is_next(done.seq, done.epoch):
            self.position = Position(done.epoch, done.seq, done.h)

    def expect_no_more(self) -> None:
        """An ack that did not come is no message."""
        self._own = ""
        self._let_go()

    def hear(self, notice: Notice) -> None:
        """Take a notice from the bus."""
        if notice.seq == 0 or self.connection.closed or self.withheld:
            return
        self._let_go()
        if self.reading:
            self._missed = True
        elif self._is_own(notice):
            self.position = Position(notice.epoch, notice.seq, notice.h)
            self._echo = notice
        elif self.granted and self._is_next(notice.seq, notice.epoch):
            self.position = Position(notice.epoch, notice.seq, notice.h)
            self.connection.send(live_text(notice))
        elif not self.granted or notice.seq > self.position.seq or notice.epoch != self.position.epoch:
            self.prove()

    def _is_next(self, seq: int, epoch: str) -> bool:
        return seq == self.position.seq + 1 and (seq == 1 or epoch == self.position.epoch)

    def _is_own(self, notice: Notice) -> bool:
        """Whether these are the words that wait for their ack: the chain hash names them (contract R2)."""
        own = self._own != "" and self._is_next(notice.seq, notice.epoch)
        return own and notice.h == chained(self.position.h, self._own)

    def _let_go(self) -> None:
        """Own words whose ack is late go out as anybody's would: nothing may overtake them."""
        echo, self._echo = self._echo, None
        if echo is None:
            return
        if self.granted:
            self.connection.send(live_text(echo))
        else:  # the first of a conversation that is not known to be ours
            self.position = Position("", 0, "")
            self.prove()

    def check(self, epoch: str, seq: int) -> None:
        """Prove the cursor unless it is at the stored end, as it was when that was read."""
        if seq != self.position.seq or (seq and epoch != self.position.epoch):
            self.prove()

    def prove(self) -> None:
        """Hold the cursor against what is stored and send what is missing, in the background."""
        self._let_go()
        if self.withheld:
            return
        if self.reading:
            self._missed = True
            return
        self.reading = True
        self._tasks.start(self._prove(), "catch-up")

    def hold(self) -> None:
        """A cursor is coming: what is heard before `resume` has read is only noted (contract R8)."""
        self.reading = True

    async def resume(self, position: Position) -> None:
        """Answer a client's cursor (contract R7): `reset` if need be, then pages, the last with `more` false."""
        self.reading = True
        self.position = position
        try:
            await self._answer(announce=True)
        finally:
            self._rest()

    def lapse(self) -> None:
        """The proof has ended: what is the person's alone is withheld at once, whether or not the store answers."""
        self._let_go()  # own words, heard of while it was good
        if self.shared and self._reader and self.conversation not in self._reader.entered:
            self.granted, self.withheld = False, True
        self.prove()

    async def release(self) -> None:
        """The visitor has proved who they are: go on from where this was withheld."""
        if self.withheld:
            self.withheld = False
            await self.resume(self.position)

    async def _prove(self) -> None:
        try:
            await self._answer(announce=False)
        except StoreFault as fault:
            log.warning("catch-up of %s waits for the next check: %s", self.conversation, fault)
            self._missed = False
        finally:
            self._rest()

    def _rest(self) -> None:
        """Reading is over; what came too late for it is read now."""
        self.reading = False
        if self._missed:
            self._missed = False
            self.prove()

    async def _answer(self, *, announce: bool) -> None:
        stored = await conversations.standing(self._client, self._site, self.conversation, self.position.seq)
        if stored is not None and self._reader is not None:
            self.shared = stored.visitor != self._reader.visitor
            self.withheld = self._reader.must_prove(stored)
            if not self._reader.owns(stored):
                stored = None  # foreign and absent look alike (S2)
        self.granted = stored is not None or self._reader is None
        if self.withheld:
            return
        verdict = judge(self.position, stored)
        if verdict != "newer":
            self.position = Position("", 0, "")
            self.connection.send(to_text(Reset(self.conversation, verdict)))
            announce = True
        if stored is None:  # a notice of its beginning may have come meanwhile: it stays noted
            await self._send_page([], "", more=False, announce=announce)
            return
        while not (self.connection.closed or self.withheld):
            self._missed = False
            page = await self._page()
            more = len(page) == conversations.PAGE
            await self._send_page(page, stored.epoch, more=more or self._missed, announce=announce)
            if not more and not self._missed:
                return

    async def _page(self) -> list[Stored]:
        return await conversations.messages_after(
            self._client, self._site, self.conversation, self.position.seq
        )

    async def _send_page(self, page: list[Stored], epoch: str, *, more: bool, announce: bool) -> None:
        parts = list(_split(page)) or ([[]] if announce else [])
        for index, part in enumerate(parts):
            if self.withheld:  # the proof has ended meanwhile
                return
            last = index == len(parts) - 1
            self.connection.send(page_text(self.conversation, epoch, part, more=more or not last))
            if part:
                self.position = Position(epoch, part[-1].seq, part[-1].h)
            await self.connection.drained()


def live_text(notice: Notice) -> str:
    """The frame `message`; the stored body is spliced in, never decoded (contract R2)."""
    return (
        f'{{"t":"message","conversation":"{notice.conversation}","seq":{notice.seq},"h":"{notice.h}",'
        f'"at":{notice.at},"body":{notice.body}}}'
    )


def page_text(conversation: str, epoch: str, page: Iterable[Stored], *, more: bool) -> str:
    """The frame `messages`."""
    lines = ",".join(f'{{"seq":{m.seq},"h":"{m.h}","at":{m.at},"body":{m.body}}}' for m in page)
    flag = "true" if more else "false"
    return f'{{"t":"messages","conversation":"{conversation}","epoch":"{epoch}","messages":[{lines}],"more":{flag}}}'


def _split(page: list[Stored]) -> Iterator[list[Stored]]:
    """Parts of at most `PAGE_BYTES`, so that a page of long messages does not fill the connection's queue."""
    part: list[Stored] = []
    size = 0
    for message in page:
        if part and size + len(message.body) > PAGE_BYTES:
            yield part
            part, size = [], 0
        part.append(message)
        size += len(message.body)
    if part:
        yield part
