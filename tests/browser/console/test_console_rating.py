"""What a visitor says of our help, as agents see it."""

from playwright.sync_api import expect

from tests.browser.console.conftest import OpenConsole, OpenVisitor


def test_an_sees_who_was_not_helped_and_why(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor("/pricing")
    lan.say("Đơn hàng 1042 chưa tới")
    row = page.locator(".row", has_text=lan.name)
    row.click()
    page.get_by_label("Trả lời").fill("Hàng tới ngày mai")
    page.keyboard.press("Enter")
    lan.until("message", **{"from": "agent"})
    lan.send("rate", conversation=lan.conversation, verdict="no", comment="Vẫn chưa thấy <b>hàng</b>")
    line = page.locator(".message.system").last
    expect(line).to_contain_text("Khách đánh giá: chưa hài lòng. “Vẫn chưa thấy <b>hàng</b>”")
    expect(row).to_contain_text("Chưa hài lòng")
    pane = page.get_by_role("complementary")
    expect(pane).to_contain_text("Đánh giá")
    expect(pane).to_contain_text("Chưa hài lòng")
    lan.send("rate", conversation=lan.conversation, verdict="yes")
    expect(line).to_contain_text("Khách đánh giá: hài lòng.")
    expect(row).not_to_contain_text("Chưa hài lòng")
    expect(pane.locator(".here.kept")).to_contain_text("Hài lòng")
