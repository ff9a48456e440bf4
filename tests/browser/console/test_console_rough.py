"""The rough world: lost sockets, reloads, refusals. Nothing that an agent has written is lost (contract R5)."""

from playwright.sync_api import StorageState, expect

from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor, opened
from tests.browser.console.wire import Frame, Wire

REPLY = "Mình kiểm tra rồi trả lời bạn ngay"


def test_a_reply_without_its_ack_is_sent_again_under_the_same_cid(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    wire.keep_back = lambda frame: frame["t"] == "say"
    page.get_by_label("Trả lời").fill(REPLY)
    page.keyboard.press("Enter")
    expect(page.locator(".pending .foot")).to_have_text("đang gửi…")
    wire.keep_back = lambda frame: False
    wire.cut()
    expect(page.locator(".pending")).to_have_count(0)
    lan.until("message", text=REPLY)
    assert len({frame["cid"] for frame in wire.sent if frame["t"] == "say"}) == 1


def test_a_reply_survives_the_reload_of_a_console_that_is_cut_off(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    wire.refused = True
    wire.cut()
    page.get_by_label("Trả lời").fill(REPLY)
    page.keyboard.press("Enter")
    expect(page.locator(".pending .foot")).to_have_text("đang gửi…")
    wire.refused = False
    page.reload()
    expect(page.locator(".message.agent:not(.pending)")).to_have_count(1)
    lan.until("message", text=REPLY)


def test_replies_keep_their_order_one_unacked_at_a_time(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    wire.keep_back = lambda frame: frame["t"] == "say"
    for text in ("một", "hai", "ba"):
        page.get_by_label("Trả lời").fill(text)
        page.keyboard.press("Enter")
    expect(page.locator(".pending")).to_have_count(3)
    assert [frame["text"] for frame in wire.sent if frame["t"] == "say"] == ["một"]
    wire.keep_back = lambda frame: False
    wire.cut()
    expect(page.locator(".pending")).to_have_count(0)
    assert [lan.until("message", **{"from": "agent"})["body"]["text"] for _ in range(3)] == [
        "một",
        "hai",
        "ba",
    ]


def test_a_reply_that_cannot_be_stored_now_is_offered_again(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    refused: list[object] = []

    def refuse_once(frame: Frame) -> bool:
        if frame["t"] != "say" or refused:
            return False
        refused.append(frame["cid"])
        wire.put_in(t="nack", cid=frame["cid"], reason="unavailable", retry_after=0.1)
        return True

    wire.keep_back = refuse_once
    page.get_by_label("Trả lời").fill(REPLY)
    page.keyboard.press("Enter")
    expect(page.locator(".message.agent:not(.pending)")).to_have_count(1)
    assert [lan.until("message", text=REPLY)["body"]["cid"]] == refused


def test_lists_that_met_a_refusal_are_asked_for_again(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    wire.keep_back = lambda frame: frame["t"] == "list"
    lan.say("Cho mình hỏi")
    console(page)
    expect(page.locator(".row")).to_have_count(0)
    wire.keep_back = lambda frame: False
    wire.put_in(t="nack", reason="unavailable", retry_after=0.1)
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator(".row", has_text=lan.name)).to_be_visible()


def test_reconnecting_is_said_after_three_seconds_not_before(tab: OpenTab, console: OpenConsole) -> None:
    page = tab()
    wire = Wire(page)
    page.clock.install()
    console(page)
    wire.refused = True
    wire.cut()
    page.clock.run_for(2900)
    expect(page.locator(".strip")).to_be_hidden()
    page.clock.run_for(200)
    expect(page.locator(".strip")).to_contain_text("Đang kết nối lại…")
    wire.refused = False
    page.clock.run_for(30_000)
    expect(page.locator(".strip")).to_be_hidden()


def test_after_sleep_the_console_catches_up(tab: OpenTab, console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan, hoa = tab(), visitor(), visitor()
    wire = Wire(page)
    page.clock.install()
    opened(console(page), lan)
    page.get_by_role("tab", name="Chờ").click()
    wire.refused = True
    wire.cut()
    lan.say("Bạn còn đó không?")
    hoa.say("Mình mới vào")
    wire.refused = False
    page.clock.run_for(30_000)
    expect(page.locator(".message.visitor").last).to_contain_text("Bạn còn đó không?")
    expect(page.locator(".row", has_text=hoa.name)).to_be_visible()


def test_a_hole_in_the_messages_is_filled_before_anything_is_shown(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    body = {"from": "visitor", "cid": "f" * 32, "text": "Từ tương lai"}
    wire.put_in(t="message", conversation=lan.conversation, seq=99, h="x", at=0, body=body)
    lan.say("Tin thật")
    expect(page.locator(".message.visitor").last).to_contain_text("Tin thật")
    expect(page.locator(".log")).not_to_contain_text("Từ tương lai")


def test_a_refused_reply_says_why_and_can_be_taken_back(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor, binh: StorageState
) -> None:
    page, other, lan = tab(), console(storage_state=binh), visitor()
    wire = Wire(page)
    console(page)
    lan.say("Ai giúp mình với")
    for one in (page, other):
        one.locator(".row", has_text=lan.name).click()
    wire.keep_back = lambda frame: frame["t"] == "act"
    page.get_by_label("Trả lời").fill(REPLY)
    page.keyboard.press("Enter")
    other.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator(".bar")).to_contain_text("Bình đang hỗ trợ")
    wire.keep_back = lambda frame: False
    wire.cut()
    expect(page.locator(".pending .foot")).to_contain_text(
        "Chưa gửi được. Người khác vừa nhận hội thoại này."
    )


def test_signing_out_in_one_tab_ends_the_others(console: OpenConsole, binh: StorageState) -> None:
    first, second = console(storage_state=binh), console(storage_state=binh)
    first.get_by_role("button", name="Đăng xuất").click()
    first.wait_for_url("**/signin")
    second.wait_for_url("**/signin**")
