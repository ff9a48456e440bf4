"""One server and one signed-in agent for the console's tests; each test gets a browser of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.server import ServerProcess, server_process

PASSWORD = "mười hai con giáp"


@pytest.fixture(scope="module")
def server(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, on which shop.localhost may chat."""
    with server_process(tmp_path_factory.mktemp("console"), redis_url) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: ServerProcess) -> StorageState:
    """The cookies of An, who became the first agent by the link that the server printed."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(server.setup_link)
    page.locator("input[name=name]").fill("Nguyễn An")
    page.locator("input[name=email]").fill("an@twinai.com")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/*")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def console(browser: Browser, server: ServerProcess, signed_in: StorageState) -> Iterator[Callable[..., Page]]:
    """Open a console: `console()`; more calls are more tabs of the same browser; options as for a new context."""
    contexts = []

    def open_console(**options: object) -> Page:
        if options or not contexts:
            whole = {"locale": "vi-VN", "viewport": {"width": 1440, "height": 860}, **options}
            contexts.append(browser.new_context(storage_state=signed_in, **whole))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(f"{server.url}/console")
        page.get_by_role("tablist").wait_for()
        return page

    yield open_console
    for context in contexts:
        context.close()


@pytest.fixture(scope="module", autouse=True)
def emptied(redis_url: str) -> None:
    """Each module starts with an empty store."""
    import redis

    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
