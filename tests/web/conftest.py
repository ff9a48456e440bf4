"""One server for the pages' tests, and browsers at addresses of their own, so that limits do not meet."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.web.caller import Caller

EMAIL, PASSWORD = "lan@shop.vn", "một câu dễ nhớ"
_addresses = count(1)


@contextmanager
def fresh_server(folder: Path) -> Iterator[ServerProcess]:
    """A server over a new Redis, for a test that needs the very beginning."""
    with (
        TemporaryDirectory(prefix="chat-") as redis_folder,
        redis_server(Path(redis_folder)) as url,
        server_process(folder, url) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def own_redis() -> Iterator[str]:
    """The Redis of the server that all these tests call: other tests empty the session's."""
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder)) as url:
        yield url


@pytest.fixture(scope="session")
def server(own_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The server that all these tests call."""
    with server_process(tmp_path_factory.mktemp("server"), own_redis) as running:
        yield running


@pytest.fixture
def new_caller(server: ServerProcess) -> Callable[[], Caller]:
    """Another browser at another address."""
    return lambda: Caller(server.url, f"198.51.100.{next(_addresses)}")


@pytest.fixture
def caller(new_caller: Callable[[], Caller]) -> Caller:
    """A stranger's browser."""
    return new_caller()


@pytest.fixture(scope="session")
def account(server: ServerProcess) -> tuple[str, str]:
    """The first agent's address and password."""
    form = {"name": "Trần Lan", "email": EMAIL, "password": PASSWORD}
    code = server.setup_link.partition("#")[2]
    answer = Caller(server.url, "203.0.113.1").post("/setup", {"code": code, **form})
    assert answer.status == 303, answer.text
    return EMAIL, PASSWORD


@pytest.fixture
def agent(new_caller: Callable[[], Caller], account: tuple[str, str]) -> Caller:
    """The first agent's browser, signed in."""
    browser = new_caller()
    answer = browser.post("/signin", {"email": account[0], "password": account[1]})
    assert answer.status == 303, answer.text
    return browser


def csrf_of(browser: Caller) -> str:
    """The token in the console's page."""
    console = browser.get(browser.get("/console").location)
    found = re.search(r'data-csrf="([^"]+)"', console.text)
    assert found, console.text
    return found[1]
