"""One widget on one socket: what it follows, and what it is told."""

from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any

from msgspec import Struct

from chatserver.actions import visits
from chatserver.actions.earlier import past_before
from chatserver.actions.messages import Writer
from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.domain.asker import Asker
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash, visitor_id
from chatserver.domain.resume import Position
from chatserver.protocol import from_visitor as say
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.to_visitor import Opened, Seen, State, Typing, Welcome
from chatserver.protocol.values import Context, Language
from chatserver.protocol.wire import to_text
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.limits import Pace
from chatserver.sockets.refusals import nack
from chatserver.sockets.views import state_of
from chatserver.sockets.visitor_desk import VisitorDesk
from chatserver.sockets.visitor_identity import VisitorIdentity
from chatserver.store import conversations, links, visitors
from chatserver.store.bus import Event, tell
from chatserver.store.client import StoreFault
from chatserver.store.visitors import HERE_MS

FORMS_PER_S, FORMS_AT_ONCE = 0.2, 10
MOST_FOLLOWED, TOO_MANY_S = 100, 60


class VisitorSession:
    """The visitor and the conversations they follow here."""

    __slots__ = (
        "_followers",
        "_tasks",
        "connection",
        "desk",
        "forms",
        "hub",
        "identity",
        "language",
        "looks",
        "office",
        "visitor",
        "writer",
    )

    def __init__(
        self, office: Office, hub: SiteHub, connection: Connection, tasks: Background, hello: say.Hello
    ) -> None:
        self.connection = connection
        self.visitor = visitor_id(hello.secret)
        self.writer = Writer(self.visitor, secret_hash(hello.secret), hello.language)
        self.language: Language = hello.language
        self.office = office
        self.hub = hub
        self._tasks = tasks
        self.forms = Pace(FORMS_PER_S, FORMS_AT_ONCE)
        self.looks = Pace(FORMS_PER_S, FORMS_AT_ONCE)
        self._followers: dict[str, Follower] = {}
        self.identity = VisitorIdentity(self)
        self.desk = VisitorDesk(self)

    @property
    def signed_in(self) -> bool:
        """A token that is still good says who the visitor is."""
        return self.identity.signed_in

    @property
    def plan(self) -> str | None:
        """What the visitor pays for, as long as a token says so."""
        return self.identity.plan

    @property
    def asker(self) -> Asker:
        """Who asks: the department, and what is proven of the visitor."""
        return self.desk.asker

    async def greet(self, hello: say.Hello) -> bool:
        """Answer `hello`: welcome, then each conversation from its cursor (R7). False: blocked or revoked (R1)."""
        known = await visitors.find(self.office.client, self.hub.site, self.visitor)
        if known.blocked or known.secret_hash not in {"", self.writer.secret_hash}:
            return False
        positions = {c.id: Position(c.epoch, c.last_seq, c.last_h) for c in hello.conversations}
        if known.conversation:
            positions.setdefault(known.conversation, Position("", 0, ""))
        current = await self.identity.take_up(known.identified, hello.token, positions)
        if current:
            positions.setdefault(current, Position("", 0, ""))
        self.identity.reader.entered = await links.entered(
            self.office.client, self.hub.site, self.visitor, positions
        )
        followers = {name: self.follow(name) for name in positions}
        for follower in followers.values():
            follower.hold()
        self.hub.sessions.add(self)
        self.hub.inbox.watchers[self.connection] = self
        found = await conversations.load_many(self.office.client, self.hub.site, positions)
        own = [conversation for conversation in found if self.identity.reader.owns(conversation)]
        for conversation in own:
            followers[conversation.id].version = conversation.version
            followers[conversation.id].summary = conversation
        desk = self.desk.begin(own, hello.department)
        states = [self._state(conversation) for conversation in own]
        self.send(Welcome(desk.desk(), desk.decision(), states, self.connection.id))
        await self.identity.introduce()
        for name, follower in followers.items():
            await follower.resume(positions[name])
        await self._arrive(hello)
        return True

    def send(self, frame: Struct, *, droppable: bool = False) -> None:
        """Send a frame to this widget."""
        self.connection.send(to_text(frame), droppable=droppable)

    async def leave(self) -> None:
        """Stop hearing, and say that the widget is gone."""
        self.hub.sessions.discard(self)
        self.hub.inbox.watchers.pop(self.connection, None)
        for follower in self._followers.values():
            self.hub.unfollow(follower)
        with suppress(*StoreFault):  # the lease ends by itself
            client, site = self.office.client, self.hub.site
            await visitors.end_here(client, site, *self.here)
            await self._tell_here(here=await visitors.widgets_here(client, site, self.visitor) > 0)

    @property
    def followers(self) -> Iterable[Follower]:
        """The conversations followed here, for the heartbeat's check."""
        return self._followers.values()

    @property
    def here(self) -> tuple[str, str]:
        """This widget as a lease names it."""
        return self.visitor, self.connection.id

    def show(self, conversation: Conversation) -> None:
        """A conversation's state has changed."""
        if self.identity.reader.owns(conversation):
            self.desk.place(conversation)
            self.send(self._state(conversation))

    def _state(self, conversation: Conversation) -> State:
        if conversation.status != "waiting":
            self.hub.inbox.places.forget(conversation.id)
        before = past_before(self.office, self.hub.site)
        return state_of(conversation, self.hub.inbox.places.of(conversation.id), before)

    def on_event(self, event: Event) -> None:
        """Take passing events of conversations that are followed here, and of the person who this is."""
        if event["k"] == "displaced" and event["connection"] == self.connection.id:
            self.connection.close(CloseCode.TOO_MANY_SOCKETS, "retry_after=60")
        if event["k"] == "person" and event["from"] != self.connection.id:
            self.identity.hear_of(event)
        if event["k"] == "erased" and event.get("visitor") == self.visitor:  # what we hold of them goes too
            self.connection.close(CloseCode.RESTARTING, "retry_after=1")
        follower = self._followers.get(event.get("c", ""))
        if follower is None or not follower.granted or event.get("from") == self.connection.id:
            return
        if event["k"] == "typing" and event["who"] == "agent":
            frame = Typing(event["c"], event["on"], event["name"])
            self.send(frame, droppable=True)
        elif event["k"] == "read":
            self.send(Seen(event["c"], event["seq"], event["who"]))

    def follow(self, conversation: str) -> Follower:
        """Hear a conversation from now on; its history comes with `resume`."""
        if conversation not in self._followers:
            if len(self._followers) >= MOST_FOLLOWED:
                raise Refused("error.too_many", retry_after=TOO_MANY_S, seconds=TOO_MANY_S)
            reader = self.identity.reader
            follower = Follower(
                self.connection, self.office.client, self._tasks, self.hub.site, conversation, reader
            )
            self._followers[conversation] = follower
            self.hub.follow(follower)
        return self._followers[conversation]

    async def enter(self, conversation: str, mailed_to: str) -> None:
        """A mail's link has let them in: this is the conversation to go on with, from its first message."""
        reader = self.identity.reader
        reader.entered |= await links.entered(self.office.client, self.hub.site, self.visitor, [conversation])
        follower = self.follow(conversation)
        follower.hold()
        self.send(Opened(conversation, mailed_to))
        found = await conversations.load(self.office.client, self.hub.site, conversation)
        if found is not None:
            follower.version, follower.summary = found.version, found
            self.show(found)
        await follower.resume(Position("", 0, ""))
        await self._tell_here(here=True)

    async def _tell_here(self, *, here: bool) -> None:
        await tell(self.office.client, self.hub.site, {"k": "here", "visitor": self.visitor, "here": here})

    async def _arrive(self, hello: say.Hello) -> None:
        await visitors.lease_here(self.office.client, self.hub.site, [self.here], HERE_MS)
        await self._tell_here(here=True)
        if hello.context:
            await self.keep_context(hello.context)
        if hello.page is not None:
            await visits.see_page(self.office, self.hub.site, self.visitor, hello.page)

    async def keep_context(self, context: Context) -> None:
        """Keep what the page says about itself; too much of it is named, and costs nothing else."""
        try:
            await visits.keep_context(self.office, self.hub.site, self.visitor, context)
        except Refused as refused:
            self.connection.send(nack(refused))

    def later(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Do something beside the frames."""
        self._tasks.start(work, name)

    def owner_of(self, conversation: str) -> str:
        """The visitor's id, or '' where another browser of theirs began the conversation; `check_own` first."""
        return "" if self._followers[conversation].shared else self.visitor

    def follows(self, conversation: str) -> bool:
        """Whether it is heard here already."""
        return conversation in self._followers

    async def running(self, conversation: str) -> Conversation | None:
        """A conversation as last seen, read once; it stays in its department. None: it would begin."""
        follower = self.follow(conversation)
        if follower.summary is None:
            follower.summary = await conversations.load(self.office.client, self.hub.site, conversation)
        return follower.summary

    def give_up(self, conversation: str) -> None:
        """Words that would have begun it were refused: forget it, or every id ever named would be kept."""
        self.hub.unfollow(self._followers.pop(conversation))

    def check_own(self, conversation: str) -> None:
        """Refuse what is not followed here, or not known to be the visitor's own."""
        if conversation not in self._followers or not self._followers[conversation].granted:
            raise Refused("error.unknown_conversation")
