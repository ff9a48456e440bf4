"""Vietnamese as its keyboards write it: composed, rewritten with Backspace, or composing until a space is typed."""

from collections.abc import Callable

from playwright.sync_api import CDPSession, expect

from tests.browser.widget.conftest import DAY, OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.browser.widget.test_widget_phones import PHONE, tap
from tests.browser.widget.test_widget_writing import enter, typing
from tests.server import ServerProcess

LATE = DAY.replace(hour=21, minute=51)
# every way in which a script can touch what somebody is writing
WATCH = """
window.touched = [];
const note = (field, what) => { if (field.getRootNode().activeElement === field) touched.push(what); };
for (const name of ['value', 'defaultValue', 'selectionStart', 'selectionEnd', 'selectionDirection']) {
    const was = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, name);
    const set = function (value) { note(this, `${name} = ${value}`); was.set.call(this, value); };
    Object.defineProperty(HTMLTextAreaElement.prototype, name, { ...was, set });
}
for (const name of ['setSelectionRange', 'setRangeText', 'select']) {
    const was = HTMLTextAreaElement.prototype[name];
    HTMLTextAreaElement.prototype[name] = function (...given) { note(this, name); return was.apply(this, given); };
}
"""


def compose(keyboard: CDPSession, *texts: str) -> None:
    """The composition becomes each of these in turn, as a keyboard reports it: with key code 229."""
    for text in texts:
        keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229})
        at = {"selectionStart": len(text), "selectionEnd": len(text)}
        keyboard.send("Input.imeSetComposition", {"text": text, **at})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", "windowsVirtualKeyCode": 229})


def unikey(keyboard: CDPSession, *written: str) -> None:
    """Letters as UniKey sends them: `<` is the Backspace with which it takes one back, to write it anew."""
    for letter in "".join(written):
        if letter == "<":
            key = {"key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8}
            keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        else:
            key = {"key": letter, "text": letter, "windowsVirtualKeyCode": 231}  # a packet of one letter
            keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def sent(widget: OnPage, *texts: str) -> None:
    """Exactly these messages, letter by letter."""
    expect(widget.own).to_have_count(len(texts))
    expect(widget.own.last.locator(".foot")).to_contain_text("Đã gửi")
    assert widget.own.locator(".words").all_inner_texts() == list(texts)


def test_words_rewritten_in_a_burst_arrive_whole_with_enter_right_behind(
    shop: OpenShop, agent: OpenAgent
) -> None:
    agent()
    widget = shop().open().open()
    keyboard = typing(widget)
    widget.field.focus()
    unikey(keyboard, "vie<ê", "t<<ệt", " na", "m")  # v i e e t j, space, n a m
    enter(keyboard, 13)
    unikey(keyboard, "d<đ", "uo<<ươ", "c<<ợc")  # d d u o w c j
    enter(keyboard, 13)
    sent(widget, "việt nam", "được")
    expect(widget.field).to_have_value("")


def test_a_word_still_composing_is_sent_whole_and_does_not_come_back(
    shop: OpenShop, agent: OpenAgent
) -> None:
    """Gboard composes until a space: who taps "send" before has not ended the word."""
    agent()
    widget = tap(shop(**PHONE).open())
    keyboard = typing(widget)
    widget.field.tap()
    compose(keyboard, "X", "Xi", "Xin")
    keyboard.send("Input.insertText", {"text": "Xin "})
    compose(keyboard, "c", "ch", "chà", "chào")
    widget.part(".send").tap()
    sent(widget, "Xin chào")
    expect(widget.field).to_have_value("")
    compose(keyboard, "b", "bạ", "bạn")
    expect(widget.field).to_have_value("bạn")
    enter(keyboard, 229)
    expect(widget.own).to_have_count(1)
    widget.part(".send").tap()
    sent(widget, "Xin chào", "bạn")


def test_nothing_touches_what_is_being_written(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess
) -> None:
    """Neither messages nor other tabs, closing time or a new connection: value and selection are the writer's."""
    an = agent()
    site = shop()
    site.context.add_init_script(WATCH)
    widget, other = site.open().open(), site.open().open()
    other.say("Từ thẻ kia")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    conversation = an.take("Từ thẻ kia")
    widget.page.bring_to_front()
    keyboard = typing(widget)
    widget.field.click()
    widget.page.evaluate("touched.length = 0")  # in the back it has followed the draft of the tab in front

    def happens(what: Callable[[], object], part: str, count: int) -> None:
        compose(keyboard, "t", "tie", "tiê")
        what()
        expect(widget.part(part)).to_have_count(count)
        compose(keyboard, "tiế", "tiến", "tiếng")
        expect(widget.field).to_have_value("tiếng")
        assert widget.page.evaluate("touched") == []

    happens(lambda: an.say(conversation, "Mình đây"), ".line.agent", 1)
    happens(lambda: an.send("typing", conversation=conversation, on=True), ".typing:not([hidden])", 1)
    happens(lambda: other.say("Nháp của thẻ kia"), ".own", 2)
    happens(lambda: server.clock.turn_to(LATE), ".notice:not([hidden])", 1)
    widget.page.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    happens(lambda: an.say(conversation, "Bạn còn đó không?"), ".line.agent", 2)
    keyboard.send("Input.insertText", {"text": "tiếng Việt"})
    assert widget.page.evaluate("touched") == []
    enter(keyboard, 13)
    expect(widget.own.last.locator(".words")).to_have_text("tiếng Việt")
    assert widget.page.evaluate("touched") == ["value = "]


def test_a_draft_is_kept_in_mid_composition_and_sent_as_one_letter_each(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    widget = shop().open().open()
    keyboard = typing(widget)
    widget.field.focus()
    compose(keyboard, "n", "nghie", "nghiê\u0303")
    widget.page.reload()
    widget.open()
    expect(widget.field).to_have_value("nghiê\u0303")
    widget.field.press("End")
    unikey(keyboard, "ng <" + " nga\u0309")
    widget.field.press("Enter")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    (message,) = an.watch(an.find("nghi"))
    assert message["body"]["text"] == "nghiễng ngả"
