"""What changed is read once and told to all who show it: rows to consoles, states to whoever follows (contract R6)."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from chatserver.background import Background
from chatserver.domain.conversation import Conversation
from chatserver.protocol.to_agent import Rows
from chatserver.protocol.wire import to_text
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.sockets.places import Places
from chatserver.sockets.views import counts_of, row_of
from chatserver.store import conversations
from chatserver.store.bus import Notice
from chatserver.store.client import Client, StoreFault

log = logging.getLogger(__name__)
GATHER_S, LONGER_S = 0.25, 0.75
ROWS_PER_S = 400
"""Where more changes than a reader can follow, rows are told less often: reading them would cost more than words do."""
RETRY_S = 1.0


class Watcher(Protocol):
    """Someone who shows conversations' states on one connection."""

    connection: Connection

    def show(self, conversation: Conversation) -> None:
        """Take a conversation's newest state."""


class Inbox:
    """Gathers changes of one site for a moment, so that a busy conversation costs one read, not one a message."""

    def __init__(
        self,
        site: str,
        client: Client,
        tasks: Background,
        followers: Mapping[str, set[Follower]],
    ) -> None:
        self.consoles: set[Connection] = set()
        self.places = Places()
        self.watchers: dict[Connection, Watcher] = {}
        self._site = site
        self._client = client
        self._tasks = tasks
        self._followers = followers
        self._changed: set[str] = set()
        self._stale: set[str] = set()  # of these, whose state is to be shown anew: words alone change none
        self._since = self._version = 0
        self._gap = True  # notices may have been missed: only the store knows the version
        self._running = False

    @property
    def version(self) -> int:
        """The inbox's version as last heard."""
        return self._version

    def hear(self, notice: Notice) -> None:
        """Note what a notice changed."""
        following = self._followers.get(notice.conversation, ())
        stale = [follower for follower in following if notice.version > follower.version]
        for follower in stale:
            follower.version = notice.version
        if notice.inbox_version != self._version + 1:
            self._since = notice.inbox_version - 1  # some were missed: consoles standing earlier ask anew
        self._version = notice.inbox_version
        if stale:
            self._stale.add(notice.conversation)
        if stale or self.consoles:
            self._changed.add(notice.conversation)
            self._start()

    def changed(self, conversation: str) -> None:
        """A conversation's state must be read and told again."""
        self._changed.add(conversation)
        self._stale.add(conversation)
        self._start()

    def prove(self) -> None:
        """Notices may have been lost: states are read again, consoles compare versions."""
        self._changed.update(self._followers)
        self._stale.update(self._followers)
        self._gap = True
        self._start()

    def _start(self) -> None:
        if not self._running:
            self._running = True
            self._tasks.start(self._tell(), "inbox")

    async def _tell(self) -> None:
        try:
            while self._changed or (self._gap and self.consoles):
                await asyncio.sleep(GATHER_S)
                if len(self._changed) > ROWS_PER_S * GATHER_S:
                    await asyncio.sleep(min(LONGER_S, len(self._changed) / ROWS_PER_S))
                await self._tell_gathered()
        finally:
            self._running = False

    async def _tell_gathered(self) -> None:
        changed, self._changed = self._changed, set()
        stale, self._stale = self._stale, set()
        gap, self._gap = self._gap, False
        try:
            await self._tell_of(changed, stale, gap=gap)
        except StoreFault as fault:
            log.warning("inbox of %s waits: %s", self._site, fault)
            self._changed |= changed
            self._stale |= stale
            self._gap = self._gap or gap
            await asyncio.sleep(RETRY_S)

    async def _tell_of(self, changed: set[str], stale: set[str], *, gap: bool) -> None:
        since, version = self._since, self._version
        self._since = version
        found = await conversations.load_many(self._client, self._site, changed)
        for conversation in found:
            if conversation.id in stale:
                self._show(conversation)
        if self.consoles:
            now = await conversations.inbox(self._client, self._site)
            if gap:
                since = version = now.version
                self._since = self._version = max(self._version, version)
            self._tell_consoles(Rows(since, version, [row_of(c) for c in found], counts_of(now)))

    def _show(self, conversation: Conversation) -> None:
        for follower in tuple(self._followers.get(conversation.id, ())):
            follower.version = max(follower.version, conversation.version)
            follower.summary = conversation
            watcher = self.watchers.get(follower.connection)
            if watcher is not None:
                watcher.show(conversation)

    def _tell_consoles(self, rows: Rows) -> None:
        text = to_text(rows)
        for console in tuple(self.consoles):
            console.send(text)
