"""What the widget costs a page, and how it behaves on a strict one."""

import re

from playwright.sync_api import ConsoleMessage, Route, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import STUB, OpenShop

STORED = """async () => [
    document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"""
WATCH_SHIFTS = """window.moved = []; new PerformanceObserver(list => moved.push(...list.getEntries().map(one =>
    [one.value, ...one.sources.map(source => JSON.stringify([source.previousRect, source.currentRect]))])))
    .observe({type: 'layout-shift', buffered: true})"""


def test_before_the_first_click_there_is_one_request_and_nothing_stored(shop: OpenShop) -> None:
    site = shop()
    requests: list[str] = []
    sockets: list[str] = []
    site.context.on("request", lambda request: requests.append(request.url))
    site.context.on("page", lambda page: page.on("websocket", lambda socket: sockets.append(socket.url)))
    widget = site.open()
    widget.page.evaluate("() => new Promise(done => requestIdleCallback(() => setTimeout(done)))")
    ours = [url for url in requests if url.startswith(site.server.url)]
    assert ours == [site.server.url + "/widget.js"]
    assert sockets == []
    assert widget.page.evaluate(STORED) == ["", 0, 0, 0]
    assert site.context.cookies() == []


def test_the_launcher_stays_out_of_the_way_of_the_page(shop: OpenShop) -> None:
    widget = shop(viewport={"width": 1000, "height": 700}).open()
    box = widget.launcher.bounding_box()
    assert box == {"x": 924, "y": 624, "width": 56, "height": 56}


def test_nothing_jumps_while_the_panel_fills(shop: OpenShop, agent: OpenAgent) -> None:
    """Not even what a browser forgives because it follows a tap: on a slow line it would come too late for that."""
    agent()
    site = shop()
    site.context.add_init_script(WATCH_SHIFTS)
    widget = site.open().open()
    expect(widget.part(".attach")).to_be_visible()
    expect(widget.part(".help li")).to_have_count(3)
    widget.page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert widget.page.evaluate("moved") == []


def test_it_works_under_a_strict_policy_with_trusted_types(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    host = site.server.url
    site.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src {host}; connect-src {host} {site.server.ws_url}; img-src data:; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    complaints: list[ConsoleMessage] = []
    site.context.on("console", lambda said: complaints.append(said))
    widget = site.open().open()
    widget.say("Trang này rất nghiêm")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    assert [said.text for said in complaints] == []


def test_what_is_typed_before_the_app_has_arrived_is_kept(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    held = []
    site.context.route("**/static/app-*.js", lambda route: held.append(route))
    widget = site.open()
    widget.launcher.click()
    widget.field.press_sequentially("Gõ sớm ")
    expect(widget.panel).to_be_visible()
    held[0].continue_()
    widget.part("header .status").wait_for()
    widget.field.press_sequentially("và gõ tiếp")
    expect(widget.field).to_have_value("Gõ sớm và gõ tiếp")


def test_all_that_a_tap_needs_is_asked_for_at_once(shop: OpenShop) -> None:
    site = shop()
    site.context.route("**/static/*.js", lambda _: None)  # none is answered
    page = (widget := site.open()).page
    with page.expect_request("**/static/app-*.js"), page.expect_request("**/static/extras-*.js"):
        widget.launcher.click()


def test_a_loader_that_outlives_its_app_asks_for_a_new_one(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    asked: list[str] = []

    def once(route: Route) -> None:
        asked.append(route.request.url)
        gone = re.search(r"app-vi-\w+\.js$", route.request.url)
        route.fulfill(status=404) if gone else route.continue_()

    site.context.route("**/static/app-*.js*", once)
    widget = site.open().open()
    expect(widget.part("h1")).to_be_visible()
    assert "/static/app-vi.js?" in asked[-2]


def test_the_app_opens_it_from_its_own_menu(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop(head=f"<script>{STUB}; chatserver('open')</script>", attributes='data-launcher="none"')
    widget = site.open()
    expect(widget.part("h1")).to_be_visible()
    expect(widget.launcher).to_be_hidden()
    widget.page.evaluate("chatserver('close')")
    expect(widget.panel).to_be_hidden()
    widget.page.evaluate("chatserver('toggle')")
    expect(widget.panel).to_be_visible()
    assert widget.page.evaluate("typeof window.chatserver") == "function"


def test_the_sites_colour_side_language_and_name_are_taken(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    attributes = 'data-color="#ffd400" data-position="left" data-lang="en" data-global="help"'
    widget = shop(attributes=attributes, viewport={"width": 1000, "height": 700}).open().open()
    expect(widget.part("h1")).to_have_text("Hi, how can we help?")
    expect(widget.part(".send")).to_have_css("background-color", "rgb(255, 212, 0)")
    expect(widget.part(".send")).to_have_css("color", "rgb(0, 0, 0)")
    box = widget.panel.bounding_box()
    assert box
    assert box["x"] == 20
    widget.page.evaluate("help('close')")
    expect(widget.panel).to_be_hidden()


def test_a_refused_origin_is_told_to_the_developer_once(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    site.host = "127.0.0.1.nip.invalid"
    said: list[str] = []
    site.context.on("console", lambda message: said.append(message.text))
    site.context.route(
        "**/api/site/*",
        lambda route: route.fulfill(
            status=403,
            json={"ok": False, "reason": "origin", "origin": "http://evil.example"},
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    site.context.route_web_socket("**/ws/*", lambda socket: socket.close(code=1006))
    site.host = "shop.localhost"
    widget = site.open()
    widget.launcher.click()
    expect(widget.part(".strip")).to_have_text("Cửa sổ chat không dùng được trên trang này.")
    ours = [text for text in said if text.startswith("chatserver: http://evil.example")]
    assert len(ours) == 1
    assert f"chatserver site origin {site.server.site_key} add http://evil.example" in ours[0]
