"""Whom the visitor asks: choosing a department, being refused with a way out, changes that were announced."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.widget.conftest import HANOI
from tests.browser.widget.shop import OnPage, OpenShop
from tests.browser.widget.signed_in import Pen
from tests.server import ROOT, ServerProcess, server_process
from tests.signing import claims_of, sign

pytestmark = pytest.mark.portable

CHATWORK = ROOT / "chatserver" / "data" / "policies" / "chatwork.toml"
CHANGE = datetime(2022, 3, 28, tzinfo=HANOI)
QUESTION = "Làm sao để tạo nhóm mới?"
SIGN_IN = (
    "<script>window.chatserver=window.chatserver||function(){(chatserver.q=chatserver.q||[]).push(arguments)};"
    "chatserver('signin',()=>{document.title='Đăng nhập'})</script>"
)
WITHIN_MS = 2_000
OF_LOGIN = "[version.departments.login.targets.email]"
GREETING = """
greeting = { vi = "Bạn không đăng nhập được?", en = "Trouble logging in?" }
checklist = [{ vi = "Email đăng nhập", en = "The email you log in with" }]
"""


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Chatwork's desk."""
    with server_process(tmp_path_factory.mktemp("desk"), module_redis, POLICY=str(CHATWORK)) as running:
        yield running


@pytest.fixture
def pen(server: ServerProcess, redis_url: str, daytime: None) -> Iterator[Pen]:
    """What the shop's own server signs with; the site forgets the key afterwards."""
    made = Pen(server, redis_url)
    made.rule()
    yield made
    made.retire()


