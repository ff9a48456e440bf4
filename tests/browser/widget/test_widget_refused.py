"""Messages that are turned down, or too old to be repeated without being asked (contract R4)."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import WebSocketRoute, expect

from chatserver.clock import system_clock
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop, Shop

pytestmark = pytest.mark.portable

SOCKETS = "**/ws/*"


def refuse_once(site: Shop, reason: str) -> list[str]:
    """Answer the first message with a `nack`; everything said is collected."""
    said: list[str] = []

    def through(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def ask(text: str | bytes) -> None:
            if '"t":"say"' not in str(text):
                return server.send(text)
            said.append(str(text).partition('"cid":"')[2][:32])
            if len(said) > 1:
                return server.send(text)
            return socket.send(f'{{"t":"nack","cid":"{said[0]}","reason":"{reason}"}}')

        socket.on_message(ask)

    site.context.route_web_socket(SOCKETS, through)
    return said


def test_what_is_refused_for_good_says_why_and_goes_again_at_a_tap(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    said = refuse_once(site, "blocked")
    widget = site.open().open()
    widget.say("Bị từ chối")
    again = widget.part(".again")
    expect(again).to_have_text("Cuộc trò chuyện này đã bị khoá. Chưa gửi được. Chạm để gửi lại.")
    widget.page.reload()
    widget.open()
    expect(again).to_be_visible()
    again.click()
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert said[0] == said[1]


def test_what_was_written_after_a_refused_message_is_not_held_up(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    refuse_once(site, "something_new")
    widget = site.open().open()
    widget.say("Câu bị từ chối")
    widget.say("Câu sau")
    expect(widget.own.first.locator(".foot")).to_have_text("Đã gửi 10:00")
    expect(widget.own.first).to_contain_text("Câu sau")
    expect(widget.part(".again")).to_have_text(
        "Có lỗi ở phía chúng tôi. Bạn thử lại sau ít phút. Chưa gửi được. Chạm để gửi lại."
    )


def test_an_unsent_message_of_last_week_waits_to_be_asked(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    silent = True

    def through(socket: WebSocketRoute) -> None:
        if not silent:
            socket.connect_to_server()

    site.context.route_web_socket(SOCKETS, through)
    widget = site.open()
    widget.launcher.click()
    widget.loaded.wait_for()
    site.context.clock.set_fixed_time(last_week())
    widget.say("Viết từ tuần trước")
    expect(widget.own.locator(".foot")).to_have_text("Đang gửi…")
    silent = False
    widget.page.close()
    site.context.clock.set_fixed_time(system_clock())
    later = site.open().open()
    expect(later.part(".again")).to_contain_text("chưa gửi. Chạm để gửi.")
    later.say("Viết hôm nay")
    expect(later.own.first.locator(".foot")).to_have_text("Đã gửi 10:00")
    later.part(".again").click()
    expect(later.own.last).to_contain_text("Viết từ tuần trước")
    expect(later.own.last.locator(".foot")).to_have_text("Đã gửi 10:00")


def last_week() -> datetime:
    """Longer ago than a server remembers a message's id."""
    return system_clock() - timedelta(days=7)
