"""Back and forward: a page that the browser has kept whole goes on where it was, and nothing is said twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.hosts import Host
from tests.server import ServerProcess


@pytest.fixture
def keeping(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that keeps pages, as people's do; Playwright's are told not to."""
    options = {**browser_type_launch_args, "ignore_default_args": ["--disable-back-forward-cache"]}
    browser = browser_type.launch(**options)
    yield browser
    browser.close()


def test_going_back_finds_the_widget_as_it_was_and_doubles_nothing(
    keeping: Browser, server: ServerProcess, an: BareAgent
) -> None:
    """Used or not, it keeps no page from being kept."""
    context = keeping.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(10_000)
    site = Host(server, context)
    try:
        widget = site.open()
        widget.page.evaluate("window.kept = true")
        widget.page.goto(site.origin + "/other")
        widget.page.go_back(wait_until="commit")
        assert widget.page.evaluate("window.kept") is True
        widget.open().say("Trước khi đi")
        conversation = an.take("Trước khi đi")
        expect(widget.own.locator(".foot")).to_contain_text("10:00")
        widget.page.goto(site.origin + "/other")
        an.say(conversation, "Trong lúc bạn xem trang khác")
        widget.page.go_back(wait_until="commit")
        assert widget.page.evaluate("window.kept") is True
        expect(widget.panel).to_be_visible()
        expect(widget.part(".line.agent .words")).to_have_text("Trong lúc bạn xem trang khác")
        widget.say("Quay lại rồi")
        expect(widget.own).to_have_count(2)
        expect(widget.own.last.locator(".foot")).to_contain_text("10:00")
        expect(widget.page.locator("chatserver-widget")).to_have_count(1)
    finally:
        site.close()
