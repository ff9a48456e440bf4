"""What the visitor wrote is kept: through reloads, closed tabs, lost sockets and refusals (contract R1, R5, R12)."""

import re

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop, Shop

pytestmark = pytest.mark.portable

SOCKETS = "**/ws/*"


def cut(site: Shop) -> list[WebSocketRoute]:
    """Let no socket of the shop reach the server from now on; those that try stay open and silent."""
    tried: list[WebSocketRoute] = []
    site.context.route_web_socket(SOCKETS, lambda socket: tried.append(socket))
    return tried


def mend(site: Shop) -> None:
    """Let new sockets through."""

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()

    site.context.route_web_socket(SOCKETS, through)


def test_text_that_was_not_sent_survives_a_reload(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    widget = site.open().open()
    widget.field.fill("Mình đang viết dở một câu rất dài")
    widget.page.reload()
    widget.open()
    expect(widget.field).to_have_value("Mình đang viết dở một câu rất dài")


ON_DISK = """async () => {
  const answer = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  for (const { name } of await indexedDB.databases()) {
    const base = await answer(indexedDB.open(name));
    const has = base.objectStoreNames.contains("outbox");
    const kept = has ? await answer(base.transaction("outbox").objectStore("outbox").count()) : 0;
    base.close();
    if (kept) return true;
  }
  return false;
}"""


def test_a_message_written_without_a_socket_is_sending_and_survives_a_reload(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    site = shop()
    cut(site)
    widget = site.open()
    widget.launcher.click()
    widget.loaded.wait_for()
    widget.say("Mạng nhà mình chập chờn")
    expect(widget.own.locator(".foot")).to_have_text("Đang gửi…")
    widget.page.wait_for_function(ON_DISK)  # it is shown a moment before
    widget.page.reload()
    widget.launcher.click()
    expect(widget.own).to_contain_text("Mạng nhà mình chập chờn")
    mend(site)
    widget.page.reload()
    widget.launcher.click()
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert len(an.watch(an.find("Mạng nhà mình"))) == 1


def test_a_message_left_in_a_closed_tab_is_sent_once_by_the_next(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    cut(site)
    first = site.open()
    first.launcher.click()
    first.loaded.wait_for()
    first.say("Câu hỏi của tab đã đóng")
    expect(first.own.locator(".foot")).to_have_text("Đang gửi…")
    first.page.close()
    mend(site)
    second = site.open()
    second.launcher.click()
    expect(second.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert len(an.watch(an.find("Câu hỏi của tab"))) == 1


def test_a_lost_ack_does_not_repeat_the_message(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    swallowed: list[str] = []

    def deaf(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda text: answer(socket, str(text)))

    def answer(socket: WebSocketRoute, text: str) -> None:
        if any(f'"t":"{kind}"' in text for kind in ("ack", "message", "messages", "state")):
            swallowed.append(text)
        else:
            socket.send(text)

    site.context.route_web_socket(SOCKETS, deaf)
    widget = site.open().open()
    widget.say("Có tới nơi không?")
    while '"t":"ack"' not in "".join(swallowed):
        widget.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(widget.own.locator(".foot")).to_have_text("Đang gửi…")
    mend(site)
    widget.page.reload()
    widget.open()
    expect(widget.own).to_have_count(1)
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert len(an.watch(an.find("Có tới nơi"))) == 1


def test_a_page_left_between_ack_and_state_comes_back_to_the_thread(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()

    def terse(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def answer(text: str | bytes) -> None:
            if any(f'"t":"{kind}"' in str(text) for kind in ("welcome", "ack")):
                socket.send(text)

        server.on_message(answer)

    site.context.route_web_socket(SOCKETS, terse)
    widget = site.open().open()
    widget.say("Hỏi xong đi ngay")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    mend(site)
    widget.page.goto(site.origin + "/elsewhere")
    an.say(an.take("Hỏi xong"), "Vẫn tìm được bạn")
    expect(widget.part(".launcher b")).to_have_text("1")


def test_reconnecting_is_said_after_three_seconds_and_not_before(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        if len(sockets) == 1:
            socket.connect_to_server()

    site.context.route_web_socket(SOCKETS, through)
    widget = site.open()
    widget.page.clock.install()
    widget.open()
    sockets[0].close(code=1012, reason="retry_after=60")
    widget.page.clock.run_for(2_900)
    expect(widget.part(".strip")).to_be_hidden()
    widget.page.clock.run_for(200)
    expect(widget.part(".strip")).to_have_text("Đang kết nối lại… Tin nhắn vẫn được giữ.")
    widget.page.clock.run_for(50_000)
    assert len(sockets) == 1, "retry_after was not obeyed"
    mend(site)
    widget.page.clock.run_for(10_000)
    expect(widget.part(".strip")).to_be_hidden()


def test_a_refused_message_says_why_and_is_sent_when_the_server_can(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    refusals = ["unavailable"]

    def refusing(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def ask(text: str | bytes) -> None:
            if '"t":"say"' in str(text) and refusals:
                cid = str(text).partition('"cid":"')[2][:32]
                socket.send(f'{{"t":"nack","cid":"{cid}","reason":"{refusals.pop()}","retry_after":1}}')
            else:
                server.send(text)

        socket.on_message(ask)

    site.context.route_web_socket(SOCKETS, refusing)
    widget = site.open().open()
    widget.say("Máy chủ đang bận")
    expect(widget.part(".strip")).to_have_text(
        "Tạm thời chưa gửi được. Tin nhắn vẫn được giữ và sẽ tự gửi lại."
    )
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    expect(widget.part(".strip")).to_be_hidden()
    an.find("Máy chủ đang bận")


def test_too_long_a_text_stays_in_the_field(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    widget.say("ă" * 10_001)
    expect(widget.part(".strip")).to_have_text("Tin nhắn dài quá (tối đa 10000 ký tự).")
    assert len(widget.field.input_value()) == 10_001
    expect(widget.own).to_have_count(0)


def test_without_network_the_visitor_is_told_soon_and_nothing_is_lost(shop: OpenShop) -> None:
    site = shop()
    widget = site.open().open()
    widget.say("Còn mạng")
    expect(widget.own.locator(".foot")).to_contain_text(re.compile("Đã (gửi|lưu)"))
    site.context.set_offline(True)
    widget.say("Mất mạng")
    expect(widget.part(".strip")).to_contain_text("Đang kết nối lại")
    expect(widget.own.last.locator(".foot")).to_have_text("Đang gửi…")
    site.context.set_offline(False)
    expect(widget.own.last.locator(".foot")).to_contain_text(re.compile("Đã (gửi|lưu)"))
    expect(widget.part(".strip")).to_be_hidden()
