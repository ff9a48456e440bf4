"""The page's own server says who the visitor is: one history on all devices, and nothing left behind."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import STUB, OpenShop
from tests.browser.widget.signed_in import CALLBACK, IDENTIFY, Pen, nothing_left, signed_in
from tests.server import ServerProcess

STORED = re.compile("Đã (gửi|lưu)")  # whoever is at the desk
NOBODY = f"<script>{STUB};chatserver('identify',null)</script>"


@pytest.fixture
def pen(server: ServerProcess, redis_url: str, daytime: None) -> Iterator[Pen]:
    """What the shop's server signs with; the site forgets the key afterwards."""
    made = Pen(server, redis_url)
    made.rule()
    yield made
    made.retire()


def test_a_person_finds_their_conversation_on_the_second_device(
    shop: OpenShop, agent: OpenAgent, pen: Pen
) -> None:
    an = agent()
    phone = signed_in(shop(head=CALLBACK), pen, "lan").open()
    phone.say("Từ điện thoại")
    expect(phone.own.locator(".foot")).to_contain_text(STORED)
    laptop = signed_in(shop(head=CALLBACK), pen, "lan").open()
    expect(laptop.own.locator(".words")).to_have_text("Từ điện thoại")
    conversation = an.take("Từ điện thoại")
    an.say(conversation, "Chào Lan")
    expect(phone.part(".line.agent .words")).to_have_text("Chào Lan")
    expect(laptop.part(".line.agent .words")).to_have_text("Chào Lan")
    laptop.say("Từ máy tính")
    expect(phone.own.locator(".words")).to_have_text(["Từ điện thoại", "Từ máy tính"])
    laptop.page.reload()
    laptop.page.locator("chatserver-widget").wait_for(state="attached")
    laptop.open()
    expect(laptop.own.locator(".words")).to_have_text(["Từ điện thoại", "Từ máy tính"])


def test_shutdown_forgets_everything_here_and_nothing_there(shop: OpenShop, pen: Pen) -> None:
    first = shop(head=CALLBACK)
    phone = signed_in(first, pen, "hoa").open()
    phone.say("Chuyện của Hoa")
    expect(phone.own.locator(".foot")).to_contain_text(STORED)
    phone.field.fill("đang viết dở")
    phone.page.evaluate("chatserver('shutdown')")
    expect(phone.panel).to_be_hidden()
    phone.launcher.click()
    expect(phone.part("h1")).to_be_visible()
    expect(phone.own).to_have_count(0)
    expect(phone.field).to_have_value("")
    nothing_left(phone.page, "Chuyện của Hoa")
    nothing_left(phone.page, "đang viết dở")
    laptop = signed_in(shop(head=CALLBACK), pen, "hoa").open()
    expect(laptop.own.locator(".words")).to_have_text("Chuyện của Hoa")


def test_shutdown_works_on_a_page_where_the_widget_was_not_used(shop: OpenShop, pen: Pen) -> None:
    first = shop(head=CALLBACK)
    phone = signed_in(first, pen, "thu").open()
    phone.say("Chuyện của Thu")
    expect(phone.own.locator(".foot")).to_contain_text(STORED)
    phone.page.close()
    first.head = ""
    page = first.open("/goodbye").page
    # as after the end of a conversation: then the widget does not come by itself
    page.evaluate(f"localStorage['chatserver:{first.server.site_key}'] = 0")
    page.reload()
    page.locator("chatserver-widget").wait_for(state="attached")
    page.evaluate("chatserver('shutdown')")
    nothing_left(page, "Chuyện của Thu")
    after = first.open("/pricing").open()
    expect(after.part("h1")).to_be_visible()
    expect(after.own).to_have_count(0)


def test_another_person_at_the_same_browser_sees_only_their_own(shop: OpenShop, pen: Pen) -> None:
    shared = shop(head=CALLBACK)
    first = signed_in(shared, pen, "ba").open()
    first.say("Chuyện của Ba")
    expect(first.own.locator(".foot")).to_contain_text(STORED)
    pen.sign_for(first.page, "tu")
    first.page.evaluate(IDENTIFY)
    expect(first.own).to_have_count(0)
    first.say("Chuyện của Tư")
    expect(first.own.locator(".words")).to_have_text("Chuyện của Tư")
    expect(first.own.locator(".foot")).to_contain_text(STORED)
    nothing_left(first.page, "Chuyện của Ba")
    pen.sign_for(first.page, "ba")
    first.page.evaluate(IDENTIFY)
    expect(first.own.locator(".words")).to_have_text("Chuyện của Ba")


def test_whom_the_page_calls_nobody_is_forgotten_only_if_they_were_somebody(shop: OpenShop, pen: Pen) -> None:
    stranger = shop(head=NOBODY)
    widget = stranger.open().open()
    widget.say("Chưa từng đăng nhập")
    expect(widget.own.locator(".foot")).to_contain_text(STORED)
    widget.page.reload()
    expect(widget.own.locator(".words")).to_have_text("Chưa từng đăng nhập")
    left = shop(head=CALLBACK)
    somebody = signed_in(left, pen, "nam").open()
    somebody.say("Chuyện của Năm")
    expect(somebody.own.locator(".foot")).to_contain_text(STORED)
    left.head = NOBODY
    somebody.page.reload()
    somebody.page.locator("chatserver-widget").wait_for(state="attached")
    expect(somebody.loaded).to_be_attached()
    somebody.open()
    expect(somebody.part("h1")).to_be_visible()
    expect(somebody.own).to_have_count(0)


