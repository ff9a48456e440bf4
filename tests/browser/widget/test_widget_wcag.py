"""WCAG 2.2 AA where no tool can look: by keyboard alone, read aloud, zoomed, spaced out, in any site's colour."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.contrast import poor_contrast
from tests.browser.widget import screens
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ServerProcess

LOOK_AT_FOCUS = """() => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    if (!one || one === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const seen = one.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        name: one.getAttribute('aria-label') || one.textContent.trim() || one.placeholder || one.id || one.type,
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        covered: !(seen && (one.contains(seen) || seen.contains(one))),
    };
}"""
# WCAG 1.4.12, word for word
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LOOKS = {
    "zoomed to 200 %": (640, 400, ""),
    "reflowed at 400 %": (320, 256, ""),
    "spaced on a phone": (390, 844, SPACED),
    "spaced on a desk": (1280, 800, SPACED),
}
ADD_SHEET = """(host, rules) => {
    const root = host.shadowRoot;
    if (!window.added || !root.adoptedStyleSheets.includes(added)) {
        window.added = new CSSStyleSheet();
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, added];
    }
    added.replaceSync(rules);
}"""
# whatever sticks out sideways, and text in a box that is too low for it
CUT_OFF = """(host) => [...host.shadowRoot.querySelectorAll('section *')].filter((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || getComputedStyle(one).clipPath !== 'none') return false;
    const { overflowY } = getComputedStyle(one);
    const low = /hidden|clip/.test(overflowY) && one.scrollHeight > one.clientHeight + 1;
    return low || box.right > innerWidth + 1 || box.left < -1;
}).map((one) => `${one.localName}.${one.getAttribute('class')}`)"""
# WCAG 2.5.8: links inside of a sentence may be smaller
SMALL_TARGETS = """(host) => {
    const targets = [...host.shadowRoot.querySelectorAll('button, a, input, select, textarea')];
    return targets.filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        const inWords = one.localName === 'a' && one.closest('p, .words, article');
        return width && !inWords && (width < 24 || height < 24);
    }).map((one) => `${one.localName}.${one.className} ${one.textContent}`);
}"""
MOVING = """(host) => [...host.shadowRoot.querySelectorAll('*')].filter((one) => {
    const { animationName, transitionDuration } = getComputedStyle(one);
    return animationName !== 'none' || parseFloat(transitionDuration);
}).length"""


def tabs(page: Page, *, most: int = 60) -> list[str]:
    """What Tab passes on its way out of the panel; each has a ring, and nothing covers it."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(LOOK_AT_FOCUS)
        if focus is None or focus["name"] == "Mua":
            return passed
        assert focus["ring"], focus
        assert not focus["covered"], focus
        passed.append(str(focus["name"])[:24])
    raise AssertionError(f"no way out: {passed}")


def test_a_whole_talk_by_keyboard_alone(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop(head="<button>Mua</button>").open("/pricing")
    page = widget.page
    expect(widget.panel).to_be_hidden()  # nothing opens by itself
    widget.launcher.focus()
    page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    expect(widget.part(".help li")).to_have_count(3)
    page.keyboard.type("Mình hỏi chút")
    page.keyboard.press("Enter")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    expect(widget.field).to_be_focused()
    an.say(an.take("Mình hỏi"), "Xem https://shop.example/gia nhé")
    expect(widget.part(".line.agent")).to_be_visible()
    widget.launcher.focus()
    passed = tabs(page)
    assert passed[-3:] == ["Viết tin nhắn", "Gửi ảnh hoặc tệp", "Gửi"]
    assert "https://shop.example/gia" in passed
    widget.field.focus()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()


def test_every_stop_on_the_home_screen_is_seen_while_it_has_the_focus(
    shop: OpenShop, agent: OpenAgent
) -> None:
    agent()
    widget = shop(head="<button>Mua</button>", viewport={"width": 640, "height": 400}).open("/pricing").open()
    expect(widget.part(".help li")).to_have_count(3)
    widget.part(".shut").focus()
    assert len(tabs(widget.page)) >= 16


def test_the_thread_is_read_with_speakers_and_states(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent("Nguyễn An")
    widget = shop().open().open()
    widget.say("Có đọc được không?")
    conversation = an.take("Có đọc")
    an.say(conversation, "Được ạ")
    an.send("read", conversation=conversation, seq=3)
    expect(widget.own.locator(".foot")).to_contain_text("Đã xem")
    heard = widget.page.get_by_role("log").aria_snapshot()
    order = ["Hôm nay", "Bạn:", "Có đọc được không?", "Đã xem 10:00", "Nguyễn An đang hỗ trợ bạn.", "Được ạ"]
    assert [part for part in order if part in heard] == order, heard
    assert [heard.index(part) for part in order] == sorted(heard.index(part) for part in order), heard
    assert re.search(r"(Nguyễn An|Hỗ trợ):? ?Được ạ", heard.replace("\n", " ")), heard


@pytest.mark.parametrize("story", [screens.reading, screens.talk, screens.night])
def test_nothing_is_cut_off(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess, story: screens.Story
) -> None:
    for name, widget in story(shop, agent, server, "vi"):
        before = widget.page.viewport_size
        assert before
        host = widget.page.locator("chatserver-widget")
        for look, (width, height, rules) in LOOKS.items():
            widget.page.set_viewport_size({"width": width, "height": height})
            host.evaluate(ADD_SHEET, rules)
            assert host.evaluate(CUT_OFF) == [], f"{name}, {look}"
            assert host.evaluate(SMALL_TARGETS) == [], f"{name}, {look}"
            if name != "closed":
                box = widget.part(".send").bounding_box()
                assert box and box["y"] + box["height"] <= height, f"{name}, {look}"
            host.evaluate(ADD_SHEET, "")
        widget.page.set_viewport_size({"width": before["width"], "height": before["height"]})


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffff00", "#777777"])
def test_any_colour_of_a_site_can_be_read(shop: OpenShop, agent: OpenAgent, colour: str) -> None:
    agent()
    widget = shop(attributes=f'data-color="{colour}"', reduced_motion="reduce").open().open()
    expect(widget.part(".help li")).to_have_count(3)
    _in_light_and_dark(widget, "home")
    widget.say("Xin chào")
    expect(widget.part(".place")).to_be_visible()
    _in_light_and_dark(widget, "thread")
    assert widget.page.locator("chatserver-widget").evaluate(MOVING) == 0


def _in_light_and_dark(widget: OnPage, name: str) -> None:
    for scheme in ("dark", "light"):
        widget.page.emulate_media(color_scheme=scheme)
        assert poor_contrast(widget.page) == [], f"{name}, {scheme}"
