"""An incident is told from a console: every console shows it, and only an admin speaks."""

from collections.abc import Iterator

import pytest
import redis
from playwright.sync_api import Locator, Page, StorageState, expect

from chatserver.store import keys
from tests.browser.console.conftest import OpenConsole
from tests.server import ServerProcess

TOLD = "Khách đang được báo: Không đăng nhập được"


@pytest.fixture(autouse=True)
def quiet(server: ServerProcess, redis_url: str) -> Iterator[None]:
    """No incident is left behind."""
    yield
    with redis.Redis.from_url(redis_url, decode_responses=True) as store:
        store.delete(keys.incident(str(store.hget(keys.SITE_KEYS, server.site_key))))


def bar(page: Page) -> Locator:
    """The line above everything."""
    return page.locator(".incident")


def asked(page: Page, opener: str = "Sự cố") -> Locator:
    """The dialog, open."""
    page.get_by_role("button", name=opener, exact=True).click()
    dialog = page.get_by_role("dialog", name="Báo sự cố cho khách")
    expect(dialog.get_by_label("Tên sự cố bằng tiếng Việt")).to_be_focused()
    return dialog


def raised(page: Page, url: str = "https://status.twinai.com") -> None:
    """An admin tells of one."""
    dialog = asked(page)
    expect(dialog.get_by_role("button", name="Đã khắc phục xong")).to_be_hidden()
    dialog.get_by_label("Tên sự cố bằng tiếng Việt").fill("Không đăng nhập được")
    dialog.get_by_label("Tên sự cố bằng tiếng Anh").fill("Sign-in is down")
    dialog.get_by_label("Đường dẫn theo dõi").fill(url)
    dialog.get_by_role("button", name="Báo cho khách").click()


def test_an_admin_raises_updates_and_ends_it_and_everybody_follows(
    console: OpenConsole, binh: StorageState
) -> None:
    an, other = console(), console(storage_state=binh)
    raised(an)
    expect(bar(an)).to_contain_text(f"{TOLD} · Cập nhật 10:00 hôm nay, Nguyễn An", timeout=2_500)
    expect(bar(other)).to_contain_text(TOLD)
    expect(bar(other).get_by_role("status")).to_contain_text(TOLD)
    expect(bar(other).get_by_role("link")).to_have_attribute("href", "https://status.twinai.com")
    dialog = asked(an, "Cập nhật")
    expect(dialog.get_by_label("Tên sự cố bằng tiếng Anh")).to_have_value("Sign-in is down")
    dialog.get_by_label("Tên sự cố bằng tiếng Việt").fill("Đăng nhập còn chậm")
    dialog.get_by_label("Đường dẫn theo dõi").fill("")
    dialog.get_by_role("button", name="Gửi cập nhật").click()
    expect(bar(other)).to_contain_text("Đăng nhập còn chậm")
    expect(bar(other).get_by_role("link")).to_be_hidden()
    asked(an).get_by_role("button", name="Đã khắc phục xong").click()
    expect(bar(other)).to_be_hidden()
    expect(bar(an)).to_be_hidden()


def test_who_is_no_admin_sees_it_and_is_offered_nothing(console: OpenConsole, binh: StorageState) -> None:
    an, other = console(), console(storage_state=binh)
    expect(other.get_by_role("button", name="Sự cố", exact=True)).to_be_hidden()
    raised(an)
    expect(bar(other)).to_contain_text(TOLD)
    expect(bar(other).get_by_role("button")).to_be_hidden()
    other.reload()
    expect(bar(other)).to_contain_text(TOLD)


def test_a_link_that_runs_code_is_refused_in_words(console: OpenConsole) -> None:
    page = console()
    raised(page, url="javascript:alert(1)")
    dialog = page.get_by_role("dialog", name="Báo sự cố cho khách")
    expect(dialog.get_by_role("alert")).to_have_text("Đường dẫn cần bắt đầu bằng http:// hoặc https://")
    dialog.get_by_role("button", name="Thôi").click()
    expect(bar(page)).to_be_hidden()


def test_the_dialog_is_left_by_escape_and_gives_the_focus_back(console: OpenConsole) -> None:
    page = console()
    asked(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sự cố", exact=True)).to_be_focused()


def test_what_the_servers_command_tells_is_signed_in_words(
    console: OpenConsole, server: ServerProcess, redis_url: str
) -> None:
    page = console()
    raised(page)
    expect(bar(page)).to_contain_text(TOLD)
    with redis.Redis.from_url(redis_url, decode_responses=True) as store:
        store.hset(keys.incident(str(store.hget(keys.SITE_KEYS, server.site_key))), "by", "operator")
    expect(bar(page)).to_contain_text("người vận hành máy chủ")
