"""One widget on one socket: what each of its frames does."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from chatserver.actions import conversations as verbs
from chatserver.actions import messages, visits
from chatserver.actions.office import Office
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash, visitor_id
from chatserver.domain.resume import Position
from chatserver.protocol import from_visitor as say
from chatserver.protocol.to_visitor import Ack, Seen, Typing, Welcome
from chatserver.protocol.values import DecisionView, Language
from chatserver.protocol.wire import to_text
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.limits import Pace
from chatserver.sockets.views import decision_view, desk_of, state_of
from chatserver.store import conversations, marks, visitors
from chatserver.store.bus import Event, tell
from chatserver.store.client import StoreFault
from chatserver.store.visitors import HERE_MS

FORMS_PER_S, FORMS_AT_ONCE = 0.2, 10


class VisitorSession:
    """The visitor, the conversations they follow here, and the handlers of their frames."""

    __slots__ = (
        "_followers",
        "_forms",
        "_hub",
        "_language",
        "_office",
        "_secret_hash",
        "_tasks",
        "connection",
        "visitor",
    )

    def __init__(
        self, office: Office, hub: SiteHub, connection: Connection, tasks: asyncio.TaskGroup, hello: say.Hello
    ) -> None:
        self.connection = connection
        self.visitor = visitor_id(hello.secret)
        self._secret_hash = secret_hash(hello.secret)
        self._language: Language = hello.language
        self._office = office
        self._hub = hub
        self._tasks = tasks
        self._forms = Pace(FORMS_PER_S, FORMS_AT_ONCE)
        self._followers: dict[str, Follower] = {}

    async def greet(self, hello: say.Hello) -> bool:
        """Answer `hello`: welcome, then each conversation from its cursor (R7). False: blocked or revoked (R1)."""
        known = await visitors.find(self._office.client, self._hub.site, self.visitor)
        if known.blocked or known.secret_hash not in {"", self._secret_hash}:
            return False
        positions = {c.id: Position(c.epoch, c.last_seq, c.last_h) for c in hello.conversations}
        if known.conversation:
            positions.setdefault(known.conversation, Position("", 0, ""))
        followers = {name: self._follow(name) for name in positions}
        self._hub.sessions.add(self)
        self._hub.inbox.watchers[self.connection] = self
        found = await conversations.load_many(self._office.client, self._hub.site, positions)
        own = [conversation for conversation in found if conversation.visitor == self.visitor]
        for conversation in own:
            followers[conversation.id].version = conversation.version
        desk = desk_of(self._office.rules(), self._language, self._office.now)
        states = [state_of(conversation) for conversation in own]
        self.connection.send(to_text(Welcome(desk, self._decision(), states, self.connection.id)))
        for name, follower in followers.items():
            await follower.resume(positions[name])
        await self._arrive(hello)
        return True

    async def leave(self) -> None:
        """Stop hearing, and say that the widget is gone."""
        self._hub.sessions.discard(self)
        self._hub.inbox.watchers.pop(self.connection, None)
        for follower in self._followers.values():
            self._hub.unfollow(follower)
        with suppress(*StoreFault):  # the lease ends by itself
            await visitors.lease_here(self._office.client, self._hub.site, [self.here], 0)
            await self._tell_here(here=False)

    @property
    def followers(self) -> Iterable[Follower]:
        """The conversations followed here, for the heartbeat's check."""
        return self._followers.values()

    @property
    def here(self) -> tuple[str, str]:
        """This widget as a lease names it."""
        return self.visitor, self.connection.id

    async def handle(self, frame: say.FromVisitor) -> None:
        """Do what a frame asks; raises `ChatError` or a `StoreFault`, which the endpoint answers."""
        await _HANDLERS[type(frame)](self, frame)

    def show(self, conversation: Conversation) -> None:
        """A conversation's state has changed."""
        if conversation.visitor == self.visitor:
            self.connection.send(to_text(state_of(conversation)))

    def on_event(self, event: Event) -> None:
        """Take passing events of conversations that are followed here."""
        if event.get("c") not in self._followers or event.get("from") == self.connection.id:
            return
        if event["k"] == "typing" and event["who"] == "agent":
            frame = Typing(event["c"], event["on"], event["name"])
            self.connection.send(to_text(frame), droppable=True)
        elif event["k"] == "read":
            self.connection.send(to_text(Seen(event["c"], event["seq"], event["who"])))

    def _decision(self) -> DecisionView:
        rules = self._office.rules()
        return decision_view(self._office.decision(self._hub.site), str(rules.zone), self._office.now)

    def _follow(self, conversation: str) -> Follower:
        if conversation not in self._followers:
            follower = Follower(
                self.connection, self._office.client, self._tasks, self._hub.site, conversation, self.visitor
            )
            self._followers[conversation] = follower
            self._hub.follow(follower)
        return self._followers[conversation]

    async def _tell_here(self, *, here: bool) -> None:
        await tell(self._office.client, self._hub.site, {"k": "here", "visitor": self.visitor, "here": here})

    async def _arrive(self, hello: say.Hello) -> None:
        await visitors.lease_here(self._office.client, self._hub.site, [self.here], HERE_MS)
        await self._tell_here(here=True)
        if hello.context:
            await visits.keep_context(self._office, self._hub.site, self.visitor, hello.context)
        if hello.page is not None:
            await visits.see_page(self._office, self._hub.site, self.visitor, hello.page)

    async def _say(self, frame: say.Say) -> None:
        self._follow(frame.conversation)
        done = await messages.say_as_visitor(
            self._office,
            self._hub.site,
            messages.Writer(self.visitor, self._secret_hash, self._language),
            frame.conversation,
            messages.Words(frame.cid, frame.text, visits.written_on(self._office, frame.page)),
        )
        self.connection.send(to_text(Ack(frame.conversation, frame.cid, done.seq, done.h, done.at, done.dup)))

    async def _typing(self, frame: say.Typing) -> None:
        self._own(frame.conversation)
        event = {"k": "typing", "c": frame.conversation, "who": "visitor", "on": frame.on, "name": ""}
        await tell(self._office.client, self._hub.site, {**event, "from": self.connection.id})

    async def _page(self, frame: say.Page) -> None:
        await visits.see_page(self._office, self._hub.site, self.visitor, frame.page)

    async def _context(self, frame: say.ContextChanged) -> None:
        await visits.keep_context(self._office, self._hub.site, self.visitor, frame.context)

    async def _read(self, frame: say.Read) -> None:
        self._own(frame.conversation)
        client, site = self._office.client, self._hub.site
        await marks.mark_read(client, site, frame.conversation, "visitor", frame.seq, self.visitor)

    async def _email(self, frame: say.Email) -> None:
        self._forms.spend()
        await verbs.leave_address(
            self._office, self._hub.site, self.visitor, frame.conversation, frame.address
        )

    async def _pong(self, frame: say.Pong) -> None:
        """Hearing it was all."""

    async def _again(self, frame: say.Hello) -> None:
        raise Refused("error.out_of_order")

    def _own(self, conversation: str) -> None:
        """Only what this socket follows; whether it is theirs was checked when the follower began to read."""
        if conversation not in self._followers or not self._followers[conversation].position.seq:
            raise Refused("error.unknown_conversation")


Handler = Callable[[VisitorSession, Any], Awaitable[None]]
_HANDLERS: dict[type, Handler] = {
    say.Hello: VisitorSession._again,
    say.Say: VisitorSession._say,
    say.Typing: VisitorSession._typing,
    say.Page: VisitorSession._page,
    say.ContextChanged: VisitorSession._context,
    say.Read: VisitorSession._read,
    say.Email: VisitorSession._email,
    say.Pong: VisitorSession._pong,
}
