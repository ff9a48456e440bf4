"""One console on one socket: what it follows, and what it is told."""

import time
from collections.abc import Iterable
from contextlib import suppress

from msgspec import Struct

from chatserver.actions.conversations import attend_again
from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.clock import millis
from chatserver.domain.conversation import UNKNOWN, Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.message import Speaker
from chatserver.domain.resume import Position
from chatserver.mail.outgoing import Post
from chatserver.protocol import from_agent as ask
from chatserver.protocol import to_agent as told
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.values import Cursor, Language
from chatserver.protocol.wire import to_text
from chatserver.settings import Settings
from chatserver.sockets.agent_desk import desk_of, welcome_of
from chatserver.sockets.agent_events import asks_to_look, frame_of
from chatserver.sockets.connection import Connection
from chatserver.sockets.conversation_view import browsers_of, whole
from chatserver.sockets.follower import Follower
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.mail_views import post_of
from chatserver.sockets.refusals import nack
from chatserver.store import agents, conversations, presence, sessions
from chatserver.store.bus import Event
from chatserver.store.client import StoreFault
from chatserver.store.secrets import own_secret

MOST_WATCHED = 20
HEARD_S = 40.0


class AgentSession:
    """The agent and the conversations their console shows."""

    __slots__ = (
        "_acted_at",
        "_followers",
        "_language",
        "_settings",
        "_signed_in",
        "_tasks",
        "_visitors",
        "agent",
        "connection",
        "hub",
        "office",
    )

    def __init__(
        self,
        office: Office,
        hub: SiteHub,
        connection: Connection,
        tasks: Background,
        agent: Speaker,
        signed_in: str,
        settings: Settings,
    ) -> None:
        self.connection = connection
        self.agent = agent
        self._signed_in = signed_in  # the id of the cookie's session; empty once it has ended
        self.office = office
        self._settings = settings
        self.hub = hub
        self._tasks = tasks
        self._followers: dict[str, Follower] = {}
        self._language: Language = "vi"
        self._acted_at = 0  # when an act was last noted, ms
        self._visitors: dict[str, str] = {}  # visitor → the conversation shown here

    async def greet(self, hello: ask.Hello, site_name: str) -> None:
        """Answer `hello`, and go on with what was being watched."""
        self._language = hello.language
        self.hub.sessions.add(self)
        self.hub.inbox.watchers[self.connection] = self
        self.hub.inbox.consoles.add(self.connection)
        client, site = self.office.client, self.hub.site
        await presence.lease(client, site, [self.member], self.office.agent_lease_ms(site))
        await presence.presence_changed(client, site)
        self.office.stirred.set()
        await attend_again(self.office, site, self.agent)
        await self.office.refresh(site)
        now, self.hub.post = await conversations.inbox(client, site), await post_of(client, site)
        welcome = welcome_of(self.agent, site_name, self.desk(), now)
        self.send(welcome)
        for cursor in hello.watching:
            try:
                await self.watch(cursor)
            except Refused as refused:  # it has gone since; the console would come back to it for ever
                self.connection.send(nack(refused))

    def send(self, frame: Struct, *, droppable: bool = False) -> None:
        """Send a frame to this console."""
        self.connection.send(to_text(frame), droppable=droppable)

    async def leave(self) -> None:
        """Stop hearing; the lease runs out by itself, so that a reload is not leaving; a sign-out is (R20)."""
        self.hub.sessions.discard(self)
        self.hub.inbox.watchers.pop(self.connection, None)
        self.hub.inbox.consoles.discard(self.connection)
        for follower in self._followers.values():
            self.hub.unfollow(follower)
        life = self.office.agent_lease_ms(self.hub.site) if self._signed_in else 0
        if life and not self.heard:
            return  # the silent have had their time: the socket's end is no sign of life
        with suppress(*StoreFault):  # the lease ends by itself
            await presence.lease(self.office.client, self.hub.site, [self.member], life)

    @property
    def heard(self) -> bool:
        """Whether the console has said anything lately: silence and the lease stay within 60 s (R20)."""
        return time.monotonic() - self.connection.heard_at < HEARD_S

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
        return desk_of(self.office, self.hub, self.agent, self._language)

    async def post(self) -> Post:
        """What mails are written with."""
        return Post(self.office, self._settings, await own_secret(self.office.client))

    async def act(self) -> None:
        """The agent has done something: who fell silent is there again; noted now and then (R20)."""
        now, client, site = millis(self.office.now), self.office.client, self.hub.site
        if self.office.presence_at(site).attendance_of(self.agent.id) == "auto_away":
            await presence.set_availability(client, site, self.agent.id, "online")
        if abs(now - self._acted_at) >= presence.NOTED_EVERY_MS:
            self._acted_at = now
            await presence.note_act(client, site, self.agent.id, now)

    def show(self, conversation: Conversation) -> None:
        """A watched conversation's state has changed."""
        self._tasks.start(self._show(conversation), "show conversation")

    def on_event(self, event: Event) -> None:
        """Take passing events of what is shown here."""
        if event.get("from") == self.connection.id:
            return
        if event["k"] == "session" and event["agent"] == self.agent.id:
            self._tasks.start(self._doubt(), "still signed in")
        if event["k"] == "alert" and self.agent.id in event["to"]:
            self.send(told.Alert(event["c"], event["what"], event["name"]))
        conversation = event.get("c") or self._visitors.get(event.get("visitor", ""), "")
        if conversation in self._followers:
            self._pass_on(conversation, event)

    def _pass_on(self, conversation: str, event: Event) -> None:
        if event["k"] == "person":
            self._visitors[event["visitor"]] = conversation
        if asks_to_look(event):
            self.hub.inbox.changed(conversation)
        elif frame := frame_of(conversation, event):
            self.send(frame, droppable=event["k"] == "typing")

    async def _doubt(self) -> None:
        with suppress(*StoreFault):  # the heartbeat asks again
            await self.check_signed_in()

    async def check_signed_in(self) -> None:
        """Close the socket when the session has ended, or the agent may not answer here any more (S1).

        Raises a `StoreFault` when nobody can say; asking also keeps the session of an open console alive.
        """
        client, site = self.office.client, self.hub.site
        session = await sessions.find_by_id(client, self._signed_in, self.office.now)
        agent = await agents.agent(client, self.agent.id)
        if session is None or agent is None or not agent.active or site not in agent.roles:
            self._signed_in = ""
            self.connection.close(CloseCode.UNAUTHENTICATED)

    async def _show(self, conversation: Conversation) -> None:
        try:
            self.send(await whole(self.office, self.hub.site, conversation))
        except StoreFault:
            self.hub.inbox.changed(conversation.id)

    async def watch(self, cursor: Cursor) -> None:
        """Follow a conversation from a cursor: its details, then pages of messages, then live."""
        while len(self._followers) >= MOST_WATCHED:
            self.unwatch(next(iter(self._followers)))
        self.unwatch(cursor.id)
        follower = Follower(self.connection, self.office.client, self._tasks, self.hub.site, cursor.id, None)
        follower.hold()
        self._followers[cursor.id] = follower
        self.hub.follow(follower)
        try:
            await self._catch_up(follower, cursor)
        except BaseException:
            self.unwatch(cursor.id)
            raise

    async def _catch_up(self, follower: Follower, cursor: Cursor) -> None:
        found = await conversations.load(self.office.client, self.hub.site, cursor.id)
        if found is None:
            raise Refused(UNKNOWN)
        follower.version = max(follower.version, found.version)
        for visitor in await browsers_of(self.office, self.hub.site, found):
            self._visitors[visitor] = cursor.id
        self.send(await whole(self.office, self.hub.site, found))
        await follower.resume(Position(cursor.epoch, cursor.last_seq, cursor.last_h))

    def unwatch(self, conversation: str) -> None:
        """Stop following."""
        follower = self._followers.pop(conversation, None)
        if follower is not None:
            self.hub.unfollow(follower)
        for visitor in [who for who, shown in self._visitors.items() if shown == conversation]:
            del self._visitors[visitor]