def chatserver(redis_url: str, *arguments: str) -> str:
    """Run a command of the product beside the running server."""
    done = subprocess.run(
        [sys.executable, "-m", "chatserver", *arguments],
        cwd=ROOT,
        env={**os.environ, "REDIS_URL": redis_url, "POLICY": str(CHATWORK)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def refusal(widget: OnPage, foot: str) -> None:
    """The words are still there, marked, with the reason."""
    expect(widget.own).to_contain_text(QUESTION)
    expect(widget.own.locator(".again")).to_contain_text(foot)


def test_a_refused_department_names_the_way_out_and_the_words_take_it(shop: OpenShop) -> None:
    widget = shop().open().open()
    widget.part("select").select_option("usage")
    expect(widget.part(".picker .note")).to_contain_text("Chỉ dành cho các gói trả phí.")
    card = widget.part(".refused")
    expect(card).to_contain_text("Hãy đăng nhập để gửi câu hỏi này.")
    expect(card.get_by_role("button")).to_have_text(["Chuyển tới: Thắc mắc về đăng nhập"])
    widget.say(QUESTION)
    refusal(widget, "Hãy đăng nhập để gửi câu hỏi này. Chưa gửi được.")
    card.get_by_role("button").click()
    expect(widget.own.locator(".foot")).to_contain_text("Đã lưu")
    expect(widget.own).to_have_count(1)
    expect(card).to_be_hidden()
    expect(widget.part(".promise h3")).to_have_text("Chúng tôi sẽ trả lời trước 10:00 thứ Sáu 6/3.")


def test_a_free_plan_is_told_who_is_helped_and_a_paid_one_takes_the_words_along(
    shop: OpenShop, pen: Pen
) -> None:
    def pays(widget: OnPage, plan: str) -> None:
        token = sign(claims_of(pen.site, pen.server.clock(), sub="lan", plan=plan), "k1")
        widget.page.evaluate("token => chatserver('identify', token)", token)

    widget = shop().open().open()
    pays(widget, "Free")
    widget.part("select").select_option("usage")
    card = widget.part(".refused")
    expect(card).to_contain_text("Bộ phận này chỉ hỗ trợ gói Cá nhân, Kinh doanh, Doanh nghiệp.")
    widget.say(QUESTION)
    refusal(widget, "Bộ phận này không hỗ trợ gói của bạn. Chưa gửi được.")
    pays(widget, "Business")
    expect(widget.own.locator(".foot")).to_contain_text("Đã lưu")
    expect(card).to_be_hidden()
    expect(widget.part(".promise h3")).to_have_text("Chúng tôi sẽ trả lời trước 10:00 ngày mai.")


def test_what_is_being_written_stays_when_another_department_is_chosen(shop: OpenShop) -> None:
    widget = shop().open().open()
    widget.part("select").select_option("usage")
    widget.field.fill(QUESTION)
    widget.part(".refused").get_by_role("button").click()
    expect(widget.part("select")).to_have_value("login")
    expect(widget.part(".refused")).to_be_hidden()
    assert widget.field.input_value() == QUESTION
    assert widget.own.count() == 0


def test_the_picker_is_worked_by_keyboard_and_has_a_name(shop: OpenShop) -> None:
    widget = shop(language="en").open().open()
    picker = widget.panel.get_by_label("Who would you like to ask?")
    picker.focus()
    picker.press("ArrowDown")
    expect(picker).to_have_value("usage")
    expect(picker).to_have_accessible_description(re.compile("^How to use it, .* For paid plans only.$"))
    expect(widget.part(".refused")).to_contain_text("Sign in to ask this.")


def test_a_page_that_can_sign_people_in_is_asked_to(shop: OpenShop) -> None:
    widget = shop(head=SIGN_IN).open().open()
    widget.part("select").select_option("usage")
    widget.part(".refused").get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(widget.page).to_have_title("Đăng nhập")


def test_a_choice_outlives_a_reload_of_the_connection(shop: OpenShop) -> None:
    shopping = shop()
    widget = shopping.open().open()
    widget.part("select").select_option("usage")
    expect(widget.part(".refused")).to_be_visible()
    shopping.context.set_offline(True)
    widget.page.evaluate("dispatchEvent(new Event('pagehide'))")
    shopping.context.set_offline(False)
    widget.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    widget.say(QUESTION)
    refusal(widget, "Hãy đăng nhập để gửi câu hỏi này.")


def test_an_announced_change_arrives_on_its_day_in_open_widgets(
    shop: OpenShop, server: ServerProcess
) -> None:
    server.clock.turn_to(CHANGE - timedelta(seconds=8))
    widget = shop().open().open()
    notice = widget.part(".announcement")
    expect(notice).to_contain_text(
        "Từ 28/03/2022, thắc mắc về đăng nhập và về sử dụng do hai bộ phận trả lời."
    )
    expect(widget.part(".picker")).to_be_hidden()
    expect(widget.part(".picker")).to_be_visible(timeout=12_000)
    expect(notice).to_be_hidden()
    expect(widget.part("select option")).to_have_count(2)


def test_a_notice_that_was_put_away_stays_away(shop: OpenShop, server: ServerProcess) -> None:
    server.clock.turn_to(CHANGE - timedelta(days=3))
    widget = shop().open().open()
    widget.part(".announcement").get_by_role("button", name="Ẩn thông báo này").click()
    expect(widget.part(".announcement")).to_have_count(0)
    widget.page.reload()
    widget.open()
    expect(widget.part(".hint")).to_contain_text("Bộ phận này trả lời qua email.")
    expect(widget.part(".announcements[role=note]")).to_be_hidden()
    assert widget.part(".announcement").count() == 0


def test_a_policy_applied_by_command_reaches_open_widgets_within_two_seconds(
    shop: OpenShop, redis_url: str, tmp_path: Path
) -> None:
    widget = shop().open().open()
    expect(widget.part("select option")).to_have_count(2)
    file = tmp_path / "desk.toml"
    shown = chatserver(redis_url, "policy", "show")
    renamed = shown.replace('company = "Chatwork"', 'company = "Văn phòng"')
    file.write_text(renamed.replace(OF_LOGIN, GREETING + OF_LOGIN), "utf-8")
    assert "is in force" in chatserver(redis_url, "policy", "apply", str(file), "--by", "An")
    applied = time.monotonic()
    expect(widget.part("header h2")).to_have_text("Văn phòng", timeout=WITHIN_MS)
    assert time.monotonic() - applied <= WITHIN_MS / 1000
    expect(widget.part(".intro h1")).to_have_text("Bạn không đăng nhập được?")
    expect(widget.part(".checklist li")).to_have_text(["Email đăng nhập"])
    widget.say("Không nhận được mã xác minh")
    expect(widget.part(".promise .checklist li")).to_have_text(["Email đăng nhập"])


def test_nothing_is_wider_than_a_small_phone(shop: OpenShop) -> None:
    widget = shop(viewport={"width": 320, "height": 568}).open().open()
    widget.part("select").select_option("usage")
    expect(widget.part(".refused")).to_be_visible()
    right = (
        "all => Math.max(...[...all.querySelectorAll('*')].map((part) => part.getBoundingClientRect().right))"
    )
    assert widget.panel.evaluate(right) <= 320
