"""The rough world: lost sockets, reloads, refusals. Nothing that an agent has written is lost (contract R5)."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, StorageState, WebSocketRoute, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor

REPLY = "Mình kiểm tra rồi trả lời bạn ngay"
Frame = dict[str, object]


class Wire:
    """A console's sockets in our hands: frames can be kept from the server, put in, or cut off.

    They pass through Playwright's loop: wait for the page before waiting for a visitor, who blocks it.
    """

    def __init__(self, page: Page) -> None:
        self.keep_back: Callable[[Frame], bool] = lambda frame: False
        self.sent: list[Frame] = []
        self.refused = False
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/ws/agent/"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        if self.refused:
            socket.close(code=1012)
            return
        server = socket.connect_to_server()
        self._sockets.append(socket)
        socket.on_message(lambda text: self._pass_on(server, str(text)))

    def _pass_on(self, server: WebSocketRoute, text: str) -> None:
        frame = json.loads(text)
        self.sent.append(frame)
        if not self.keep_back(frame):
            server.send(text)

    def put_in(self, **frame: object) -> None:
        """Let the console receive a frame that the server never sent."""
        self._sockets[-1].send(json.dumps(frame))

    def cut(self) -> None:
        """Close the socket under the console."""
        self._sockets.pop().close(code=1012)


def opened(page: Page, lan: BareVisitor) -> Page:
    """Lan has asked, An has taken it."""
    lan.say("Cho mình hỏi")
    page.locator(".row", has_text=lan.name).click()
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator(".message.system")).to_have_count(1)
    return page


def test_a_draft_survives_switching_and_reload(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan, hoa = console(), visitor(), visitor()
    hoa.say("Mình là Hoa")
    opened(page, lan).get_by_label("Trả lời").fill("Đang viết dở")
    page.locator(".row", has_text=hoa.name).click()
    expect(page.get_by_label("Trả lời")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Trả lời")).to_have_value("Đang viết dở")
    page.reload()
    expect(page.get_by_label("Trả lời")).to_have_value("Đang viết dở")


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


def test_reconnecting_is_said_after_three_seconds_not_before(tab: OpenTab, console: OpenConsole) -> None:
    page = tab()
    wire = Wire(page)
    page.clock.install()
    console(page)
    expect(page.locator(".hours")).not_to_be_empty()
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


def test_a_message_that_cannot_be_shown_blanks_nothing(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    wire.put_in(t="message", conversation=lan.conversation, seq=3, h="x", at=0, body={"from": "martian"})
    expect(page.locator(".broken")).to_have_text("Tin nhắn này không hiển thị được.")
    expect(page.locator(".message.visitor").first).to_contain_text("Cho mình hỏi")


def test_what_visitors_write_is_text_and_never_markup(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor("/<b>x</b>")
    lan.say("<img src=x onerror=alert(1)> javascript:alert(1) https://shop.localhost/a?b=1.")
    page.locator(".row", has_text=lan.name).click()
    expect(page.locator(".message.visitor .bubble")).to_contain_text("<img src=x onerror=alert(1)>")
    links = page.locator(".bubble a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://shop.localhost/a?b=1")
    expect(links).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_enter_within_a_vietnamese_syllable_does_not_send(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    field = opened(page, lan).get_by_label("Trả lời")
    field.fill("tiêng")
    press = "(field, how) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ...how}))"
    field.evaluate(press, {"isComposing": True})
    field.evaluate(press, {"keyCode": 229})
    expect(field).to_have_value("tiêng")
    field.press("Shift+Enter")
    expect(field).to_have_value("tiêng\n")
    expect(page.locator(".message.agent, .pending")).to_have_count(0)


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
    expect(second.locator(".hours")).not_to_be_empty()
    first.get_by_role("button", name="Đăng xuất").click()
    first.wait_for_url("**/signin")
    second.wait_for_url("**/signin**")