def test_a_failed_callback_is_told_and_what_was_written_waits_for_the_next(shop: OpenShop, pen: Pen) -> None:
    pen.rule(required=True, anonymous=False)
    pen.down = True
    widget = signed_in(shop(head=CALLBACK), pen, "sau")
    with widget.page.expect_console_message(lambda message: "the shop is down" in message.text):
        widget.launcher.click()
    expect(widget.part(".card.refused")).to_contain_text("Hãy đăng nhập để gửi câu hỏi này.")
    expect(widget.part(".strip", has_text="Chưa xác nhận được tài khoản của bạn.")).to_be_visible()
    widget.say("Gói của tôi còn mấy ngày?")
    expect(widget.own.locator(".foot")).to_contain_text("Hãy đăng nhập để gửi câu hỏi này.")
    expect(widget.part(".promise")).to_be_hidden()
    pen.down = False
    widget.page.evaluate(IDENTIFY)
    expect(widget.own.locator(".foot")).to_contain_text(STORED)
    expect(widget.part(".strip", has_text="Chưa xác nhận")).to_be_hidden()


def test_a_proof_is_renewed_in_time_and_words_wait_where_it_could_not(shop: OpenShop, pen: Pen) -> None:
    pen.rule(required=True, anonymous=False)
    widget = signed_in(shop(head=CALLBACK), pen, "bay").open()
    widget.say("Trước")
    expect(widget.own.locator(".foot")).to_contain_text(STORED)
    pen.turn(minutes=9.5)
    widget.page.wait_for_function("window.asked >= 2")
    widget.page.evaluate("window.shopToken()")  # by the time this one is answered, the widget's has been
    pen.down = True
    pen.turn(minutes=12)
    expect(widget.part(".strip", has_text="Chưa xác nhận được tài khoản của bạn.")).to_be_visible()
    widget.say("Sau")
    expect(widget.own.locator(".foot").last).to_contain_text("Chưa xác nhận lại được tài khoản của bạn.")
    expect(widget.own.locator(".words")).to_have_text(["Trước", "Sau"])
    pen.down = False
    widget.page.evaluate(IDENTIFY)
    expect(widget.own.locator(".foot").last).to_contain_text(STORED)


def test_two_tabs_follow_who_signs_in_and_out_in_one_of_them(shop: OpenShop, pen: Pen) -> None:
    shared = shop(head=CALLBACK)
    first = signed_in(shared, pen, "tam").open()
    first.say("Chuyện của Tám")
    expect(first.own.locator(".foot")).to_contain_text(STORED)
    second = signed_in(shared, pen, "tam").open()
    expect(second.own.locator(".words")).to_have_text("Chuyện của Tám")
    pen.sign_for(first.page, "chin")
    pen.sign_for(second.page, "chin")  # as a cookie would
    first.page.evaluate(IDENTIFY)
    expect(second.own).to_have_count(0)
    second.say("Chuyện của Chín")
    expect(second.own.locator(".foot")).to_contain_text(STORED)
    expect(first.own.locator(".words")).to_have_text("Chuyện của Chín")
    pen.down = True
    second.page.evaluate("chatserver('shutdown')")
    expect(first.own).to_have_count(0)
    nothing_left(first.page, "Chuyện của Chín")


def test_two_tabs_that_disagree_do_not_take_turns_for_ever(shop: OpenShop, pen: Pen) -> None:
    shared = shop(head=CALLBACK)
    stale = signed_in(shared, pen, "muoi").open()
    stale.say("Chuyện của Mười")
    expect(stale.own.locator(".foot")).to_contain_text(STORED)
    fresh = signed_in(shared, pen, "linh").open()
    expect(stale.own).to_have_count(0)
    expect(stale.part(".strip", has_text="Chưa xác nhận được tài khoản của bạn.")).to_be_visible()
    fresh.say("Chuyện của Linh")
    expect(fresh.own.locator(".foot")).to_contain_text(STORED)
    expect(stale.field).to_be_hidden()
    expect(fresh.own.locator(".words")).to_have_text("Chuyện của Linh")


def test_what_is_written_before_the_token_is_there_waits_for_it(shop: OpenShop, pen: Pen) -> None:
    late = "chatserver('identify',()=>new Promise((done)=>window.go=()=>shopToken().then(done)))"
    site = shop(head=f"<script>{STUB};{late}</script>")
    sent: list[str] = []
    site.context.on("page", lambda page: page.on("websocket", lambda socket: listen(socket, sent)))
    widget = signed_in(site, pen, "mai").open()
    widget.say("Viết sớm")
    expect(widget.own.locator(".foot")).to_have_text("Đang gửi…")
    widget.page.wait_for_function("window.go")
    widget.page.evaluate("window.go()")
    expect(widget.own.locator(".foot")).to_contain_text(STORED)
    assert sent.index("identify") < sent.index("say")


def listen(socket: WebSocket, sent: list[str]) -> None:
    """Note which frames a page sends."""
    socket.on("framesent", lambda text: sent.append(json.loads(text)["t"]))
