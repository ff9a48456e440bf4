"""Lan asks on a shop's page of another origin, An answers in the console: the same thread through everything."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.first_agent import first_agent
from tests.browser.widget.shop import OnPage, Shop
from tests.server import ROOT, ServerProcess, server_process

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = datetime(2026, 3, 4, 10, tzinfo=HANOI)
BEFORE_NOTICE = datetime(2026, 3, 4, 21, 49, 57, tzinfo=HANOI)
BEFORE_CLOSING = datetime(2026, 3, 4, 21, 59, 56, tzinfo=HANOI)
BEFORE_OPENING = datetime(2026, 3, 5, 7, 59, 56, tzinfo=HANOI)
TOLD_WITHIN_MS = 8_000  # up to 4 s until the moment, 2 s to be told, the rest for a busy machine
QUESTION = "Mình đổi từ gói Cá nhân lên Kinh doanh thì có mất tiền tháng này không ạ?"


@pytest.fixture
def server(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A fresh installation on a Wednesday at 10:00."""
    with server_process(tmp_path, clean_redis) as running:
        running.clock.turn_to(DAY)
        yield running


@pytest.fixture
def an(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """Nguyễn An, who became the first agent by the printed link and sits at the console."""
    with first_agent(browser, server) as page:
        expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
        yield page


@pytest.fixture
def shop(browser: Browser, server: ServerProcess) -> Iterator[Shop]:
    """The shop in Lan's browser."""
    opened = Shop(server, browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"))
    yield opened
    opened.close()


def answer(an: Page, question: str, text: str) -> None:
    """An opens who waits with this question and answers, which takes the conversation."""
    an.locator(".row", has_text=question[:20]).click()
    expect(an.locator(".message.visitor").last).to_contain_text(question[:20])
    an.get_by_label("Trả lời").fill(text)
    an.keyboard.press("Enter")
    expect(an.locator(".message.agent", has_text=text)).to_be_visible()


def test_one_thread_through_pages_reloads_and_a_closed_tab(an: Page, shop: Shop) -> None:
    lan = shop.open("/pricing").open()
    lan.say(QUESTION)
    answer(an, QUESTION, "Không ạ, phần chưa dùng được trừ vào hoá đơn mới.")
    expect(an.locator(".message.visitor")).to_contain_text("viết ở /pricing")
    expect(lan.part(".line.agent .words")).to_have_text("Không ạ, phần chưa dùng được trừ vào hoá đơn mới.")
    lan.page.evaluate("history.pushState({}, '', '/app/invoices')")
    expect(an.locator(".trail .current")).to_contain_text("/app/invoices")
    lan.say("Mình xem hoá đơn ở đây ạ?")
    expect(an.locator(".message.visitor").last).to_contain_text("viết ở /app/invoices")
    lan.page.goto(shop.origin + "/docs?token=bi-mat")
    lan.open()
    expect(lan.own).to_have_count(2)
    expect(an.locator(".trail .current")).to_contain_text("/docs")
    expect(an.locator(".trail")).not_to_contain_text("bi-mat")
    lan.page.reload()
    lan.open()
    lan.page.close()
    an.get_by_label("Trả lời").fill("Vâng, ở mục Hoá đơn ạ.")
    an.keyboard.press("Enter")
    back = shop.open("/")
    expect(back.part(".launcher b")).to_have_text("1")
    back.open()
    expect(back.own).to_have_count(2)
    expect(back.part(".line.agent .words").last).to_have_text("Vâng, ở mục Hoá đơn ạ.")
    expect(an.locator(".message.agent .foot").last).to_contain_text("đã xem")


def test_the_desk_closes_on_one_who_is_answered_and_one_who_waits(
    an: Page, shop: Shop, browser: Browser, server: ServerProcess
) -> None:
    minh_shop = Shop(server, browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"))
    lan, minh = shop.open().open(), minh_shop.open().open()
    server.clock.turn_to(BEFORE_NOTICE)
    lan.say(QUESTION)
    answer(an, QUESTION, "Không ạ.")
    minh.say("Mình không nhận được mã xác minh")
    for widget in (lan, minh):
        expect(widget.part(".notice")).to_contain_text("10 phút nữa hết giờ hỗ trợ", timeout=TOLD_WITHIN_MS)
    server.clock.turn_to(BEFORE_CLOSING)
    expect(minh.part("header .status")).to_contain_text("mở lại 8:00", timeout=TOLD_WITHIN_MS)
    expect(lan.part("header .status")).to_have_text("đang hỗ trợ bạn")
    expect(minh.part(".promise h3")).to_have_text("Chúng tôi sẽ trả lời trước 12:00 ngày mai.")
    expect(minh.own.locator(".words")).to_have_text("Mình không nhận được mã xác minh")
    minh.part("#address").fill("minh@gmail.com")
    minh.part("#address").press("Enter")
    expect(minh.part(".promise")).to_contain_text("Sẽ gửi trả lời tới minh@gmail.com.")
    an.get_by_role("tab", name="Email").click()
    expect(an.locator(".row", has_text="minh@gmail.com")).to_be_visible()
    an.get_by_label("Trả lời").fill("Mình vẫn ở đây nhé.")
    an.keyboard.press("Enter")
    expect(lan.part(".line.agent .words").last).to_have_text("Mình vẫn ở đây nhé.")
    server.clock.turn_to(BEFORE_OPENING)
    expect(minh.part("header .status")).to_have_text("Đang hỗ trợ đến 22:00", timeout=TOLD_WITHIN_MS)
    minh.say("Sáng rồi, còn ai không ạ?")
    an.get_by_role("tab", name="Chờ").click()
    expect(an.locator(".row", has_text="Sáng rồi")).to_be_visible()
    minh_shop.close()


def test_a_page_of_plain_http_without_a_secure_context_works_as_well(
    an: Page,
    server: ServerProcess,
    clean_redis: str,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
) -> None:
    rules = ["--host-resolver-rules=MAP shop.test 127.0.0.1"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": rules})
    shop = Shop(server, browser.new_context(locale="vi-VN"), host="shop.test")
    allow(clean_redis, shop.origin)
    lan = shop.open("/pricing").open()
    assert lan.page.evaluate("window.isSecureContext") is False
    lan.say(QUESTION)
    answer(an, QUESTION, "Không ạ.")
    expect(lan.part(".line.agent .words")).to_have_text("Không ạ.")
    lan.page.reload()
    lan.open()
    expect(lan.own).to_have_count(1)
    shop.close()
    browser.close()


def test_a_page_that_is_not_on_the_list_tells_its_developer_what_to_do(
    server: ServerProcess, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> None:
    rules = ["--host-resolver-rules=MAP evil.test 127.0.0.1"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": rules})
    shop = Shop(server, browser.new_context(locale="vi-VN"), host="evil.test")
    page = shop.context.new_page()
    page.goto(shop.origin + "/")
    with page.expect_console_message(lambda message: shop.origin in message.text, timeout=15_000) as told:
        OnPage(page).launcher.click()
    assert told.value.type == "error" and "origin" in told.value.text
    shop.close()
    browser.close()


def allow(redis_url: str, origin: str) -> None:
    """The operator puts an origin on the site's list."""
    command = [sys.executable, "-m", "chatserver", "site", "origin", "Twin AI", "add", origin]
    environment = {"PATH": "", "REDIS_URL": redis_url, "ALLOW_VOLATILE_REDIS": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
