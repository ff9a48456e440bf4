"""One server and its agents for the console's tests; each test gets browsers of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.server import ROOT, ServerProcess, server_process

DAY = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PASSWORD = "mười hai con giáp"
OpenConsole = Callable[..., Page]
OpenTab = Callable[..., Page]
OpenVisitor = Callable[..., BareVisitor]


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied, on a Wednesday at ten: inside the desk's hours."""
    with server_process(tmp_path_factory.mktemp("console"), module_redis) as running:
        running.clock.turn_to(DAY)
        yield running


@pytest.fixture(scope="module")
def an(browser: Browser, server: ServerProcess) -> StorageState:
    """The cookies of Nguyễn An, who became the first agent by the link that the server printed."""
    return _sign_up(browser, server.setup_link, name="Nguyễn An", email="an@twinai.com")


@pytest.fixture(scope="module")
def binh(browser: Browser, server: ServerProcess, redis_url: str, an: StorageState) -> StorageState:
    """The cookies of Bình, added by a command."""
    command = [
        sys.executable,
        "-m",
        "chatserver",
        "agent",
        "add",
        "binh@twinai.com",
        "--name",
        "Bình",
        "--json",
    ]
    environment = {**os.environ, "REDIS_URL": redis_url, "ALLOW_VOLATILE_REDIS": "1"}
    printed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    code = json.loads(printed.stdout)["link"].partition("#")[2]
    return _sign_up(browser, f"{server.url}/setup#{code}")


def _sign_up(browser: Browser, link: str, **fields: str) -> StorageState:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(link)
    page.locator("input[type=password]").wait_for()
    for name, value in fields.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/*")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def tab(browser: Browser, an: StorageState) -> Iterator[OpenTab]:
    """Open an empty tab of An's browser; options make a browser of its own (`storage_state=binh`)."""
    contexts: dict[str, BrowserContext] = {}

    def open_tab(**options: Any) -> Page:
        whole = {
            "storage_state": an,
            "locale": "vi-VN",
            "viewport": {"width": 1440, "height": 860},
            **options,
        }
        if repr(options) not in contexts:
            contexts[repr(options)] = browser.new_context(**whole)
        return contexts[repr(options)].new_page()

    yield open_tab
    for context in contexts.values():
        context.close()


@pytest.fixture
def console(tab: OpenTab, server: ServerProcess) -> OpenConsole:
    """Open a console in a tab, or in a new one."""

    def open_console(page: Page | None = None, **options: Any) -> Page:
        page = page or tab(**options)
        page.goto(f"{server.url}/console")
        expect(page.locator(".hours")).not_to_be_empty()  # welcomed: An counts as present from here on
        return page

    return open_console


@pytest.fixture
def visitor(server: ServerProcess) -> Iterator[OpenVisitor]:
    """Open a page as a new visitor: `visitor("/pricing")`; they leave at the end."""
    opened: list[BareVisitor] = []

    def open_visitor(page: str = "/pricing", language: str = "vi") -> BareVisitor:
        opened.append(BareVisitor(server, page, language))
        return opened[-1].arrive()

    yield open_visitor
    for one in opened:
        one.leave()


def opened(page: Page, lan: BareVisitor) -> Page:
    """Lan has asked, An has taken it."""
    lan.say("Cho mình hỏi")
    page.locator(".row", has_text=lan.name).click()
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator(".message.system")).to_have_count(1)
    expect(page.get_by_role("tab", name="Của tôi")).to_have_attribute("aria-selected", "true")
    return page
