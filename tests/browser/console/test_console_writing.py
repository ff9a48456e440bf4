"""Writing and reading: drafts, Vietnamese syllables, hostile and broken messages."""

import re

from playwright.sync_api import expect

from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor, opened
from tests.browser.console.wire import Wire


def test_a_draft_survives_switching_and_reload(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan, hoa = console(), visitor(), visitor()
    hoa.say("Mình là Hoa")
    opened(page, lan).get_by_label("Trả lời").fill("Đang viết dở")
    page.get_by_role("tab", name=re.compile("^Chờ")).click()  # what one takes is followed to one's own list
    page.locator(".row", has_text=hoa.name).click()
    expect(page.get_by_label("Trả lời")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Trả lời")).to_have_value("Đang viết dở")
    page.reload()
    expect(page.get_by_label("Trả lời")).to_have_value("Đang viết dở")


HASTE = """
    (field, id) => new Promise((done) => {
        addEventListener("hashchange", () => {
            field.value = "Cho Hoa";
            field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));
            done();
        }, {once: true});
        location.hash = `#/${id}`;
    })
"""


def test_what_is_written_in_haste_goes_to_whom_has_been_chosen(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan, hoa = console(), visitor(), visitor()
    hoa.say("Mình là Hoa")
    opened(page, lan).get_by_label("Trả lời").evaluate(HASTE, hoa.conversation)
    assert hoa.until("message", **{"from": "agent"})["body"]["text"] == "Cho Hoa"


def test_a_message_that_cannot_be_shown_blanks_nothing(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = tab(), visitor()
    wire = Wire(page)
    opened(console(page), lan)
    wire.put_in(t="message", conversation=lan.conversation, seq=3, h="x", at=0, body={"from": "martian"})
    expect(page.locator(".broken")).to_have_text("Tin nhắn này không hiển thị được.")
    expect(page.locator(".message.visitor").first).to_contain_text("Cho mình hỏi")


def test_what_visitors_write_is_text_and_never_markup(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor("/<b>x</b>")
    lan.say("<img src=x onerror=alert(1)> javascript:alert(1) https://shop.localhost/a?b=1.")
    page.locator(".row", has_text=lan.name).click()
    expect(page.locator(".message.visitor .bubble")).to_contain_text("<img src=x onerror=alert(1)>")
    links = page.locator(".bubble a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://shop.localhost/a?b=1")
    expect(links).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_enter_within_a_vietnamese_syllable_does_not_send(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    field = opened(page, lan).get_by_label("Trả lời")
    field.fill("tiêng")
    press = "(field, how) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ...how}))"
    field.evaluate(press, {"isComposing": True})
    field.evaluate(press, {"keyCode": 229})
    expect(field).to_have_value("tiêng")
    field.press("Shift+Enter")
    expect(field).to_have_value("tiêng\n")
    expect(page.locator(".message.agent, .pending")).to_have_count(0)
