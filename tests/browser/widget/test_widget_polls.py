"""Where no websocket opens but requests are answered: the same talk by POST, nothing lost (contract R5, R14)."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Request, WebSocketRoute, expect

from tests.browser.widget.chosen import SENT, choose, photo
from tests.browser.widget.conftest import NIGHT, OpenAgent
from tests.browser.widget.narrow_door import narrow_door
from tests.browser.widget.scripted import with_script
from tests.browser.widget.shop import OnPage, OpenShop, Shop
from tests.server import ServerProcess

SOCKETS = "**/ws/*"
NO_SOCKETS = "<script>window.WebSocket = undefined</script>"
THROWS = "<script>window.WebSocket = function () { throw new Error('none here') }</script>"
FIRST_ACK_S, WITHOUT_AN_ANSWER_S = 5.0, 13.0


class BehindADoor(Shop):
    """A shop whose widget comes through another address."""

    door = ""

    def html(self) -> str:
        """The page, with the widget from the door."""
        return super().html().replace(self.server.url, self.door)


OpenBehind = Callable[..., BehindADoor]


@pytest.fixture
def behind(browser: Browser, server: ServerProcess) -> Iterator[OpenBehind]:
    """A shop whose visitors sit behind a proxy without websockets."""
    with ExitStack() as stack:

        def open_shop(*, silent: bool = False) -> BehindADoor:
            door = stack.enter_context(narrow_door(server.url, silent=silent))
            context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
            context.set_default_timeout(15_000)
            site = BehindADoor(server, context)
            site.door = door
            stack.callback(site.close)
            return site

        yield open_shop


def polls(widget: OnPage) -> list[Request]:
    """The requests that carry frames, from now on."""
    seen: list[Request] = []
    widget.page.on("request", lambda request: seen.append(request) if "/api/poll/" in request.url else None)
    return seen


def talk(widget: OnPage, agent: OpenAgent, within_s: float) -> None:
    """Both sides speak, are seen, and the thread is there after a reload."""
    an = agent()
    sent = polls(widget)
    began = time.monotonic()
    widget.launcher.click()
    widget.loaded.wait_for()
    widget.say("Mạng công ty chặn websocket")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00", timeout=within_s * 1000)
    assert time.monotonic() - began < within_s
    conversation = an.take("Mạng công ty")
    an.say(conversation, "Vẫn nhận được bạn nhé")
    expect(widget.part(".line.agent")).to_contain_text("Vẫn nhận được")
    widget.say("Tuyệt")
    an.until("message", text="Tuyệt")
    assert [request.method for request in sent] == ["POST"] * len(sent)
    assert sent
    widget.page.reload()
    again = time.monotonic()
    widget.launcher.click()
    widget.say("Tải lại trang rồi")
    expect(widget.own).to_have_count(3)
    expect(widget.own.last.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert time.monotonic() - again < FIRST_ACK_S  # what is blocked is remembered
    assert [m["body"].get("text") for m in an.watch(conversation) if m["body"]["from"] == "visitor"] == [
        "Mạng công ty chặn websocket", "Tuyệt", "Tải lại trang rồi",
    ]  # fmt: skip


@pytest.mark.parametrize("head", [NO_SOCKETS, THROWS], ids=["no WebSocket", "a WebSocket that throws"])
def test_a_page_without_sockets_talks(shop: OpenShop, agent: OpenAgent, head: str) -> None:
    talk(shop(head=head).open(), agent, FIRST_ACK_S)


def test_another_language_goes_on_without_sockets(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = with_script(shop, "").open()
    widget.page.evaluate("window.WebSocket = undefined")
    widget.open()
    widget.say("Trước khi đổi tiếng")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    widget.part(".send").focus()
    widget.page.evaluate("chatserver('update', { lang: 'en' })")
    expect(widget.field).to_have_attribute("placeholder", re.compile("message"))
    widget.say("Sau khi đổi tiếng")
    expect(widget.own.locator(".foot").last).to_contain_text("Sent")
    assert an.find("Sau khi đổi tiếng")


def test_a_policy_without_wss_is_enough(shop: OpenShop, agent: OpenAgent, server: ServerProcess) -> None:
    policy = f"connect-src {server.url}"
    talk(
        shop(head=f'<meta http-equiv="Content-Security-Policy" content="{policy}">').open(),
        agent,
        FIRST_ACK_S,
    )


@pytest.mark.parametrize(
    ("silent", "within_s"),
    [pytest.param(False, FIRST_ACK_S, id="refused"), pytest.param(True, WITHOUT_AN_ANSWER_S, id="no answer")],
)
def test_behind_a_proxy_without_sockets_one_talks(
    behind: OpenBehind, agent: OpenAgent, silent: bool, within_s: float
) -> None:
    talk(behind(silent=silent).open(), agent, within_s)


def test_at_night_the_address_is_left_without_a_socket(
    behind: OpenBehind, agent: OpenAgent, server: ServerProcess
) -> None:
    an = agent()
    server.clock.turn_to(NIGHT)
    widget = behind().open().open()
    choose(widget, photo())
    widget.say("Hỏi lúc nửa đêm")
    expect(widget.own.locator(".foot")).to_have_text("Đã lưu 22:30")
    expect(widget.own.locator("img")).to_have_js_property("naturalWidth", 8)
    widget.part("#address").fill("lan@shop.example")
    widget.part("#address").press("Enter")
    expect(widget.part(".promise")).to_contain_text("Sẽ gửi trả lời tới lan@shop.example.")
    assert an.watch(an.find("Hỏi lúc nửa đêm"))[0]["body"]["files"]


def test_a_message_written_while_the_network_is_gone_arrives_once(
    behind: OpenBehind, agent: OpenAgent
) -> None:
    an = agent()
    site = behind()
    widget = site.open().open()
    widget.say("Trước đường hầm")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    site.context.set_offline(True)
    widget.say("Trong đường hầm")
    expect(widget.own.last.locator(".foot")).to_have_text("Đang gửi…")
    site.context.set_offline(False)
    expect(widget.own.last.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert [m["body"].get("text") for m in an.watch(an.find("Trong đường"))] == [
        "Trước đường hầm",
        "Trong đường hầm",
    ]


def test_a_page_that_is_left_says_so_at_once(behind: OpenBehind, agent: OpenAgent) -> None:
    an = agent()
    widget = behind().open().open()
    widget.say("Đi ngay đây")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    conversation = an.take("Đi ngay đây")
    an.watch(conversation)
    widget.page.goto("about:blank")
    an.until("conversation", here=False)  # long before 45 s of silence


def test_sockets_are_tried_again_and_taken_back(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    through: list[WebSocketRoute] = []
    site.context.route_web_socket(SOCKETS, lambda socket: socket.close())
    widget = site.open()
    widget.page.clock.install()
    widget.open()
    widget.say("Chưa có socket")
    expect(widget.own.locator(".foot")).to_have_text(SENT)

    def let_through(socket: WebSocketRoute) -> None:
        through.append(socket)
        socket.connect_to_server()

    widget.page.route_web_socket(SOCKETS, let_through)
    widget.page.clock.fast_forward("10:01")
    while len(through) < 2:  # the one that asks, and the one that stays
        widget.page.evaluate("() => new Promise(requestAnimationFrame)")
    after = polls(widget)
    widget.say("Có socket rồi")
    expect(widget.own.last.locator(".foot")).to_have_text(SENT)
    assert len(an.watch(an.find("Có socket rồi"))) == 2
    assert after == []
