"""The main screens of the console, and the pages around it, break no rule of axe-core."""

from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor, opened
from tests.browser.contrast import poor_contrast
from tests.server import ServerProcess


def look(found: list[str], name: str, page: Page) -> None:
    """Note what is wrong with a screen, in light and dark."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{name}, {scheme}: {fault}" for fault in [*faults(page), *poor_contrast(page, "html")]]


def test_the_console_breaks_no_rule(console: OpenConsole, visitor: OpenVisitor) -> None:
    found: list[str] = []
    page, lan = console(), visitor()
    look(found, "empty", page)
    opened(page, lan)
    page.get_by_label("Trả lời").fill("Chào bạn")
    page.keyboard.press("Enter")
    expect(page.locator(".message.agent:not(.pending)")).to_have_count(1)
    look(found, "talking", page)
    for name in ("Email", "Đã đóng"):
        page.get_by_role("tab", name=name).click()
        look(found, name, page)
    assert not found, "\n".join(found)


def test_the_pages_around_it_break_no_rule(tab: OpenTab, server: ServerProcess) -> None:
    found: list[str] = []
    page = tab(storage_state=None)
    for path in ("sign-in", "setup", "demo", "privacy", "nothing-there"):
        page.goto(f"{server.url}/{path}")
        look(found, path, page)
    assert not found, "\n".join(found)
