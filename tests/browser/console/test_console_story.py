"""Two people: a visitor with a question, and An, who answers in the console."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.server import ServerProcess

Open = Callable[..., Page]


def row_of(page: Page, visitor: BareVisitor) -> object:
    return page.locator(".row", has_text=visitor.name)


def test_an_sees_who_waits_where_they_are_and_answers(server: ServerProcess, console: Open) -> None:
    page = console()
    with BareVisitor(server) as lan:
        lan.say("Mình đổi gói thì có mất tiền tháng này không ạ?")
        row = page.locator(".row", has_text=lan.name)
        expect(row).to_contain_text("Mình đổi gói")
        expect(row).to_contain_text("/pricing")
        expect(page).to_have_title(re.compile(r"^\(\d+\) "))
        row.click()
        page.screenshot(path="/tmp/e/s1.png")
        expect(page.locator(".message.visitor")).to_contain_text("viết ở /pricing")
        expect(page.get_by_role("complementary")).to_contain_text("đang mở trang")
        lan.go("/account/invoices")
        expect(page.locator(".trail .current")).to_contain_text("/account/invoices")
        lan.send("typing", conversation=lan.conversation, on=True)
        expect(page.locator(".typing")).to_be_visible()
        page.get_by_label("Trả lời").fill("Chào Lan, phần chưa dùng được trừ vào hoá đơn mới.")
        lan.until("typing", on=True)
        page.keyboard.press("Enter")
        answer = lan.until("message", **{"from": "agent"})
        expect(page.locator(".message.agent .foot")).to_contain_text("đã gửi")
        lan.send("read", conversation=lan.conversation, seq=answer["seq"])
        expect(page.locator(".message.agent .foot")).to_contain_text("đã xem")
        expect(page.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
        page.screenshot(path="/tmp/e/s2.png")
