"""Hours decide: what the visitor is told and asked out of hours, and what changes without a reload."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.widget.conftest import DAY, HANOI, NIGHT, OpenAgent
from tests.browser.widget.shop import OpenShop
from tests.server import ServerProcess

PROMISE = "Chúng tôi sẽ trả lời trước 12:00 ngày mai."


def test_at_night_the_address_is_asked_in_place(shop: OpenShop, server: ServerProcess) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open().open()
    expect(widget.part("header .status")).to_have_text("Ngoài giờ · mở lại 8:00 ngày mai")
    widget.say("Mình không nhận được mã xác minh")
    expect(widget.own.locator(".foot")).to_have_text("Đã lưu 22:30")
    card = widget.part(".promise")
    expect(card.locator("h3")).to_have_text(PROMISE)
    order = card.inner_text()
    assert order.index("lưu tin nhắn và trang bạn đang xem") < order.index("Email của bạn để nhận trả lời")
    details = card.get_by_role("link", name="Chi tiết")
    expect(details).to_have_attribute("href", re.compile(rf"^{server.url}/privacy\?lang=vi&site=\w+$"))
    address = widget.part("#address")
    address.fill("lan@")
    card.get_by_role("button", name="Lưu").click()
    expect(card.get_by_role("alert")).to_have_text("Email chưa đúng, ví dụ lan@gmail.com")
    address.fill("lân@gmail.con")
    card.get_by_role("button", name="Lưu").click()
    card.get_by_role("button", name="Ý bạn là lan@gmail.com?").click()
    expect(card).to_contain_text("Sẽ gửi trả lời tới lan@gmail.com. Sửa")
    widget.page.reload()
    widget.open()
    expect(widget.part(".promise")).to_contain_text("Sẽ gửi trả lời tới lan@gmail.com.")


def test_beside_a_promise_stands_what_is_for_urgent_matters(shop: OpenShop, server: ServerProcess) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open().open()
    widget.say("Mình không nhận được mã xác minh")
    expect(widget.part(".card", has_text="Cần gấp?").locator(".row")).to_have_text(
        ["support@twinai.com", "incident@twinai.com", "Trạng thái hệ thống"]
    )


def test_the_address_can_be_changed(shop: OpenShop, server: ServerProcess) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open().open()
    widget.say("Gửi nhầm địa chỉ")
    card = widget.part(".promise")
    widget.part("#address").fill("cu@example.com")
    widget.part("#address").press("Enter")
    expect(card).to_contain_text("Sẽ gửi trả lời tới cu@example.com.")
    card.get_by_role("button", name="Sửa").click()
    expect(widget.part("#address")).to_be_focused()
    widget.part("#address").fill("moi@example.com")
    widget.part("#address").press("Enter")
    expect(card).to_contain_text("Sẽ gửi trả lời tới moi@example.com.")


def test_an_open_widget_turns_at_closing_time_without_reload(
    shop: OpenShop, server: ServerProcess, agent: OpenAgent
) -> None:
    agent()
    closing = DAY.replace(hour=22)
    server.clock.turn_to(closing - timedelta(seconds=4))
    widget = shop().open().open()
    expect(widget.part("header .status")).to_have_text("Đang hỗ trợ đến 22:00")
    widget.say("Còn ai không ạ?")
    expect(widget.part(".notice")).to_contain_text("1 phút nữa hết giờ hỗ trợ.")
    expect(widget.part("header .status")).to_contain_text("Ngoài giờ", timeout=8_000)
    expect(widget.part(".promise h3")).to_have_text(PROMISE)


def test_nobody_at_the_desk_is_said_at_once(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop().open().open()
    expect(widget.part("header .status")).to_have_text("Đang hỗ trợ đến 22:00")
    an.go_away()
    expect(widget.part("header .status")).to_have_text("Hiện chưa có nhân viên trực")
    expect(widget.part(".hint")).to_contain_text("chúng tôi trả lời trước 14:00 hôm nay")


def test_the_visitors_own_clock_stands_beside_when_it_differs(shop: OpenShop, server: ServerProcess) -> None:
    server.clock.turn_to(datetime(2026, 3, 4, 23, 0, tzinfo=HANOI))
    widget = shop(language="en", locale="en-GB", timezone_id="Europe/Berlin").open().open()
    expect(widget.part("header .status")).to_have_text("Closed · opens 8:00 tomorrow (2:00 your time)")


def test_another_way_that_closes_is_shown_closed_without_reload(
    shop: OpenShop, server: ServerProcess
) -> None:
    widget = shop().open().open()
    hotline = widget.part(".card li", has_text="1900")
    expect(hotline).to_contain_text("đang mở")
    server.clock.turn_to(DAY.replace(hour=18))
    expect(hotline).to_contain_text("đang đóng")
