"""Who in this process follows what: notices of a site's bus find their connections here (design 2)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from chatserver.background import Background
from chatserver.protocol.agent_values import Post
from chatserver.protocol.close_codes import CloseCode
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.sockets.inbox import Inbox
from chatserver.store.bus import Bus, Event, Notice
from chatserver.store.client import Client


class Session(Protocol):
    """A visitor or an agent on a socket."""

    connection: Connection

    @property
    def followers(self) -> Iterable[Follower]:
        """The conversations it follows."""

    def on_event(self, event: Event) -> None:
        """Take an event."""


class SiteHub:
    """The connections of one site in this process."""

    def __init__(self, site: str, client: Client, tasks: Background) -> None:
        self.site = site
        self.followers: defaultdict[str, set[Follower]] = defaultdict(set)
        self.sessions: set[Session] = set()
        self.removed = False  # the whole site: whoever comes in just now was not told
        self.post = Post()  # how its mails stand, as last read; only while a console is open
        self.inbox = Inbox(site, client, tasks, self.followers)

    def follow(self, follower: Follower) -> None:
        """Let a follower hear its conversation; do this before reading (contract R8)."""
        self.followers[follower.conversation].add(follower)

    def unfollow(self, follower: Follower) -> None:
        """Stop."""
        following = self.followers.get(follower.conversation)
        if following is not None:
            following.discard(follower)
            if not following:
                del self.followers[follower.conversation]

    def hear(self, notice: Notice) -> None:
        """Hand a durable notice to the followers, then to the inbox."""
        for follower in tuple(self.followers.get(notice.conversation, ())):
            follower.hear(notice)
        self.inbox.hear(notice)

    def on_event(self, event: Event) -> None:
        """Hand an event to every session; who holds words that were erased must read anew."""
        if event["k"] == "erased":
            for follower in tuple(self.followers.get(event.get("c", ""), ())):
                follower.prove()
        self.removed = self.removed or event["k"] == "removed"
        for session in tuple(self.sessions):
            if self.removed:
                session.connection.close(CloseCode.UNKNOWN_SITE)
            session.on_event(event)

    def prove(self) -> None:
        """Have every cursor proved: notices may have been lost, or Redis is another one (contract R10)."""
        for following in tuple(self.followers.values()):
            for follower in tuple(following):
                follower.prove()
        self.inbox.prove()


class Hub:
    """All sites of this process, and the bus that feeds them."""

    def __init__(self, client: Client, bus_client: Client, tasks: Background) -> None:
        self.bus = Bus(bus_client, self._on_notice, self._on_event, self._on_joined)
        self.sites: dict[str, SiteHub] = {}
        self._client = client
        self._tasks = tasks

    async def join(self, site: str) -> SiteHub:
        """The hub of a site, subscribed: what is published from now on is heard."""
        if site not in self.sites:
            self.sites[site] = SiteHub(site, self._client, self._tasks)
        await self.bus.join(site)
        return self.sites[site]

    def _on_notice(self, site: str, notice: Notice) -> None:
        if site in self.sites:
            self.sites[site].hear(notice)

    def _on_event(self, site: str, event: Event) -> None:
        if site in self.sites:
            self.sites[site].on_event(event)

    def _on_joined(self, site: str) -> None:
        if site in self.sites:
            self.sites[site].prove()
