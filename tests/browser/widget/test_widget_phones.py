"""On phones the panel fills the screen: "back" closes it, the page behind keeps still, the keyboard covers nothing."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# what routers do: their own state in each entry, and a look at it whenever one comes back
ROUTER = """<style>body { height: 4000px }</style><script>
window.routed = [];
history.replaceState({ idx: 0 }, '');
addEventListener('popstate', ({ state }) => routed.push(state?.idx));
window.go = (path, idx) => history.pushState({ idx }, '', path);
</script>"""


def tap(widget: OnPage) -> OnPage:
    """Open with a finger, and wait until the panel knows that it fills the screen."""
    widget.launcher.tap()
    widget.part("header .status").wait_for()
    widget.page.wait_for_function("document.body.inert")
    return widget


def closed(widget: OnPage) -> None:
    """The panel is closed, and the page as it was."""
    expect(widget.panel).to_be_hidden()
    widget.page.wait_for_function("!document.body.inert && !history.state?.chatserver")


def test_back_closes_the_panel_before_it_leaves_the_page(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop(head=ROUTER, **PHONE).open("/san-pham")
    page = widget.page
    page.evaluate("go('/gio-hang', 1)")
    tap(widget)
    widget.field.fill("đang viết")
    assert page.evaluate("history.state.idx") == 1
    page.go_back()
    closed(widget)
    assert page.url.endswith("/gio-hang")
    tap(widget)
    expect(widget.field).to_have_value("đang viết")
    widget.part(".shut").tap()
    closed(widget)
    assert page.url.endswith("/gio-hang")
    assert page.evaluate("routed") == [1, 1]  # the router's own entry, both times
    page.go_back()
    assert page.url.endswith("/san-pham")
    assert page.evaluate("routed") == [1, 1, 0]


def test_a_page_that_comes_back_keeps_its_place_in_the_history(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop(**PHONE)
    widget = tap(site.open("/san-pham"))
    widget.page.goto(site.origin + "/gio-hang")
    widget.page.go_back()
    widget.page.wait_for_function("history.state?.chatserver")
    tap(widget)
    entries = widget.page.evaluate("history.length")
    widget.part(".shut").tap()
    closed(widget)
    tap(widget)
    assert widget.page.evaluate("history.length") == entries - 1  # the cart lay ahead of it
    widget.page.go_back()
    closed(widget)


def test_closing_and_opening_again_at_once_leaves_it_open(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = tap(shop(**PHONE).open())
    widget.page.evaluate("""() => new Promise((done) => {
        addEventListener('popstate', () => requestAnimationFrame(done), { once: true });
        chatserver('close');
        queueMicrotask(() => queueMicrotask(() => chatserver('open')));
    })""")
    expect(widget.panel).to_be_visible()
    widget.page.wait_for_function("history.state?.chatserver")
    widget.page.go_back()
    closed(widget)


def test_the_page_behind_stands_still_and_cannot_be_reached(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop(head=ROUTER, **PHONE).open()
    widget.page.evaluate("scrollTo(0, 700)")
    tap(widget)
    expect(widget.page.locator("html")).to_have_css("overflow", "hidden")
    expect(widget.launcher).to_be_hidden()
    assert widget.page.evaluate("scrollY") == 700
    widget.part(".shut").tap()
    closed(widget)
    expect(widget.page.locator("html")).to_have_css("overflow", "visible")
    expect(widget.launcher).to_be_focused()
    assert widget.page.evaluate("scrollY") == 700


def test_a_turned_phone_is_filled_too_and_the_keyboard_covers_nothing(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    widget = tap(shop(**PHONE).open())
    for at in range(12):
        widget.field.fill(f"Câu {at}")
        widget.part(".send").tap()
    expect(widget.own).to_have_count(12)
    an.say(an.take("Câu 11"), "Mình đây")
    expect(widget.part(".line.agent")).to_be_in_viewport()
    shrink = """(height) => {
        Object.defineProperty(visualViewport, 'height', { value: height, configurable: true });
        visualViewport.dispatchEvent(new Event('resize'));
    }"""
    widget.page.evaluate(shrink, 420)
    assert widget.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 420}
    form, last = widget.part("section > form").bounding_box(), widget.part(".line.agent").bounding_box()
    assert form and last and last["y"] + last["height"] <= form["y"] <= form["y"] + form["height"] <= 420
    widget.page.evaluate("delete visualViewport.height")
    widget.page.set_viewport_size({"width": 844, "height": 390})
    expect(widget.panel).to_have_js_property("offsetWidth", 844)
    expect(widget.panel).to_have_js_property("offsetHeight", 390)
    expect(widget.field).to_be_in_viewport(ratio=1)


def test_on_a_wide_screen_none_of_it_is_fetched_or_done(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    site.context.on("request", lambda request: asked.append(request.url))
    widget = site.open().open()
    expect(widget.part(".help li")).to_have_count(3)
    assert widget.page.evaluate("[document.body.inert, history.state]") == [False, None]
    assert not [url for url in asked if "/phone-" in url]


def test_a_window_made_small_without_that_part_keeps_its_panel_in_silence(
    shop: OpenShop, agent: OpenAgent
) -> None:
    agent()
    site = shop()
    site.context.route("**/phone-*", lambda route: route.abort())
    widget = site.open().open()
    page = widget.page
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    with page.expect_event("requestfailed", lambda request: "/phone-" in request.url):
        page.set_viewport_size(PHONE["viewport"])
    widget.say("Vẫn gửi được")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    assert faults == []
