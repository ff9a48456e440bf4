"""By when, in which state, and why: promises as agents see them."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.browser.console.conftest import OpenConsole, OpenVisitor, opened
from tests.server import ServerProcess, server_process

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server on a Wednesday at ten, in Hanoi."""
    with server_process(tmp_path_factory.mktemp("promises"), module_redis) as running:
        running.clock.turn_to(datetime(2026, 3, 4, 10, tzinfo=HANOI))
        yield running


@pytest.fixture(autouse=True)
def ten(server: ServerProcess) -> None:
    """Every test begins at ten."""
    server.clock.turn_to(datetime(2026, 3, 4, 10, tzinfo=HANOI))


@pytest.fixture
def page(console: OpenConsole) -> Iterator[Page]:
    """An's console, in Hanoi."""
    yield console(timezone_id="Asia/Ho_Chi_Minh")


def turn_to(server: ServerProcess, hour: int, minute: int = 0, day: int = 4) -> None:
    server.clock.turn_to(datetime(2026, 3, day, hour, minute, tzinfo=HANOI))


def promised(page: Page, lan: BareVisitor, text: str = "Máy chủ báo lỗi") -> BareVisitor:
    """An is away when Lan writes: a mail is promised."""
    page.get_by_role("switch").click()
    expect(page.locator(".hours")).to_contain_text("chưa có nhân viên nào nhận chat")
    lan.say(text)
    page.get_by_role("tab", name=re.compile("Email")).click()
    expect(page.locator(".row", has_text=lan.name)).to_be_visible()
    page.get_by_role("switch").click()
    return lan


def test_a_promise_runs_from_pending_to_due_soon_to_broken_and_the_agent_is_told(
    page: Page, server: ServerProcess, visitor: OpenVisitor
) -> None:
    lan = promised(page, visitor())
    row = page.locator(".row", has_text=lan.name)
    expect(row.locator(".pill").last).to_have_text(re.compile("^còn 3 giờ 59"))
    expect(row).to_contain_text("chưa thể trả lời: chưa có email")
    turn_to(server, 13, 40)
    expect(row.locator(".pill.soon")).to_contain_text("sắp đến hạn")
    turn_to(server, 14, 1)
    expect(page.locator(".notices")).to_contain_text("Trễ hẹn với một khách.")
    expect(row.locator(".pill.over").last).to_contain_text("đã trễ, còn")
    row.click()
    expect(page.locator(".message.system")).to_contain_text(
        "Đã trễ hẹn. Khách được hẹn lại trước 9:01 ngày mai."
    )
    lan.until("message", key="system.promise_broken")


def test_the_steps_of_a_decision_are_shown_with_their_rules_and_times(
    page: Page, visitor: OpenVisitor
) -> None:
    lan = promised(page, visitor(), "Mất hoá đơn")
    page.locator(".row", has_text=lan.name).click()
    page.get_by_label("Mức ưu tiên").select_option("high")
    steps = page.locator(".reasons li")
    expect(steps.filter(has_text="Mức ưu tiên đã đổi")).to_have_count(1)
    expect(steps.filter(has_text="cam kết mức cao: trước 12:0")).to_have_count(1)
    expect(steps.filter(has_text="Mời Nguyễn An, người đang rảnh nhất.")).to_have_count(1)
    expect(steps.last).to_contain_text("cam kết email: trước 14:0")
    expect(steps.last).to_contain_text("không ai trực")
    expect(steps.last).to_contain_text("quy định ban đầu")
    lan.until("message", key="system.promise_moved")


def test_an_agent_promises_a_time_and_finds_it_among_the_promised(
    page: Page, server: ServerProcess, visitor: OpenVisitor
) -> None:
    lan = visitor()
    opened(page, lan)
    page.get_by_role("button", name="Hẹn giờ", exact=True).click()
    dialog = page.get_by_role("dialog", name="Hẹn giờ với khách")
    dialog.get_by_label("Giờ hẹn").fill("2026-03-05T15:00")
    expect(dialog).to_contain_text("Khách sẽ được báo: trả lời trước 15:00 ngày mai.")
    dialog.get_by_role("button", name="Hẹn", exact=True).click()
    expect(dialog).to_be_hidden()
    assert lan.until("message", key="system.promise_own")["body"]["values"]["agent"] == "Nguyễn An"
    tab = page.get_by_role("tab", name=re.compile("^Hẹn giờ"))
    tab.click()
    expect(page.locator(".row", has_text=lan.name)).to_contain_text("Bạn hẹn")
    turn_to(server, 14, 46, day=5)
    page.get_by_role("tab", name=re.compile("Email")).click()
    expect(page.locator(".row", has_text=lan.name).locator(".pill.soon")).to_be_visible()
    expect(tab).to_be_hidden()


def test_a_time_in_the_past_is_refused_in_the_dialog(page: Page, visitor: OpenVisitor) -> None:
    opened(page, visitor())
    page.get_by_role("button", name="Hẹn giờ", exact=True).click()
    dialog = page.get_by_role("dialog", name="Hẹn giờ với khách")
    dialog.get_by_label("Giờ hẹn").fill("2026-03-04T09:00")
    dialog.get_by_role("button", name="Hẹn", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("Giờ hẹn phải ở trong 30 ngày tới.")


def test_an_answer_that_nobody_saw_stands_on_a_list_until_it_is_seen(
    page: Page, visitor: OpenVisitor
) -> None:
    lan = visitor()
    opened(page, lan)
    lan.leave()
    expect(page.locator(".talk-note")).to_contain_text("Khách đã rời trang")
    page.get_by_label("Trả lời").fill("Bạn thử lại giúp mình")
    page.get_by_label("Trả lời").press("Enter")
    unseen = page.get_by_role("tab", name=re.compile("^Chưa xem"))
    unseen.click()
    expect(page.locator(".row", has_text=lan.name)).to_contain_text("khách chưa xem")
    lan.arrive()
    lan.send("read", conversation=lan.conversation, seq=3)
    expect(page.locator(".row.gone, .row", has_text="khách chưa xem")).to_have_count(0)
