"""Nguyễn An, who becomes the first agent by the link that a fresh server has printed."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.server import ServerProcess


@contextmanager
def first_agent(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """An at the console, in a browser of their own."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1440, "height": 860})
    page = context.new_page()
    page.goto(server.setup_link)
    page.locator("input[name=name]").fill("Nguyễn An")
    page.locator("input[name=email]").fill("an@twinai.com")
    page.locator("input[type=password]").fill("mười hai con giáp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/*")
    yield page
    context.close()
