"""An sees who a visitor is, once the site's server has signed it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.console.conftest import DAY, OpenConsole, OpenVisitor
from tests.browser.widget.signed_in import Pen
from tests.server import ServerProcess


@pytest.fixture
def pen(server: ServerProcess, redis_url: str) -> Iterator[Pen]:
    """What the shop's server signs with."""
    made = Pen(server, redis_url)
    made.rule()
    yield made
    server.clock.turn_to(DAY)
    made.retire()


def test_a_row_and_the_contact_bear_the_name_that_was_signed(
    console: OpenConsole, visitor: OpenVisitor, pen: Pen
) -> None:
    page, lan = console(), visitor()
    lan.say("Gói của tôi còn mấy ngày?")
    page.locator(".row", has_text=lan.name).click()
    pane = page.get_by_role("complementary")
    expect(pane).to_contain_text("Ngôn ngữ trang")
    expect(pane).not_to_contain_text("Danh tính")
    lan.send("identify", token=pen.token("u-17", email="lan@shop.example"))
    lan.until("identified")
    expect(page.locator(".row", has_text="Trần Lan")).to_be_visible()
    for fact in ("Trần Lan", "✓ Đã xác nhận", "Business", "u-17", "lan@shop.example ✓"):
        expect(pane).to_contain_text(fact)
    lan.send("identify", token=pen.token("u-17", plan="Enterprise", iat=pen.later(1)))
    lan.until("identified", plan="Enterprise")
    expect(pane).to_contain_text("Enterprise")


def test_a_proof_that_has_ended_is_shown_as_ended(
    console: OpenConsole, visitor: OpenVisitor, pen: Pen
) -> None:
    page, hoa = console(), visitor()
    hoa.send("identify", token=pen.token("u-18", name="Lê Hoa"))
    hoa.until("identified")
    hoa.say("Tôi là Hoa")
    page.locator(".row", has_text="Lê Hoa").click()
    pane = page.get_by_role("complementary")
    expect(pane).to_contain_text("✓ Đã xác nhận")
    pen.turn(minutes=12)
    hoa.until("identify_again")
    hoa.say("Vẫn là Hoa")
    page.reload()
    expect(pane).to_contain_text("Xác nhận lần cuối")
    expect(pane).not_to_contain_text("✓ Đã xác nhận")
