"""Whether we helped: asked in the thread once a person has answered and it has ended or gone quiet."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.widget.conftest import DAY, OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ROOT, ServerProcess

TWIN_AI = ROOT / "chatserver" / "data" / "policies" / "twin-ai.toml"


@pytest.fixture
def apply(redis_url: str) -> Iterator[Callable[[Path], None]]:
    """Puts a policy in force by the command; the shipped one is in force again afterwards."""

    def apply(file: Path) -> None:
        command = [sys.executable, "-m", "chatserver", "policy", "apply", str(file), "--by", "An", "--force"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "REDIS_URL": redis_url}, check=True)

    yield apply
    apply(TWIN_AI)


def card(widget: OnPage) -> Locator:
    """Where it is asked."""
    return widget.part("[role=group]", has=widget.page.locator("[aria-pressed]"))


def helped(widget: OnPage, agent: OpenAgent) -> None:
    """Lan asks, An answers and closes."""
    widget.say("Đơn hàng 1042 chưa tới")
    expect(widget.own).to_have_count(1)
    an = agent()
    conversation = an.take("Đơn hàng")
    expect(widget.part(".line.event")).to_contain_text("đang hỗ trợ bạn")
    an.say(conversation, "Hàng tới ngày mai")
    expect(widget.part(".line.agent")).to_have_count(1)
    expect(card(widget)).to_be_hidden()
    an.do("act", verb="close", conversation=conversation)
    expect(card(widget)).to_be_visible()


def buttons(widget: OnPage) -> list[Locator]:
    """Yes and no."""
    return [card(widget).get_by_role("button", name=name, exact=True) for name in ("Có", "Chưa")]


def test_a_talk_with_a_person_that_has_ended_is_rated_and_a_reason_may_be_given(
    shop: OpenShop, agent: OpenAgent
) -> None:
    widget = shop().open().open()
    helped(widget, agent)
    expect(card(widget)).to_contain_text("Bạn có hài lòng với lần hỗ trợ này?")
    yes, no = buttons(widget)
    expect(yes).to_have_attribute("aria-pressed", "false")
    size = yes.bounding_box()
    assert size is not None and min(size["width"], size["height"]) >= 24  # WCAG 2.5.8
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(widget.part(".line.event").last).to_have_text("Bạn đánh giá: chưa hài lòng.")
    field = card(widget).get_by_label("Điều gì chưa ổn? (không bắt buộc)")
    expect(field).to_be_focused()
    field.fill("Trả lời <img src=x onerror=alert(1)> chậm")
    field.press("Enter")
    told = "Bạn đánh giá: chưa hài lòng. “Trả lời <img src=x onerror=alert(1)> chậm”"
    expect(widget.part(".line.event").last).to_have_text(told)
    expect(field).to_be_hidden()
    expect(widget.part(".line img")).to_have_count(0)
    no.click()
    expect(field).to_have_value("")
    for text in (
        "Một",
        "Hai",
        "Ba",
        "Bốn",
        "Năm",
        "Sáu",
        "Bảy",
        "Tám",
    ):  # too fast: it says so, and keeps the words
        field.evaluate("(field, text) => { field.value = text; field.form.requestSubmit() }", text)
    expect(card(widget).get_by_role("alert")).to_contain_text("Thử lại sau")
    expect(field).to_have_value("Tám")


def test_a_verdict_is_still_there_later_and_may_be_changed_until_they_write_again(
    shop: OpenShop, agent: OpenAgent
) -> None:
    widget = shop().open().open()
    helped(widget, agent)
    yes, no = buttons(widget)
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(no).to_have_attribute("aria-pressed", "false")
    widget.page.reload()
    widget.launcher.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    widget.say("Mình hỏi thêm")
    expect(card(widget)).to_be_hidden()


def test_it_is_asked_once_an_answer_has_gone_quiet_but_never_before_a_person_has_answered(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess
) -> None:
    widget = shop(language="en", locale="en-GB").open().open()
    widget.say("Where is my order?")
    expect(widget.own).to_have_count(1)
    an = agent()
    conversation = an.take("Where is")
    an.do("act", verb="close", conversation=conversation)
    expect(widget.part(".line.event").last).to_contain_text("closed")
    expect(card(widget)).to_be_hidden()
    an.do("act", verb="reopen", conversation=conversation)
    an.say(conversation, "It arrives tomorrow")
    expect(widget.part(".line.agent")).to_have_count(1)
    expect(card(widget)).to_be_hidden()
    server.clock.turn_to(DAY + timedelta(minutes=11))
    widget.page.reload()
    expect(widget.loaded).to_be_attached()
    widget.launcher.click()
    expect(card(widget)).to_be_visible()
    expect(card(widget)).to_contain_text("Did we help?")
    card(widget).get_by_role("button", name="Yes", exact=True).click()
    expect(widget.part(".line.event").last).to_have_text("You rated this: we helped.")


def test_a_policy_that_asks_for_none_is_followed_at_once(
    shop: OpenShop, agent: OpenAgent, apply: Callable[[Path], None], tmp_path: Path
) -> None:
    widget = shop().open().open()
    helped(widget, agent)
    silent = tmp_path / "desk.toml"
    silent.write_text(
        TWIN_AI.read_text("utf-8").replace("[[version]]", "[[version]]\nrating = false"), "utf-8"
    )
    apply(silent)
    expect(card(widget)).to_be_hidden()
    apply(TWIN_AI)
    expect(card(widget)).to_be_visible()
