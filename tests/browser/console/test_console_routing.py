"""Being asked, passing on, being away: what routing looks like to agents."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.console.conftest import OpenConsole, OpenVisitor, opened


@pytest.fixture
def two(console: OpenConsole, binh: StorageState) -> Iterator[tuple[Page, Page]]:
    """The consoles of An and of Bình, both receiving chats."""
    pages = console(), console(storage_state=binh)
    for page in pages:
        expect(page.locator(".hours")).to_contain_text("2 nhân viên")
    yield pages


def test_what_is_offered_says_so_and_counts_down_to_the_other_it_is_their_colleagues(
    two: tuple[Page, Page], visitor: OpenVisitor
) -> None:
    lan = visitor()
    lan.say("Có ai không ạ?")
    badge = re.compile(r"Mời bạn · [12]:\d\d")
    for page in two:
        expect(page.locator(".row", has_text=lan.name)).to_contain_text(re.compile(r"Mời bạn · |đã mời "))
    asked = [page for page in two if badge.search(page.locator(".row", has_text=lan.name).inner_text())]
    assert len(asked) == 1
    first = asked[0].locator(".row", has_text=lan.name).locator(".pill.offer").inner_text()
    expect(asked[0].locator(".row", has_text=lan.name).locator(".pill.offer")).not_to_have_text(first)
    asked[0].locator(".row", has_text=lan.name).click()
    expect(asked[0].locator(".bubble")).to_have_text("Có ai không ạ?")
    asked[0].keyboard.press("t")
    expect(asked[0].locator(".message.system")).to_have_count(1)
    lan.until("message", key="system.joined")


def test_a_conversation_is_passed_on_with_a_note_that_the_visitor_never_sees(
    two: tuple[Page, Page], visitor: OpenVisitor
) -> None:
    an, binh = two
    lan = visitor()
    opened(an, lan)
    an.get_by_role("button", name="Chuyển…").click()
    dialog = an.get_by_role("dialog", name="Chuyển hội thoại")
    dialog.get_by_label(re.compile("^Bình")).check()
    dialog.get_by_label(re.compile("Ghi chú")).fill("khách hỏi về hoá đơn")
    dialog.get_by_role("button", name="Chuyển").click()
    expect(dialog).to_be_hidden()
    told = lan.until("message", key="system.transferred")
    assert told["body"]["values"] == {"agent": "Nguyễn An", "to": "Bình"}
    binh.get_by_role("tab", name=re.compile("Của tôi")).click()
    binh.locator(".row", has_text=lan.name).click()
    expect(binh.locator(".message.note")).to_contain_text("khách hỏi về hoá đơn")
    expect(an.locator(".bar")).to_contain_text("Bình")


def test_a_note_is_written_in_its_place_and_its_draft_is_no_answer(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = opened(console(), visitor())
    page.locator("textarea").first.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("đã gọi lại")
    page.get_by_role("button", name="Ghi chú", exact=True).click()
    expect(page.locator(".composer textarea")).to_have_value("")
    page.get_by_role("button", name="Ghi chú", exact=True).click()
    expect(page.locator(".composer textarea")).to_have_value("đã gọi lại")
    page.keyboard.press("Enter")
    expect(page.locator(".message.note .bubble")).to_have_text("đã gọi lại")
    expect(page.locator(".message.note .foot")).to_contain_text("ghi chú")
    expect(page.locator(".composer textarea")).to_have_value("")
    page.reload()
    expect(page.locator(".message.note .bubble")).to_have_text("đã gọi lại")


def test_who_is_away_is_not_given_a_conversation(two: tuple[Page, Page], visitor: OpenVisitor) -> None:
    an, binh = two
    opened(an, visitor())
    binh.get_by_role("switch").click()
    expect(binh.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    expect(an.locator(".hours")).to_contain_text("1 nhân viên")
    an.get_by_role("button", name="Chuyển…").click()
    dialog = an.get_by_role("dialog", name="Chuyển hội thoại")
    expect(dialog.get_by_label(re.compile("^Bình · .*tạm vắng|^Bình · tạm vắng"))).to_be_disabled()
    binh.get_by_role("switch").click()


def test_the_department_is_shown_and_moving_puts_it_at_that_queues_head(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = console()
    lan = visitor()
    opened(page, lan)
    page.get_by_label("Bộ phận").select_option("billing")
    lan.until("message", key="system.transferred")
    page.get_by_role("tab", name=re.compile("^Chờ")).click()
    expect(page.locator(".row", has_text=lan.name)).to_be_visible()
    expect(page.get_by_label("Bộ phận")).to_have_value("billing")


def test_a_console_that_is_reloaded_changes_nothing_for_visitors(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = console()
    lan = visitor()
    opened(page, lan)
    for _ in range(3):
        page.reload()
        expect(page.locator(".hours")).not_to_be_empty()
    lan.say("bạn còn đó không?")
    expect(page.locator(".bubble.theirs").last).to_have_text("bạn còn đó không?")
    page.locator(".composer textarea").fill("mình đây")
    page.keyboard.press("Enter")
    told: list[dict[str, Any]] = []
    while not told or told[-1].get("text") != "mình đây":
        told.append(lan.until("message")["body"])
    assert {body.get("key") for body in told} <= {"system.joined", None}
