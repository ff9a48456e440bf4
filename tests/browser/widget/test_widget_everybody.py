"""For everybody: by keyboard, by screen reader, in the dark, without a secure context, with what nobody expected."""

import re
import time
from typing import Any

import pytest
import redis
from playwright.sync_api import expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop

WITHOUT_LOCKS = (
    "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined}); delete crypto.randomUUID"
)
WITHOUT_STORAGE = "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }"
HUGE = "* { all: unset !important; display: block !important } html { font-size: 62.5% }"


def test_the_panel_is_a_named_dialog_that_gives_the_focus_back(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open()
    widget.launcher.focus()
    widget.launcher.press("Enter")
    expect(widget.page.get_by_role("dialog", name="Twin AI")).to_be_visible()
    expect(widget.field).to_be_focused()
    expect(widget.launcher).to_have_attribute("aria-expanded", "true")
    expect(widget.page.get_by_role("textbox", name="Viết tin nhắn")).to_be_visible()
    widget.say("Có đọc được không?")
    expect(widget.page.get_by_role("log")).to_contain_text("Bạn: Có đọc được không?")
    for name in ("Gửi ảnh hoặc tệp", "Gửi"):
        widget.page.keyboard.press("Tab")
        expect(widget.page.get_by_role("button", name=name, exact=True)).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")


def test_every_button_can_be_hit_and_nothing_runs_out_of_320_pixels(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop(viewport={"width": 320, "height": 568}).open().open()
    widget.say("dài" * 100)
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    for button in (".launcher", ".shut", ".send"):
        box = widget.part(button).evaluate(
            "e => { const s = getComputedStyle(e); return [s.width, s.height] }"
        )
        assert all(float(side.removesuffix("px")) >= 44 for side in box), button
    wide = widget.part(".scroll").evaluate("e => e.scrollWidth > e.clientWidth")
    assert not wide


def test_the_pages_own_styles_do_not_reach_it(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    plain = shop(viewport={"width": 1000, "height": 760}).open().open()
    strange = shop(head=f"<style>{HUGE}</style>", viewport={"width": 1000, "height": 760}).open().open()
    for selector in (".launcher", "section", "h1", "textarea"):
        assert strange.part(selector).bounding_box() == plain.part(selector).bounding_box(), selector


def test_in_the_dark_the_panel_has_an_edge(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop(color_scheme="dark").open().open()
    widget.loaded.wait_for()
    expect(widget.panel).to_have_css("outline-style", "solid")
    paper, edge = (
        widget.panel.evaluate(f"e => getComputedStyle(e).{name}")
        for name in ("backgroundColor", "outlineColor")
    )
    assert brightness(edge) > 2 * brightness(paper)
    expect(widget.part(".scroll")).to_have_css("color-scheme", "light dark")  # or its scroll bars are white


def brightness(colour: str) -> int:
    """Of `rgb(1, 2, 3)`."""
    return sum(int(part) for part in re.findall(r"\d+", colour))


def test_it_talks_without_a_secure_context(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    site.context.add_init_script(WITHOUT_LOCKS)
    widget = site.open().open()
    widget.say("Trang http thuần")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    an.say(an.take("Trang http"), "Vẫn được ạ")
    expect(widget.part(".line.agent")).to_contain_text("Vẫn được ạ")
    widget.page.reload()
    widget.open()
    expect(widget.own).to_contain_text("Trang http thuần")


def test_where_storage_is_refused_it_talks_and_does_not_say_kept(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    site.context.add_init_script(WITHOUT_STORAGE)
    # from the start: the widget goes on with the WebSocket that it found when it came
    reachable = [True]

    def through(socket: Any) -> None:
        if reachable:
            socket.connect_to_server()

    site.context.route_web_socket("**/ws/*", through)
    widget = site.open()
    widget.page.clock.install()
    widget.open()
    widget.say("Cửa sổ ẩn danh")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    an.find("Cửa sổ ẩn danh")
    reachable.clear()
    widget.page.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    widget.page.clock.run_for(3_100)
    expect(widget.part(".strip")).to_have_text("Đang kết nối lại… Bạn giữ trang này mở nhé.")


def test_a_line_that_it_does_not_know_blanks_nothing(
    shop: OpenShop, agent: OpenAgent, redis_url: str
) -> None:
    """A newer server may say more than this catalogue knows (contract R24)."""
    an = agent()
    site = shop()
    strange: list[Any] = []

    def translate(socket: Any) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda text: socket.send(str(text).replace("system.joined", "system.of_tomorrow")))
        strange.append(socket)

    site.context.route_web_socket("**/ws/*", translate)
    widget = site.open().open()
    widget.say("Phiên bản mới")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    conversation = an.take("Phiên bản mới")
    an.say(conversation, "<b>Chào</b> <img src=x onerror=alert(1)>")
    expect(widget.part(".line.event")).to_have_text("Không hiển thị được tin nhắn này.")
    expect(widget.part(".line.agent .words")).to_have_text("<b>Chào</b> <img src=x onerror=alert(1)>")


@pytest.mark.parametrize("told", [True, False], ids=["epoch known", "before any state came"])
def test_when_the_server_has_forgotten_all_own_words_are_offered_again(
    shop: OpenShop, agent: OpenAgent, redis_url: str, *, told: bool
) -> None:
    """Contract R11: under their old cid, oldest first, each stored once; also by a widget that knows no epoch yet."""
    an = agent()
    site = shop()

    texts = ["Một", "Hai", f"Ba, {'đã' if told else 'chưa'} biết"]
    epochs = [] if told else ['"t":"state"', '"t":"messages"']

    def hold_back(socket: Any) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda text: None if any(kind in text for kind in epochs) else socket.send(text))

    site.context.route_web_socket("**/ws/*", hold_back)
    widget = site.open().open()
    for text in texts:
        widget.say(text)
    expect(widget.own.last.locator(".foot")).to_have_text("Đã gửi 10:00")
    conversation = an.find(texts[-1])
    before = an.watch(conversation)
    assert [message["body"]["text"] for message in before] == texts
    with redis.Redis.from_url(redis_url) as client:
        lost = [key for key in client.scan_iter("*") if conversation.encode() in key]
        assert lost
        client.delete(*lost)
    epochs.clear()
    widget.page.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    _until_stored(widget, redis_url, conversation, len(before))
    again = agent("Bình").watch(conversation)  # An has been told part by part
    assert [message["body"]["cid"] for message in again] == [message["body"]["cid"] for message in before]
    expect(widget.own.locator(".words")).to_have_text(texts)
    expect(widget.own.last.locator(".foot")).to_have_text("Đã gửi 10:00")


def _until_stored(widget: OnPage, redis_url: str, conversation: str, messages: int) -> None:
    patience = time.monotonic() + 10
    with redis.Redis.from_url(redis_url) as client:
        while True:
            streams = [key for key in client.scan_iter("*:messages") if conversation.encode() in key]
            if streams and client.xlen(streams[0]) >= messages:
                return
            assert time.monotonic() < patience, "the words were not offered again"
            widget.page.evaluate("() => new Promise(requestAnimationFrame)")
