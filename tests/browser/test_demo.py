"""The demo: a customer's website with our snippet, and what an agent sees of a visit to it."""

import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget.shop import OnPage
from tests.server import ServerProcess, server_process

DAY = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PAGES = ("", "/pricing", "/docs", "/app", "/app/invoices", "/app/settings")


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied, on a Wednesday at 10:00."""
    with server_process(tmp_path_factory.mktemp("demo"), module_redis) as running:
        running.clock.turn_to(DAY)
        yield running


@pytest.fixture
def visitor(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """A visitor's browser, which must not complain about anything."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_is_whole_in_both_languages(
    visitor: Page, server: ServerProcess, path: str, language: str
) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto(f"{server.url}/demo{path}" + ("?lang=en" if language == "en" else ""))
    expect(visitor.locator("html")).to_have_attribute("lang", language)
    expect(visitor.locator("h1:visible")).to_have_count(1)
    expect(visitor.locator("chatserver-widget .launcher")).to_be_visible()
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_phone_never_scrolls_sideways(visitor: Page, server: ServerProcess, path: str) -> None:
    visitor.set_viewport_size({"width": 320, "height": 640})
    visitor.goto(f"{server.url}/demo{path}")
    assert visitor.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_help_menu_opens_the_chat(visitor: Page, server: ServerProcess) -> None:
    visitor.goto(server.url + "/demo/app")
    menu = visitor.locator(".help")
    menu.get_by_text("Trợ giúp & hỗ trợ").click()
    menu.get_by_role("button").click()
    expect(visitor.get_by_role("dialog")).to_be_visible()
    expect(menu.get_by_role("button")).to_be_hidden()


def test_the_chat_speaks_the_language_of_the_page(visitor: Page, server: ServerProcess) -> None:
    visitor.goto(server.url + "/demo/pricing")
    visitor.get_by_role("link", name="English").click()
    visitor.get_by_role("button", name="Ask about plans").click()
    expect(visitor.get_by_role("dialog")).to_contain_text("Hi, how can we help?")


def test_the_help_menu_closes_by_escape_and_by_a_click_elsewhere(
    visitor: Page, server: ServerProcess
) -> None:
    visitor.goto(server.url + "/demo/docs")
    summary, inside = visitor.locator(".help summary"), visitor.locator(".help .menu")
    summary.click()
    expect(inside).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    visitor.locator(".strip p").click(position={"x": 4, "y": 4})
    expect(inside).to_be_hidden()


def test_the_app_moves_between_its_views_without_loading(visitor: Page, server: ServerProcess) -> None:
    visitor.goto(server.url + "/demo/app")
    visitor.evaluate("window.stillHere = true")
    visitor.locator("[data-goes-to=invoices]").click()
    expect(visitor).to_have_url(server.url + "/demo/app/invoices")
    expect(visitor.locator("[data-view=invoices] h1")).to_be_visible()
    visitor.go_back()
    expect(visitor.locator("[data-view=projects] h1")).to_be_visible()
    assert visitor.evaluate("window.stillHere")


def test_what_the_site_says_and_shows_reaches_the_agent(
    visitor: Page, browser: Browser, server: ServerProcess
) -> None:
    visitor.goto(server.url + "/demo/app")
    lan = OnPage(visitor).open()
    lan.say("Cho mình hỏi ạ")
    expect(lan.part(".promise")).to_be_visible()  # stored while nobody was at the desk
    agent = browser.new_page(locale="vi-VN")
    agent.goto(server.setup_link)
    agent.locator("input[name=name]").fill("Nguyễn An")
    agent.locator("input[name=email]").fill("an@twinai.com")
    agent.locator("input[type=password]").fill("mười hai con giáp")
    agent.keyboard.press("Enter")
    agent.locator("[role=tab]", has_text="Email").click()
    agent.locator(".row", has_text="Cho mình hỏi").click()
    expect(agent.locator(".message.visitor")).to_contain_text("viết ở /demo/app")
    visitor.locator("[data-goes-to=invoices]").click()
    expect(agent.locator(".trail .current")).to_contain_text("/demo/app/invoices")
    lan.say("Xuất hoá đơn thế nào ạ?")
    expect(agent.locator(".message.visitor").last).to_contain_text("viết ở /demo/app/invoices")
    expect(agent.get_by_text("2.8.1")).to_be_visible()
    agent.context.close()


@pytest.mark.parametrize("path", ["/demo/app/nothing", "/demo/nothing"])
def test_a_page_that_is_not_there_is_404(server: ServerProcess, path: str) -> None:
    assert status(server.url + path) == 404


def test_under_a_public_address_the_demo_is_shown_on_request_only(redis_url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
    public = {"HOST": "0.0.0.0", "PORT": port, "BASE_URL": f"http://0.0.0.0:{port}"}
    with server_process(tmp_path / "shut", redis_url, **public) as server:
        assert [status(f"{server.url}/demo{path}") for path in PAGES] == [404] * len(PAGES)
    with server_process(tmp_path / "shown", redis_url, DEMO="1", **public) as server:
        assert status(server.url + "/demo") == 200


def status(url: str) -> int:
    """What a plain GET is answered with."""
    try:
        with urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code
