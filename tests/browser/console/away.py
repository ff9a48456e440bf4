"""Somebody who asked and left, in the console's tests."""

from playwright.sync_api import Page, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.browser.console.conftest import opened

LAN = "lan@congty.vn"


def gone(page: Page, lan: BareVisitor, address: str = LAN) -> BareVisitor:
    """Lan has asked, An has taken it, Lan left her address and then the page."""
    opened(page, lan)
    if address:
        lan.send("email", conversation=lan.conversation, address=address)
        expect(page.get_by_role("complementary")).to_contain_text(address)
    lan.leave()
    expect(page.get_by_role("complementary")).to_contain_text("đã rời trang")
    return lan


def say(page: Page, text: str) -> None:
    field = page.get_by_label("Trả lời")
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".message.agent", has_text=text)).to_be_visible()
