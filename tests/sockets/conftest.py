"""One server for all socket tests of this folder; each test is a new visitor on it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from chatserver.clock import system_clock
from chatserver.domain.identity_rules import IdentityRules
from chatserver.store import identities, sites
from chatserver.store.client import command_client
from tests.server import ServerProcess, server_process
from tests.shop_site import Shop


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied."""
    folder: Path = tmp_path_factory.mktemp("server")
    with server_process(folder, module_redis) as running:
        yield running


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
