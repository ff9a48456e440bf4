"""One server for all socket tests of this folder; each test is a new visitor on it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatserver.clock import system_clock
from chatserver.domain.identity_rules import IdentityRules
from chatserver.store import identities, sites
from chatserver.store.client import Client, command_client
from tests.server import ServerProcess, server_process
from tests.shop_site import Shop

WEDNESDAY = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # 10:00 in Hà Nội


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied."""
    folder: Path = tmp_path_factory.mktemp("server")
    with server_process(folder, module_redis) as running:
        yield running


@pytest.fixture
def desk_a(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """Twin AI's desk, on a Wednesday morning, nothing kept yet."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(WEDNESDAY)
        yield running


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Client]:
    """A look into the store."""
    made = command_client(redis_url)
    yield made
    await made.aclose()


@pytest.fixture(scope="module")
def turned_server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server of its own, whose clock a module may turn."""
    with server_process(tmp_path_factory.mktemp("turned"), module_redis) as running:
        yield running


@pytest.fixture
async def shop(turned_server: ServerProcess, redis_url: str) -> AsyncIterator[Shop]:
    """The first site with an identity key; rules and clock go right again afterwards."""
    client = command_client(redis_url)
    made = Shop(turned_server, client, (await sites.all_sites(client))[0])
    await made.rule()
    yield made
    turned_server.clock.turn_to(system_clock())
    await identities.keep_rules(client, made.site.id, IdentityRules())
    await client.aclose()
