"""Several tabs: one thread, one unread count, drafts not mixed (contract R12)."""

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop

HIDE = """() => {
    Object.defineProperty(document, "hidden", { get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_two_tabs_show_one_thread_and_one_unread_count(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    first = site.open("/pricing").open()
    first.say("Viết ở tab một")
    expect(first.own.locator(".foot")).to_contain_text("Đã gửi")
    second = site.open("/checkout").open()
    expect(second.own).to_contain_text("Viết ở tab một")
    second.say("Viết ở tab hai")
    expect(second.own.last.locator(".foot")).to_contain_text("Đã gửi")
    first.page.bring_to_front()
    expect(first.own).to_have_count(2)
    for widget in (first, second):
        widget.part(".shut").click()
    conversation = an.take("Viết ở tab hai")
    an.say(conversation, "Chào bạn")
    for widget in (first, second):
        widget.page.bring_to_front()
        expect(widget.part(".launcher b")).to_have_text("1")
    first.page.bring_to_front()
    first.launcher.click()
    expect(first.part(".line.agent")).to_contain_text("Chào bạn")
    expect(second.part(".launcher b")).to_be_hidden()
    assert len({message["body"]["cid"] for message in an.watch(conversation)}) == 4


def test_what_one_tab_begins_goes_on_in_another_that_was_open_before(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    site = shop()
    first, second = site.open().open(), site.open().open()
    second.say("Bắt đầu ở tab hai")
    expect(first.own.locator(".foot")).to_contain_text("Đã gửi")
    an.say(an.take("Bắt đầu ở tab hai"), "Chào bạn")
    for widget in (first, second):
        expect(widget.part(".line.agent")).to_contain_text("Chào bạn")


def test_drafts_of_two_tabs_do_not_mix(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    first, second = site.open().open(), site.open().open()
    second.field.fill("Nháp của tab hai")
    first.page.bring_to_front()
    second.page.evaluate("document.hasFocus = () => false")  # this browser says so of all its tabs
    first.field.fill("Nháp của tab một")
    expect(second.field).to_have_value("Nháp của tab hai")
    expect(first.field).to_have_value("Nháp của tab một")


def test_of_the_hidden_tabs_one_keeps_its_socket(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    open_sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        open_sockets.append(socket)
        socket.connect_to_server()
        socket.on_close(lambda code, reason: open_sockets.remove(socket))

    site.context.route_web_socket("**/ws/*", through)
    seen = site.open()
    seen.page.clock.install()
    seen.open().say("Ba tab cùng mở")
    expect(seen.own.locator(".foot")).to_contain_text("Đã gửi")
    hidden = [site.open(), site.open()]
    for widget in hidden:
        widget.page.clock.install()
        widget.open()
    assert len(open_sockets) == 3
    for widget in hidden:
        widget.page.evaluate(HIDE)
        widget.page.clock.run_for(6_000)
    while len(open_sockets) > 2:
        seen.page.evaluate("() => new Promise(requestAnimationFrame)")
    hidden[0].page.close()
    while len(open_sockets) != 2:
        seen.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(hidden[1].own).to_contain_text("Ba tab cùng mở")


def test_a_page_that_leaves_takes_its_socket_with_it(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open()
    with widget.page.expect_websocket() as opened:
        widget.open()
    with opened.value.expect_event("close"):
        widget.page.evaluate("dispatchEvent(new Event('pagehide'))")
    with widget.page.expect_websocket():
        widget.page.evaluate("dispatchEvent(new Event('pageshow'))")
    widget.say("Đã quay lại")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
