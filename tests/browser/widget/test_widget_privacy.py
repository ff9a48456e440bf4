"""What a page calls private stays in it: masked paths, marked elements, whole pages."""

import json
from typing import Any

from playwright.sync_api import Request, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.masked_addresses import MASKED, MASKS
from tests.server import ROOT, ServerProcess

PRIVACY = json.loads((ROOT / "static" / "manifest.json").read_text("utf-8"))["privacy"]
MARK = "for (const one of document.querySelectorAll(%r)) one.setAttribute('data-chat-private', '')"


def frames_of(widget: OnPage) -> list[str]:
    """All that the widget says on its sockets, from now on."""
    said: list[str] = []
    widget.page.on("websocket", lambda socket: socket.on("framesent", lambda text: said.append(str(text))))
    return said


def pages_in(said: list[str]) -> list[dict[str, Any]]:
    """The pages that were told."""
    return [frame["page"] for frame in map(json.loads, said) if frame.get("page")]


def test_browser_and_server_hide_the_same(shop: OpenShop, server: ServerProcess) -> None:
    page = shop().open().page
    told = page.evaluate(
        """async ([part, mask, addresses]) => {
            const { guard } = await import(part);
            return addresses.map((url) => guard({ url: new URL(url).href, referrer: url, title: '' }, mask));
        }""",
        [f"{server.url}/static/{PRIVACY}", " ".join(MASKS), [address for address, _ in MASKED]],
    )
    assert [view["url"] for view in told] == [hidden for _, hidden in MASKED]
    assert [view["referrer"] for view in told] == [hidden for _, hidden in MASKED]


def test_what_is_masked_leaves_the_page_by_no_way(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop(attributes='data-mask="/orders/* /account/**"')
    widget = site.open("/orders/S1042/items")
    asked: list[Request] = []
    widget.page.on("request", lambda request: asked.append(request))
    said = frames_of(widget)
    widget.page.evaluate("document.title = 'Đơn hàng S1042'")
    widget.open().say("Đơn này bao giờ tới?")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    widget.page.evaluate("history.pushState({}, '', '/account/S1042#/orders/S1042?token=S1042')")
    conversation = an.find("Đơn này")
    assert an.watch(conversation)[0]["body"]["page"] == {"url": site.origin + "/orders/•/items", "title": ""}
    assert an.until("trail")["page"]["url"] == site.origin + "/account/•#/orders/•"
    widget.page.goto(site.origin + "/pricing")
    widget.open()
    assert an.until("trail")["page"]["title"] == "Bảng giá"
    assert not [text for text in said if "1042" in text]
    ours = [request.url for request in asked if not request.url.startswith(site.origin)]
    assert [url for url in ours if "/api/articles" in url]
    assert not [url for url in ours if "1042" in url]


def test_a_title_that_repeats_a_private_element_is_told_without_it(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open("/customers")
    said = frames_of(widget)
    widget.page.evaluate(
        """() => {
            document.title = 'Nguyễn Thị Lan · Khách hàng – 0912 345 678 | Shop';
            document.body.innerHTML = `<h1 data-chat-private>Hồ sơ của Nguyễn Thị\n Lan</h1>
                <input data-chat-private value="0912 345 678">`;
        }"""
    )
    widget.open().say("Xem giúp mình")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    assert pages_in(said)[-1]["title"] == "• · Khách hàng – • | Shop"
    widget.page.evaluate(MARK % "title")
    widget.say("Và giờ thì không có tiêu đề")
    expect(widget.own.nth(1).locator(".foot")).to_contain_text("Đã gửi")
    assert pages_in(said)[-1]["title"] == ""
    assert not [text for text in said if "Lan" in text or "0912" in text]


def test_of_a_private_page_only_the_origin_is_told(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    widget = site.open("/hidden/plan?tab=1")
    said = frames_of(widget)
    widget.page.evaluate(MARK % "html")
    widget.open().say("Mình đang ở trang riêng")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    page = an.watch(an.find("Mình đang ở"))[0]["body"]["page"]
    assert page == {"url": site.origin + "/", "title": ""}
    assert not [text for text in said if "hidden" in text or "Bảng giá" in text]
    widget.page.evaluate(
        "document.documentElement.removeAttribute('data-chat-private'); history.pushState({}, '', '/open')"
    )
    trail = an.until("trail")["page"]
    assert (trail["url"], trail["referrer"]) == (site.origin + "/open", site.origin + "/")


def test_without_the_part_that_hides_nothing_is_told(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop(attributes='data-mask="/orders/*"')
    site.context.route(f"**/{PRIVACY}", lambda route: route.abort())
    widget = site.open("/orders/S1042").open()
    widget.say("Trang này là trang nào?")
    page = an.watch(an.find("Trang này"))[0]["body"]["page"]
    assert page == {"url": site.origin + "/", "title": ""}
