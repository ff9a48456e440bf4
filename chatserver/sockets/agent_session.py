"""One console on one socket: what each of its frames does."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec

from chatserver.actions import conversations as verbs
from chatserver.actions import messages
from chatserver.actions.office import Office
from chatserver.domain.conversation import UNKNOWN, Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.message import Speaker
from chatserver.domain.presence import Presence
from chatserver.domain.resume import Position
from chatserver.protocol import from_agent as ask
from chatserver.protocol import to_agent as told
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.to_visitor import Ack
from chatserver.protocol.values import AgentName, Availability, PageView
from chatserver.protocol.wire import to_text
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.views import decision_view, row_of
from chatserver.store import agents, conversations, marks, presence, sessions, visitors
from chatserver.store.bus import Event, tell
from chatserver.store.client import StoreFault

MOST_WATCHED = 20


class AgentSession:
    """The agent, the conversations their console shows, and the handlers of its frames."""

    __slots__ = (
        "_followers",
        "_hub",
        "_names",
        "_office",
        "_signed_in",
        "_tasks",
        "_visitors",
        "agent",
        "connection",
    )

    def __init__(
        self,
        office: Office,
        hub: SiteHub,
        connection: Connection,
        tasks: asyncio.TaskGroup,
        agent: Speaker,
        signed_in: str,
    ) -> None:
        self.connection = connection
        self.agent = agent
        self._signed_in = signed_in  # the id of the cookie's session; empty once it has ended
        self._office = office
        self._hub = hub
        self._tasks = tasks
        self._followers: dict[str, Follower] = {}
        self._visitors: dict[str, str] = {}  # visitor → the conversation shown here

    async def greet(self, hello: ask.Hello, site_name: str) -> None:
        """Answer `hello`, and go on with what was being watched."""
        self._hub.sessions.add(self)
        self._hub.inbox.watchers[self.connection] = self
        self._hub.inbox.consoles.add(self.connection)
        client, site = self._office.client, self._hub.site
        await presence.lease(client, site, [self.member], self._office.agent_lease_ms)
        await presence.presence_changed(client, site)
        await self._office.refresh(site)
        now = await conversations.inbox(client, site)
        desk = self.desk()
        counts = told.Counts(now.waiting, now.email)
        welcome = told.Welcome(
            AgentName(self.agent.id, self.agent.name),
            site_name,
            desk.decision,
            desk.availability,
            desk.agents,
            counts,
            now.version,
        )
        self.connection.send(to_text(welcome))
        for cursor in hello.watching:
            await self._watch(ask.Watch(cursor))

    async def leave(self) -> None:
        """Stop hearing; the lease runs out by itself, so that a reload is not leaving; a sign-out is (R20)."""
        self._hub.sessions.discard(self)
        self._hub.inbox.watchers.pop(self.connection, None)
        self._hub.inbox.consoles.discard(self.connection)
        for follower in self._followers.values():
            self._hub.unfollow(follower)
        life = self._office.agent_lease_ms if self._signed_in else 0
        await presence.lease(self._office.client, self._hub.site, [self.member], life)

    @property
    def followers(self) -> Iterable[Follower]:
        """The conversations followed here, for the heartbeat's check."""
        return self._followers.values()

    @property
    def member(self) -> str:
        """This console as a lease names it."""
        return f"{self.agent.id}/{self.connection.id}"

    def desk(self) -> told.Desk:
        """The decision and who is online."""
        present = self._office.present.get(self._hub.site, Presence())
        rules, site = self._office.rules(), self._hub.site
        decision = decision_view(self._office.decision(site), str(rules.zone), self._office.now)
        agents = [AgentName(agent, present.names.get(agent, "")) for agent in sorted(present.online)]
        availability: Availability = "away" if self.agent.id in present.away else "online"
        return told.Desk(decision, agents, availability)

    async def handle(self, frame: ask.FromAgent) -> None:
        """Do what a frame asks; raises `ChatError` or a `StoreFault`, which the endpoint answers."""
        await _HANDLERS[type(frame)](self, frame)

    def show(self, conversation: Conversation) -> None:
        """A watched conversation's state has changed."""
        self._tasks.create_task(self._show(conversation), name="show conversation")

    def on_event(self, event: Event) -> None:
        """Take passing events of what is shown here."""
        if event.get("from") == self.connection.id:
            return
        if event["k"] == "session" and event["agent"] == self.agent.id:
            self._tasks.create_task(self._still_signed_in(), name="still signed in")
        conversation = event.get("c") or self._visitors.get(event.get("visitor", ""), "")
        if conversation not in self._followers:
            return
        if event["k"] == "typing":
            frame = told.Composing(conversation, event["on"], event["name"])
            self.connection.send(to_text(frame), droppable=True)
        elif event["k"] == "read" and event["who"] == "visitor":
            self.connection.send(to_text(told.Seen(conversation, event["seq"])))
        elif event["k"] == "here":
            self.connection.send(to_text(told.Here(conversation, event["here"])))
        elif event["k"] == "trail":
            page = msgspec.convert(event["page"], PageView)
            self.connection.send(to_text(told.Trail(conversation, page)))

    async def _still_signed_in(self) -> None:
        """Sign-out, deactivation and a changed role end the socket at once (S1)."""
        client, site = self._office.client, self._hub.site
        try:
            session = await sessions.find_by_id(client, self._signed_in, self._office.now)
            agent = await agents.agent(client, self.agent.id)
        except StoreFault:
            session = agent = None
        if session is None or agent is None or not agent.active or site not in agent.roles:
            self._signed_in = ""
            self.connection.close(CloseCode.UNAUTHENTICATED)

    async def _show(self, conversation: Conversation) -> None:
        try:
            self.connection.send(to_text(await self._whole(conversation)))
        except StoreFault:
            self._hub.inbox.changed(conversation.id)

    async def _whole(self, found: Conversation) -> told.Conversation:
        client, site = self._office.client, self._hub.site
        visitor = await visitors.find(client, site, found.visitor)
        return told.Conversation(
            row=row_of(found),
            epoch=found.epoch,
            visitor=found.visitor,
            here=await visitors.widgets_here(client, site, found.visitor) > 0,
            trail=[
                msgspec.convert(page, PageView) for page in await visitors.trail(client, site, found.visitor)
            ],
            context=msgspec.json.decode(visitor.context),
            read_by_visitor=found.read_by_visitor,
            decision=found.reason,
        )

    async def _list(self, frame: ask.List) -> None:
        client, site = self._office.client, self._hub.site
        now = await conversations.inbox(client, site)
        found, more = await conversations.listed(client, site, frame.name, self.agent.id, frame.after)
        rows = [row_of(conversation) for conversation in found]
        counts = told.Counts(now.waiting, now.email)
        self.connection.send(to_text(told.List(frame.name, now.version, rows, more, counts, frame.after)))

    async def _watch(self, frame: ask.Watch) -> None:
        cursor = frame.cursor
        found = await conversations.load(self._office.client, self._hub.site, cursor.id)
        if found is None:
            raise Refused(UNKNOWN)
        while len(self._followers) >= MOST_WATCHED:
            self._unfollow(next(iter(self._followers)))
        self._unfollow(cursor.id)
        follower = Follower(self.connection, self._office.client, self._tasks, self._hub.site, cursor.id, "")
        follower.version = found.version
        self._followers[cursor.id] = follower
        self._visitors[found.visitor] = cursor.id
        self._hub.follow(follower)
        self.connection.send(to_text(await self._whole(found)))
        await follower.resume(Position(cursor.epoch, cursor.last_seq, cursor.last_h))

    async def _unwatch(self, frame: ask.Unwatch) -> None:
        self._unfollow(frame.conversation)

    def _unfollow(self, conversation: str) -> None:
        follower = self._followers.pop(conversation, None)
        if follower is not None:
            self._hub.unfollow(follower)

    async def _say(self, frame: ask.Say) -> None:
        done = await messages.say_as_agent(
            self._office, self._hub.site, self.agent, frame.conversation, frame.cid, frame.text
        )
        self.connection.send(to_text(Ack(frame.conversation, frame.cid, done.seq, done.h, done.at, done.dup)))

    async def _typing(self, frame: ask.Typing) -> None:
        event = {
            "k": "typing",
            "c": frame.conversation,
            "who": "agent",
            "on": frame.on,
            "name": self.agent.name,
        }
        await tell(self._office.client, self._hub.site, {**event, "from": self.connection.id})

    async def _read(self, frame: ask.Read) -> None:
        await marks.mark_read(self._office.client, self._hub.site, frame.conversation, "agent", frame.seq)

    async def _act(self, frame: ask.Act) -> None:
        await _VERBS[frame.verb](self._office, self._hub.site, self.agent, frame.conversation)
        self.connection.send(to_text(told.Done(frame.ref)))

    async def _priority(self, frame: ask.SetPriority) -> None:
        await verbs.set_priority(self._office, self._hub.site, frame.conversation, frame.priority)
        self.connection.send(to_text(told.Done(frame.ref)))

    async def _availability(self, frame: ask.SetAvailability) -> None:
        await presence.set_availability(self._office.client, self._hub.site, self.agent.id, frame.value)
        self.connection.send(to_text(told.Done(frame.ref)))

    async def _pong(self, frame: ask.Pong) -> None:
        """Hearing it was all."""

    async def _again(self, frame: ask.Hello) -> None:
        raise Refused("error.out_of_order")


_VERBS = {
    "take": verbs.take,
    "close": verbs.close,
    "reopen": verbs.reopen,
    "answered_by_mail": verbs.answered_by_mail,
}
Handler = Callable[[AgentSession, Any], Awaitable[None]]
_HANDLERS: dict[type, Handler] = {
    ask.Hello: AgentSession._again,
    ask.List: AgentSession._list,
    ask.Watch: AgentSession._watch,
    ask.Unwatch: AgentSession._unwatch,
    ask.Say: AgentSession._say,
    ask.Typing: AgentSession._typing,
    ask.Read: AgentSession._read,
    ask.Act: AgentSession._act,
    ask.SetPriority: AgentSession._priority,
    ask.SetAvailability: AgentSession._availability,
    ask.Pong: AgentSession._pong,
}
