"""What every test may ask for: a Redis, an event loop, seeds that are shown, browser tests in their place."""

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
import redis

from tests.redis_servers import redis_server

BROWSER_TESTS = Path(__file__).parent / "browser"

hypothesis.settings.register_profile("chatserver", deadline=None, print_blob=True)
hypothesis.settings.load_profile("chatserver")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`."""
    parser.addoption("--long", action="store_true", help="also run the tests marked long (minutes each)")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed of hypothesis here, so that it can be shown before anything fails."""
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(random.randrange(2**32))


def pytest_report_header(config: pytest.Config) -> str:
    """Show how to repeat a run."""
    return f"repeat with --hypothesis-seed={config.option.hypothesis_seed}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests to `--long`, and put browser tests last.

    Playwright's synchronous API leaves an event loop running, in which no async test can start any more.
    """
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    items.sort(key=lambda item: item.path.is_relative_to(BROWSER_TESTS))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, one loop for the session's async fixtures."""
    return "asyncio"


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """One Redis for the whole session, without AOF (settings for it need ALLOW_VOLATILE_REDIS)."""
    # not pytest's own folder: a user's long name there would make the socket's path too long
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder)) as url:
        yield url


@pytest.fixture
def clean_redis(redis_url: str) -> str:
    """The session's Redis, emptied."""
    return _emptied(redis_url)


@pytest.fixture(scope="module")
def module_redis(redis_url: str) -> str:
    """The session's Redis, emptied once for a module whose tests share a server."""
    return _emptied(redis_url)


def _emptied(url: str) -> str:
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url
