"""An incident stands above everything in every open widget, is read out once an update, and can be put away."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from playwright.sync_api import Locator, expect

from chatserver.store import keys
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ROOT, ServerProcess

pytestmark = pytest.mark.portable

DOWN = ("--vi", "Không đăng nhập được", "--en", "Sign-in is down")
SAID = "Đang có sự cố: Không đăng nhập được. Chúng tôi đang khắc phục. Cập nhật"
WITHIN_MS = 2_000
Tell = Callable[..., None]
COUNT_WHAT_IS_READ_OUT = """region => {
    window.readOut = 0;
    new MutationObserver(() => { if (region.textContent) window.readOut++; }).observe(region, {childList: true});
}"""


@pytest.fixture
def tell(redis_url: str, server: ServerProcess) -> Iterator[Tell]:
    """Run `chatserver incident …` beside the server; nothing is told any more afterwards."""

    def run(*arguments: str) -> None:
        command = [sys.executable, "-m", "chatserver", "incident", *arguments]
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, "REDIS_URL": redis_url}, capture_output=True, check=True
        )

    yield run
    with redis.Redis.from_url(redis_url, decode_responses=True) as store:
        store.delete(keys.incident(str(store.hget(keys.SITE_KEYS, server.site_key))))


def strip(widget: OnPage) -> Locator:
    """The strip in its region."""
    return widget.part(".announcements[role=status]").locator(".announcement")


def test_it_reaches_open_widgets_within_two_seconds_with_its_news_and_its_end(
    shop: OpenShop, tell: Tell
) -> None:
    lan, john = shop().open().open(), shop(language="en").open().open()
    tell("raise", *DOWN, "--url", "https://status.twinai.com")
    expect(strip(lan)).to_contain_text(SAID, timeout=WITHIN_MS)
    expect(strip(john)).to_contain_text("Incident: Sign-in is down. We're on it. Updated", timeout=WITHIN_MS)
    details = strip(lan).get_by_role("link", name="Chi tiết")
    expect(details).to_have_attribute("href", "https://status.twinai.com")
    expect(details).to_have_attribute("target", "_blank")
    tell("update", "--vi", "Đăng nhập còn chậm", "--url", "")
    expect(strip(lan)).to_contain_text("Đang có sự cố: Đăng nhập còn chậm.", timeout=WITHIN_MS)
    expect(details).to_have_count(0)
    tell("end")
    expect(strip(lan)).to_have_count(0, timeout=WITHIN_MS)
    expect(strip(john)).to_have_count(0, timeout=WITHIN_MS)


def test_who_opens_the_widget_later_sees_it_above_everything(shop: OpenShop, tell: Tell) -> None:
    tell("raise", *DOWN)
    widget = shop().open().open()
    expect(strip(widget)).to_contain_text(SAID)
    over, thread = strip(widget).bounding_box(), widget.part(".thread").bounding_box()
    assert over and thread and over["y"] < thread["y"]
    widget.say("Mình không vào được")
    expect(widget.own).to_have_count(1)
    expect(strip(widget)).to_be_visible()


def test_each_update_is_read_out_once(shop: OpenShop, tell: Tell) -> None:
    tell("raise", *DOWN)
    widget = shop().open().open()
    expect(strip(widget)).to_contain_text(SAID)
    widget.part(".announcements[role=status]").evaluate(COUNT_WHAT_IS_READ_OUT)
    widget.say("Có ai không?")
    expect(widget.own).to_have_count(1)
    tell("update", "--vi", "Đăng nhập còn chậm")
    expect(strip(widget)).to_contain_text("Đăng nhập còn chậm")
    assert widget.page.evaluate("window.readOut") == 1


def test_put_away_it_stays_away_on_all_pages_until_there_is_news(shop: OpenShop, tell: Tell) -> None:
    tell("raise", *DOWN)
    widget = shop().open().open()
    strip(widget).get_by_role("button", name="Ẩn thông báo này").click()
    expect(strip(widget)).to_have_count(0)
    widget.page.reload()
    widget.open()
    expect(widget.part(".hint")).not_to_be_empty()
    expect(widget.part(".announcements[role=status]")).to_be_attached()
    expect(strip(widget)).to_have_count(0)
    tell("update")
    expect(strip(widget)).to_contain_text(SAID, timeout=WITHIN_MS)


def test_behind_a_closed_panel_it_waits_to_be_read_out(shop: OpenShop, tell: Tell) -> None:
    widget = shop().open().open()
    tell("raise", *DOWN)
    expect(strip(widget)).to_contain_text(SAID)
    widget.part(".shut").click()
    tell("update", "--vi", "Đăng nhập còn chậm")
    begun = time.monotonic()
    widget.launcher.click()
    expect(strip(widget)).to_contain_text("Đăng nhập còn chậm")
    assert time.monotonic() - begun < WITHIN_MS / 1000


def test_the_page_of_our_own_shows_it_too(shop: OpenShop, server: ServerProcess, tell: Tell) -> None:
    tell("raise", *DOWN)
    page = shop().context.new_page()
    page.goto(f"{server.url}/chat/{server.site_key}")
    page.locator("html.ready").wait_for()
    expect(strip(OnPage(page))).to_contain_text(SAID)
