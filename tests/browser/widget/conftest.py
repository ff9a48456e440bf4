"""One server by day for the widget's tests; each test gets browsers and agents of its own."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.hosts import Host, OpenHost
from tests.browser.widget.shop import OpenShop, Shop
from tests.server import ServerProcess, server_process

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = datetime(2026, 3, 4, 10, tzinfo=HANOI)
NIGHT = datetime(2026, 3, 4, 22, 30, tzinfo=HANOI)
OpenAgent = Callable[..., BareAgent]


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied."""
    with server_process(tmp_path_factory.mktemp("widget"), module_redis) as running:
        yield running


@pytest.fixture(autouse=True)
def daytime(server: ServerProcess) -> None:
    """Every test begins at 10:00 on a Wednesday, inside the desk's hours."""
    server.clock.turn_to(DAY)


@pytest.fixture
def shop(browser: Browser, server: ServerProcess) -> Iterator[OpenShop]:
    """Open the shop in a browser of its own that has never been there."""
    shops: list[Shop] = []

    def open_shop(*, attributes: str = "", head: str = "", language: str = "vi", **options: Any) -> Shop:
        whole = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options}
        context = browser.new_context(**whole)
        context.set_default_timeout(10_000)
        shops.append(Shop(server, context, attributes, head, language))
        return shops[-1]

    yield open_shop
    for one in shops:
        one.close()


@pytest.fixture
def agent(server: ServerProcess, redis_url: str) -> Iterator[OpenAgent]:
    """Let an agent sit down at the desk; they leave at the end."""
    arrived: list[BareAgent] = []

    def open_agent(name: str = "Nguyễn An") -> BareAgent:
        arrived.append(BareAgent(server, redis_url, name))
        return arrived[-1].arrive()

    yield open_agent
    for one in arrived:
        one.leave()


@pytest.fixture
def an(agent: OpenAgent) -> BareAgent:
    """The agent who is there before anybody comes: the greeting is the same for all."""
    return agent()


@pytest.fixture
def host(browser: Browser, server: ServerProcess) -> Iterator[OpenHost]:
    """Open a page of other make, in a browser that has never been there."""
    opened: list[Host] = []

    def open_host(page: str, **options: Any) -> Host:
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
        context.set_default_timeout(10_000)
        opened.append(Host(server, context, page=page))
        return opened[-1]

    yield open_host
    for one in opened:
        one.close()
