"""One channel per site (design 2): durable notices from the scripts, passing events from processes."""

import asyncio
import logging
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from chatserver.store import keys
from chatserver.store.arrived import MISSING, arrived_on
from chatserver.store.client import Client, StoreFault

log = logging.getLogger(__name__)
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 2.0
_events: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(dict[str, Any])


@dataclass(slots=True)
class Notice:
    """A durable change as the append script published it; `seq` 0: no message came with it."""

    conversation: str
    seq: int
    h: str
    at: int
    epoch: str
    version: int
    inbox_version: int
    body: str


Event = Mapping[str, Any]
"""A passing event: `k` names it; typing, here, trail, read, presence, session, person, removed."""


class Bus:
    """Subscriptions of one process; reconnects by itself and says so, since notices in between are lost."""

    def __init__(
        self,
        client: Client,
        on_notice: Callable[[str, Notice], None],
        on_event: Callable[[str, Event], None],
        on_joined: Callable[[str], None],
    ) -> None:
        self._client = client
        self._on_notice = on_notice
        self._on_event = on_event
        self._on_joined = on_joined
        self._pubsub: PubSub | None = None
        self._sites: dict[str, str] = {}  # channel → site
        self._subscribed: dict[str, asyncio.Event] = {}
        self.connected = asyncio.Event()

    async def join(self, site: str) -> None:
        """Subscribe to a site and wait until Redis has confirmed it: subscribe first, then read (contract R8)."""
        channel = keys.bus(site)
        if channel not in self._sites:
            self._sites[channel] = site
            self._subscribed[channel] = asyncio.Event()
            if self._pubsub is not None:
                await self._pubsub.subscribe(channel)
        await self._subscribed[channel].wait()

    async def run(self) -> None:
        """Read until cancelled, reconnecting with a growing, random wait."""
        wait = FIRST_WAIT_S
        while True:
            try:
                async with self._client.pubsub(push_handler_func=_as_it_came) as pubsub:
                    await self._open(pubsub)
                    wait = FIRST_WAIT_S
                    await self._read(pubsub)
            except StoreFault as fault:
                log.warning("bus lost: %s", fault)
            finally:
                self.connected.clear()
                self._pubsub = None
                for subscribed in self._subscribed.values():
                    subscribed.clear()
            await asyncio.sleep(random.uniform(0, wait))
            wait = min(wait * 2, LONGEST_WAIT_S)

    async def _open(self, pubsub: PubSub) -> None:
        self._pubsub = pubsub  # from here on `join` subscribes by itself
        await pubsub.subscribe(
            keys.PREFIX, *self._sites
        )  # the first name keeps a bus without sites connected
        self.connected.set()

    async def _read(self, pubsub: PubSub) -> None:
        """Read straight from the connection: what `get_message` wraps around it costs as much as the rest."""
        connection: Any = pubsub.connection
        take = arrived_on(connection)
        while True:
            push = take()
            if push is MISSING:
                push = await connection.read_response(timeout=math.inf, push_request=True)
            elif isinstance(push, RedisError):
                raise push
            kind, channel, *data = push
            site = self._sites.get(channel)
            if kind == "message" and site:
                try:
                    self._hand_over(site, *data)
                except Exception:  # one that nobody can take costs itself, never the bus (contract R22)
                    log.exception("a notice of %s was lost", site)
            elif kind == "subscribe" and site:
                self._subscribed[channel].set()
                # what was published before is not coming: cursors must be proved (R8, R10)
                self._on_joined(site)

    def _hand_over(self, site: str, data: str) -> None:
        if data.startswith("{"):
            self._on_event(site, _events.decode(data))
            return
        head, _, body = data.partition("\n")
        conversation, seq, h, at, epoch, version, inbox_version = head.split(" ")
        self._on_notice(
            site, Notice(conversation, int(seq), h, int(at), epoch, int(version), int(inbox_version), body)
        )


async def _as_it_came(push: Any) -> Any:
    """Take the place of redis-py's own handler, which words every push for a log that is off."""
    return push


async def tell(client: Client, site: str, event: Event) -> None:
    """Publish a passing event; it may be lost, so nothing durable depends on it (contract R2)."""
    await client.publish(keys.bus(site), msgspec.json.encode(event).decode())
