"""Somebody begins to wait: the title, one sound and one notification, however many tabs are open."""

import re

from playwright.sync_api import Page, expect

from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor

HEAR = """
    const tell = () => { document.documentElement.dataset.heard = localStorage.heard ?? ""; };
    addEventListener("storage", tell);
    const hear = (what) => { localStorage.heard = `${localStorage.heard ?? ""}${what}|`; tell(); };
"""
COUNT_NOTES = """
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) { hear("note"); return start.call(this, when); };
"""
HIDE = """
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    window.Notification = class {
        static permission = "granted";
        constructor(title, options) { hear(`${title}: ${options.body}`); }
        close() {}
    };
"""


def with_script(page: Page, script: str) -> Page:
    """The page, which will run a script before ours."""
    page.add_init_script(script)
    return page


def test_the_title_counts_who_waits(console: OpenConsole, visitor: OpenVisitor) -> None:
    page = console()
    expect(page).to_have_title("Hội thoại · Twin AI")
    visitor().say("Có ai không ạ?")
    expect(page).to_have_title("(1) Hội thoại · Twin AI")
    page.locator(".row").click()
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page).to_have_title("Hội thoại · Twin AI")


def test_one_sound_for_all_tabs_and_only_for_somebody_new(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    pages = [console(with_script(tab(), HEAR + COUNT_NOTES)) for _ in range(2)]
    for page in pages:
        page.bring_to_front()
        page.locator(".hours").click()
    lan = visitor()
    lan.say("Có ai không ạ?")
    for page in pages:
        expect(page.locator(".row", has_text=lan.name)).to_be_visible()
    heard = pages[0].locator("html")
    expect(heard).to_have_attribute("data-heard", "note|note|")  # one sound is two notes
    lan.say("Mình vẫn chờ")
    expect(pages[0].locator(".row", has_text=lan.name)).to_contain_text("Mình vẫn chờ")
    expect(heard).to_have_attribute("data-heard", "note|note|")


def test_one_notification_when_every_tab_is_hidden(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    pages = [console(with_script(tab(), HEAR + HIDE)) for _ in range(2)]
    lan = visitor()
    lan.say("Có ai không ạ?")
    for page in pages:
        expect(page).to_have_title(re.compile(r"^\(\d+\)"))
    expect(pages[0].locator("html")).to_have_attribute(
        "data-heard", f"Khách {lan.name} đang chờ: Có ai không ạ?|"
    )


def test_notifications_are_asked_for_by_a_button_only(tab: OpenTab, console: OpenConsole) -> None:
    asked = """
        window.asked = 0;
        window.Notification = class {
            static permission = "default";
            static async requestPermission() { window.asked += 1; this.permission = "denied"; }
        };
    """
    page = console(with_script(tab(), asked))
    button = page.get_by_role("button", name="Bật thông báo")
    expect(button).to_be_visible()
    assert page.evaluate("window.asked") == 0
    button.click()
    expect(button).to_be_hidden()
    assert page.evaluate("window.asked") == 1
