"""Two people: a visitor with a question, and An, who answers in the console."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import StorageState, expect

from tests.browser.console.bare_visitor import ZONE
from tests.browser.console.conftest import OpenConsole, OpenVisitor
from tests.server import ServerProcess


def test_an_sees_who_waits_where_they_are_and_answers(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor("/pricing")
    lan.say("Mình đổi gói thì có mất tiền tháng này không ạ?")
    row = page.locator(".row", has_text=lan.name)
    expect(row).to_contain_text("Mình đổi gói")
    expect(row).to_contain_text("/pricing")
    row.click()
    expect(page.locator(".message.visitor")).to_contain_text("viết ở /pricing")
    expect(page.get_by_role("complementary")).to_contain_text("đang mở trang")
    lan.go("/account/invoices")
    expect(page.locator(".trail .current")).to_contain_text("/account/invoices · đang xem")
    page.get_by_label("Trả lời").fill("Chào Lan, phần chưa dùng được trừ vào hoá đơn mới.")
    lan.until("typing", on=True)
    page.keyboard.press("Enter")
    answer = lan.until("message", **{"from": "agent"})
    assert answer["body"]["text"] == "Chào Lan, phần chưa dùng được trừ vào hoá đơn mới."
    expect(page.locator(".message.agent .foot")).to_contain_text("đã gửi")
    lan.send("read", conversation=lan.conversation, seq=answer["seq"])
    expect(page.locator(".message.agent .foot")).to_contain_text("đã xem")


def test_an_sees_what_time_it_is_where_the_visitor_is(
    console: OpenConsole, visitor: OpenVisitor, server: ServerProcess
) -> None:
    page, lan = console(), visitor()
    lan.say("Bên mình còn thức không?")
    page.locator(".row", has_text=lan.name).click()
    pane = page.get_by_role("complementary")
    now = server.clock().astimezone(ZoneInfo(ZONE))
    hours = "|".join({f"{at.hour}" for at in (now, now + timedelta(minutes=1))})
    expect(pane).to_contain_text(re.compile(rf"({hours}):\d\d ở chỗ khách · {ZONE}"))
    expect(pane).to_contain_text(re.compile(r"Ngôn ngữ trang\s*Tiếng Việt \(Việt Nam\)"))


def test_who_answers_a_waiting_conversation_has_taken_it(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    lan.say("Cho mình hỏi")
    page.locator(".row", has_text=lan.name).click()
    expect(page.get_by_role("button", name="Nhận và gửi")).to_be_visible()
    page.get_by_label("Trả lời").fill("Mình nghe đây ạ")
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
    expect(page.locator(".message.system")).to_contain_text("Nguyễn An đã nhận hội thoại này")
    expect(page.get_by_role("tab", name="Của tôi")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".row", has_text=lan.name)).to_contain_text("Bạn: Mình nghe đây ạ")


def test_who_answers_while_away_is_told_why_nobody_counts_as_there(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = console(), visitor()
    lan.say("Còn ai không?")
    page.locator(".row", has_text=lan.name).click()
    page.get_by_role("switch").click()
    expect(page.locator(".hours")).to_contain_text("bạn đang tạm vắng")
    page.get_by_label("Trả lời").fill("Mình trả lời nốt câu này")
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
    page.get_by_role("switch").click()
    expect(page.locator(".hours")).not_to_contain_text("tạm vắng")


def test_the_visitors_typing_and_leaving_show(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    lan.say("Alo")
    page.locator(".row", has_text=lan.name).click()
    expect(page.locator(".message.visitor")).to_be_visible()
    lan.send("typing", conversation=lan.conversation, on=True)
    expect(page.locator(".typing")).to_have_text(f"Khách {lan.name} đang soạn tin…")
    lan.leave()
    expect(page.get_by_role("complementary")).to_contain_text("đã rời trang", timeout=30_000)
    expect(page.locator(".talk-note")).to_contain_text("chưa để lại email")


def test_close_reopen_and_priority(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    lan.say("Gấp quá")
    row = page.locator(".row", has_text=lan.name)
    row.click()
    page.get_by_label("Mức ưu tiên").select_option("critical")
    expect(row).to_contain_text("Khẩn cấp")
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
    page.get_by_role("button", name="Đóng", exact=True).click()
    expect(page.locator(".bar")).to_contain_text("Hội thoại này đã đóng.")
    lan.until("message", key="system.closed")
    page.get_by_role("button", name="Mở lại").click()
    expect(page.get_by_label("Trả lời")).to_be_visible()


def test_an_email_conversation_is_answered_by_mail(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    lan.until("decision")
    lan.say("Hoá đơn tháng 3 đâu ạ?\nMình cần gấp")
    lan.send("email", conversation=lan.conversation, address="lan@congty.vn")
    page.get_by_role("tab", name="Email").click()
    page.locator(".row", has_text="lan@congty.vn").click()
    expect(page.locator(".who")).to_contain_text("Hạn phản hồi")
    expect(page.locator(".why")).to_contain_text("chưa có nhân viên nào nhận chat")
    mail = page.get_by_role("link", name="Viết email").get_attribute("href") or ""
    assert mail.startswith("mailto:lan@congty.vn?subject=")
    assert "%3E%20M%C3%ACnh%20c%E1%BA%A7n%20g%E1%BA%A5p" in mail
    page.get_by_role("button", name="Đã trả lời qua email").click()
    expect(page.locator(".message.system").last).to_contain_text("Đã trả lời qua email.")
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")


def test_two_agents_never_both_own_a_conversation(
    console: OpenConsole, visitor: OpenVisitor, binh: StorageState
) -> None:
    an, other, lan = console(), console(storage_state=binh), visitor()
    lan.say("Ai giúp mình với")
    for page in (an, other):
        page.locator(".row", has_text=lan.name).click()
    an.get_by_role("button", name="Nhận", exact=True).click()
    expect(other.locator(".bar")).to_contain_text("Nguyễn An đang hỗ trợ hội thoại này.")
    expect(other.get_by_label("Trả lời")).to_be_hidden()
    expect(other.get_by_role("button", name="Nhận", exact=True)).to_be_hidden()
