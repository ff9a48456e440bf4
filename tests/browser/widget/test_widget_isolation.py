"""On other people's pages: the same look, the same function, whatever their styles and scripts have done before us."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.hosts import Host
from tests.browser.widget.pixels import share_that_differs
from tests.browser.widget.shop import OnPage
from tests.server import ServerProcess

WINDOW = {"width": 1000, "height": 760}
PARTS = (".launcher", "section", "header", "h1", ".own .words", ".own .foot", "form", "textarea", ".send")
STYLE = """(element, names) => {
  const style = getComputedStyle(element);
  return names.map((name) => name + ': ' + style[name]);
}"""
NAMES = [
    "direction",
    "color",
    "backgroundColor",
    "fontSize",
    "fontFamily",
    "fontWeight",
    "lineHeight",
    "letterSpacing",
    "textAlign",
    "textTransform",
    "visibility",
    "opacity",
    "cursor",
    "userSelect",
    "pointerEvents",
    "writingMode",
]
CORNERS = 0.004
"""The share of the panel that is round corners, through which the page is seen."""
OpenHost = Callable[..., Host]


@dataclass(frozen=True, slots=True)
class Look:
    """Where each part is and how, and a picture of the panel."""

    boxes: dict[str, Any]
    styles: dict[str, list[str]]
    picture: bytes


def look_of(widget: OnPage) -> Look:
    """The panel with one message in it."""
    widget.page.mouse.move(0, 0)
    boxes = {part: widget.part(part).first.bounding_box() for part in PARTS}
    styles = {part: widget.part(part).first.evaluate(STYLE, NAMES) for part in PARTS}
    return Look(boxes, styles, widget.panel.screenshot(animations="disabled", caret="hide"))


@pytest.fixture
def host(browser: Browser, server: ServerProcess) -> Iterator[OpenHost]:
    """Open a page of other make, in a browser that has never been there."""
    opened: list[Host] = []

    def open_host(page: str, **options: Any) -> Host:
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
        context.set_default_timeout(10_000)
        opened.append(Host(server, context, page=page))
        return opened[-1]

    yield open_host
    for one in opened:
        one.close()


def write(widget: OnPage) -> Look:
    """Say something, and see what it looks like."""
    widget.say("Giao hàng mất mấy ngày?")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    widget.page.wait_for_function("document.fonts.status === 'loaded'")
    return look_of(widget)


@pytest.fixture(scope="module")
def looks() -> list[Look]:
    """How it looks where nothing is in its way, once somebody has looked."""
    return []


@pytest.fixture
def an(agent: OpenAgent) -> BareAgent:
    """The agent who is there before anybody comes: the greeting is the same for all."""
    return agent()


@pytest.fixture
def plain(an: BareAgent, host: OpenHost, looks: list[Look]) -> Look:
    """The plain page's look."""
    if not looks:
        looks.append(write(host("plain", viewport=WINDOW).open().open()))
    return looks[0]


@pytest.mark.parametrize(
    "page",
    [
        "unset",
        "framework_css",
        "rem_small",
        "rem_large",
        "quirks",
        "right_to_left",
        "layers",
        "names",
        "patched",
    ],
)
def test_it_looks_and_works_the_same_on(host: OpenHost, an: BareAgent, plain: Look, page: str) -> None:
    site = host(page, viewport=WINDOW)
    faults: list[str] = []
    site.context.on("weberror", lambda error: faults.append(str(error.error)))
    widget = site.open()
    expect(widget.page.locator("chatserver-widget")).to_have_count(1)
    seen = write(widget.open())
    assert seen.boxes == plain.boxes
    assert seen.styles == plain.styles
    assert share_that_differs(site.context.new_page(), seen.picture, plain.picture) < CORNERS
    widget.say(f"Trang {page}")
    an.say(an.take(f"Trang {page}"), "Hai ngày ạ")
    expect(widget.part(".line.agent .words")).to_have_text("Hai ngày ạ")
    assert faults == []
