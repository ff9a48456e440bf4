"""Vietnamese typing: Enter sends, but never one that ends a composition; on touch keyboards it is a new line."""

from playwright.sync_api import CDPSession, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop


def typing(widget: OnPage) -> CDPSession:
    """A keyboard that composes, as an input method does."""
    return widget.page.context.new_cdp_session(widget.page)


def enter(keyboard: CDPSession, code: int) -> None:
    """Press Enter, which the browser reports with this key code."""
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def test_enter_during_a_composition_does_not_send(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    keyboard = typing(widget)
    widget.field.focus()
    for text in ("t", "tie", "tiê", "tiến", "tiếng"):
        composed = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        keyboard.send("Input.imeSetComposition", composed)
    enter(keyboard, 13)
    expect(widget.field).to_have_value("tiếng")
    expect(widget.own).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "tiếng Việt"})
    expect(widget.field).to_have_value("tiếng Việt")
    enter(keyboard, 229)
    expect(widget.own).to_have_count(0)
    enter(keyboard, 13)
    expect(widget.own).to_have_text("Bạn: tiếng ViệtĐã gửi 10:00")


def test_letters_that_the_keyboard_rewrites_with_backspace_arrive_as_written(
    shop: OpenShop, agent: OpenAgent
) -> None:
    agent()
    widget = shop().open().open()
    widget.field.press_sequentially("tie")
    widget.field.press("Backspace")
    widget.page.keyboard.insert_text("ê")
    widget.field.press_sequentially("n")
    widget.field.press("Backspace")
    widget.field.press("Backspace")
    widget.page.keyboard.insert_text("e\u0302\u0301n")
    widget.field.press("Enter")
    expect(widget.own.locator(".words")).to_have_text("tiến")
    assert widget.own.locator(".words").inner_text() == "tiến"


def test_shift_enter_is_a_new_line(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    widget.field.fill("một")
    widget.field.press("Shift+Enter")
    widget.field.press_sequentially("hai")
    widget.field.press("Enter")
    expect(widget.own.locator(".words")).to_have_js_property("innerText", "một\nhai")


def test_on_a_touch_keyboard_enter_is_a_new_line_and_the_button_sends(
    shop: OpenShop, agent: OpenAgent
) -> None:
    agent()
    widget = shop(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).open()
    widget.launcher.tap()
    widget.part("header .status").wait_for()
    box = widget.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    expect(widget.field).not_to_be_focused()
    widget.field.tap()
    widget.field.press_sequentially("một")
    widget.field.press("Enter")
    widget.field.press_sequentially("hai")
    expect(widget.own).to_have_count(0)
    widget.part(".send").tap()
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    expect(widget.field).to_have_value("")
