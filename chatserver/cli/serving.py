"""One server process from start to drain: Redis, schema, policy, first site, sockets."""

import asyncio
import gc
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import FrameType

import uvicorn

from chatserver.actions import invitations, sites
from chatserver.actions.article_changes import ensure_articles
from chatserver.actions.policies import read_policy
from chatserver.actions.policy_changes import ensure_policy
from chatserver.app import create_app
from chatserver.cli.articles.folder import shipped_articles
from chatserver.cli.seed import read_seed
from chatserver.clock import Clock
from chatserver.domain.policy import Policy
from chatserver.settings import Settings
from chatserver.sockets.request_bounds import BoundedHttp
from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.transport import AbortableProtocol, give_up_on_stuck_readers
from chatserver.store import sites as store_sites
from chatserver.store.client import command_client
from chatserver.store.embedded import refuse_unfit, supervised_redis
from chatserver.store.policies import SEED
from chatserver.store.schema import claim_schema

log = logging.getLogger(__name__)
GRACEFUL_S = 8
BACKLOG = 2048
YOUNG_OBJECTS = 20_000


@dataclass(frozen=True, slots=True)
class Welcome:
    """What an operator wants to know first: the site's key, and the first agent's link while there is none."""

    site_key: str
    setup_link: str | None


class DrainingServer(uvicorn.Server):
    """uvicorn, which first lets our sockets drain (contract R16); a second signal ends at once."""

    on_started: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take connections, then say so."""
        await super().startup(sockets)
        if self.started:
            self.on_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the sockets spread over time, refusing new ones meanwhile, then stop listening."""
        board: Switchboard = self.config.loaded_app.state.board
        async with asyncio.TaskGroup() as tasks:
            draining = tasks.create_task(board.drain())
            while not draining.done():
                if self.force_exit:
                    draining.cancel()
                await asyncio.wait([draining], timeout=0.1)
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Any second signal is a second Ctrl-C."""
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True


async def serve(
    settings: Settings, clock: Clock, listening: socket.socket, announce: Callable[[Welcome], None]
) -> None:
    """Serve until a signal; `announce` is called once, when connections are taken.

    Raises `SettingsFault`, `PolicyFault`, `RedisUnavailable`, `RedisUnfit` or `NewerSchema` before it serves.
    """
    text = read_seed(settings.policy)
    seed = await read_policy(text)
    async with _redis(settings) as ready:
        welcome = await _prepare(ready, clock, text)
        server = DrainingServer(_config(ready, seed, clock))
        server.on_started = lambda: announce(welcome)
        give_up_on_stuck_readers(listening)
        _calm_the_collector()
        await server.serve(sockets=[listening])


def _calm_the_collector() -> None:
    """Leave what start-up made out of every collection, and collect seldom: an eighth of the time under load."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


@asynccontextmanager
async def _redis(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with a REDIS_URL that answers: the given one, or our own Redis, watched while we serve."""
    binary = settings.chat_redis_server or None
    async with supervised_redis(settings.redis_url, settings.data_dir, binary) as url:
        yield replace(settings, redis_url=url)


async def _prepare(settings: Settings, clock: Clock, seed: str) -> Welcome:
    client = command_client(settings.redis_url)
    try:
        await refuse_unfit(client, allow_volatile=settings.allow_volatile_redis)
        await claim_schema(client)
        await sites.ensure_first_site(client, settings.public_url, clock())
        known = await store_sites.all_sites(client)
        for site in known:
            policy = await ensure_policy(client, site.id, seed, clock(), follow=settings.policy is not None)
            ours = policy.by == SEED and settings.policy is None
            if ours and await store_sites.is_first(client, site.id):
                await ensure_articles(client, site.id, shipped_articles(), clock())
        first = known[0]
        return Welcome(first.key, await invitations.first_agent_link(client, settings.public_url))
    finally:
        await client.aclose()


def _config(settings: Settings, seed: Policy, clock: Clock) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings, seed, clock),
        ws=AbortableProtocol,
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        ws_ping_interval=None,
        http=BoundedHttp,
        loop="none",
        backlog=BACKLOG,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="on",
        timeout_graceful_shutdown=GRACEFUL_S,
    )
