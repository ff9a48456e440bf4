"""On other people's pages: the same look, the same function, whatever their styles and scripts have done before us."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.hosts import WINDOW, OpenHost
from tests.browser.widget.pixels import share_that_differs
from tests.browser.widget.shop import OnPage

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
QUESTION = "Giao hàng mất mấy ngày?"
CORNERS = 0.004
"""The share of the panel that is round corners, through which the page is seen."""


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


def write(widget: OnPage) -> Look:
    """Say something, and see what it looks like."""
    widget.say(QUESTION)
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    expect(widget.panel).to_contain_text(
        "Sắp đến lượt bạn"
    )  # told within two seconds: the picture has it, or has it not
    widget.page.wait_for_function("document.fonts.status === 'loaded'")
    return look_of(widget)


def assert_alike(widget: OnPage, plain: Look) -> None:
    """The same pixels; what was hovered or focused may take a moment to be drawn."""
    shares, drawing = [], widget.page.context.new_page()
    for _ in range(5):
        shares.append(share_that_differs(drawing, look_of(widget).picture, plain.picture))
        if shares[-1] < CORNERS:
            return
    pytest.fail(f"the panel is drawn differently: {shares}")


@pytest.fixture(scope="module")
def looks() -> list[Look]:
    """How it looks where nothing is in its way, once somebody has looked."""
    return []


@pytest.fixture
def plain(an: BareAgent, host: OpenHost, looks: list[Look]) -> Look:
    """The plain page's look."""
    if not looks:
        looks.append(write(host("plain", viewport=WINDOW).open().open()))
        an.say(an.take(QUESTION), "Hai ngày ạ")  # or it would stand before the next ones in the queue
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
        "no_socket",
        "no_requests",
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
    assert_alike(widget, plain)
    widget.say(f"Trang {page}")
    an.say(an.take(f"Trang {page}"), "Hai ngày ạ")
    expect(widget.part(".line.agent .words")).to_have_text("Hai ngày ạ")
    assert faults == []
