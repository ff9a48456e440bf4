"""The list of mails: what waits, what was given up and why, to be read, saved and sent again (contract R22)."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import expect

from chatserver.store.client import command_client
from tests.browser.console.away import LAN, gone, say
from tests.browser.console.conftest import OpenConsole, OpenVisitor
from tests.mail_ends import end_mails
from tests.server import ServerProcess

NARROW = {"width": 390, "height": 800}


def test_mails_that_nobody_sends_are_announced_listed_readable_and_can_be_saved(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = console()
    lan = gone(page, visitor())
    say(page, "Bạn thử lại giúp mình")
    expect(page.locator(".strip")).to_contain_text(
        "thư đang chờ vì máy chủ chưa gửi được email. Đặt EMAIL_URL"
    )
    page.get_by_role("link", name=re.compile(r"^Thư( \d+)?$")).click()
    row = page.locator(".mail-row", has_text="Bạn thử lại giúp mình").last
    expect(row).to_contain_text(LAN)
    expect(row).to_contain_text("email đang chờ gửi")
    row.get_by_role("button", name="Xem thư").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Tới {LAN}")
    expect(dialog.locator(".mail-text")).to_contain_text("Bạn thử lại giúp mình")
    with page.expect_download() as saving:
        dialog.get_by_role("link", name="Tải tệp .eml").click()
    assert saving.value.suggested_filename == f"{lan.conversation}.1.eml"
    assert b"Subject:" in Path(saving.value.path()).read_bytes()
    dialog.get_by_role("button", name="Xong").click()
    aside = page.get_by_role("link", name="Thư để riêng")
    expect(aside).to_have_attribute("href", re.compile(r"^/console/[0-9a-f]{32}/aside$"))
    row.locator("a.row").click()
    expect(page.locator(".message.agent")).to_contain_text("Bạn thử lại giúp mình")
    expect(page.get_by_role("link", name=re.compile(r"^Thư( \d+)?$"))).to_have_attribute(
        "aria-current", "page"
    )


def test_a_refused_mail_says_why_and_is_sent_again(
    console: OpenConsole, visitor: OpenVisitor, server: ServerProcess, redis_url: str
) -> None:
    page = console()
    gone(page, visitor())
    say(page, "Bạn kiểm tra hộp thư giúp mình")
    expect(page.locator(".message.agent .foot")).to_contain_text("email đang chờ gửi")
    with ThreadPoolExecutor(1) as threads:  # Playwright's own loop is running in this one
        threads.submit(asyncio.run, refuse_all(redis_url, server)).result()
    expect(page.locator(".message.agent .foot .bad")).to_have_text("không gửi được email")
    page.get_by_role("link", name=re.compile(r"^Thư( \d+)?$")).click()
    page.get_by_role("tab", name=re.compile("^Không gửi được")).click()
    row = page.locator(".mail-row", has_text="Bạn kiểm tra hộp thư giúp mình")
    expect(row).to_contain_text("Máy chủ thư từ chối. 550 no such user")
    row.get_by_role("button", name="Gửi lại").click()
    expect(page.locator(".notices")).to_contain_text("Thư sẽ được gửi lại ngay.")
    expect(row).to_have_count(0)
    page.get_by_role("tab", name=re.compile("^Chờ gửi")).click()
    expect(row).to_be_visible()


async def refuse_all(redis_url: str, server: ServerProcess) -> None:
    """A mail server refuses every mail that waits."""
    client = command_client(redis_url)
    await end_mails(client, server.clock, "refused", "550 no such user")
    await client.aclose()


def test_on_a_phone_the_list_of_mails_is_one_pane_and_leads_back(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    wide = console()
    gone(wide, visitor())
    say(wide, "Bạn thử lại giúp mình")
    page = console(viewport=NARROW)
    page.get_by_role("link", name=re.compile(r"^Thư( \d+)?$")).click()
    expect(page.get_by_role("heading", name="Thư", level=1)).to_be_visible()
    page.locator(".mail-row a.row").first.click()
    expect(page.locator(".message.agent").first).to_be_visible()
    page.get_by_role("link", name="Quay lại danh sách").click()
    expect(page.get_by_role("heading", name="Thư", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
