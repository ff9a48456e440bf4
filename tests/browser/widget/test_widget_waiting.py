"""Waiting: the place in the queue, why it rose, email beside waiting, and an end in any case (contract R20)."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.widget.conftest import DAY, OpenAgent
from tests.browser.widget.shop import OpenShop
from tests.server import ServerProcess

pytestmark = pytest.mark.portable

NEXT, SECOND = "Sắp đến lượt bạn.", "Còn 1 người trước bạn."


def test_who_waits_sees_their_place_and_why_it_rose(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    first, second, third = (shop().open().open() for _ in range(3))
    for widget, text in ((first, "Mình đến trước"), (second, "Mình đến sau")):
        widget.say(text)
        expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    expect(first.part(".place")).to_have_text(NEXT)
    expect(second.part(".place")).to_have_text(SECOND)
    an.take(text="Mình đến trước")
    expect(second.part(".place")).to_have_text(NEXT)
    expect(first.part(".place")).to_be_hidden()
    third.say("Hệ thống ngừng chạy")
    expect(third.part(".place")).to_have_text(SECOND)
    an.do("priority", conversation=an.find(text="Hệ thống ngừng chạy"), priority="critical")
    expect(third.part(".place")).to_have_text(NEXT)
    expect(second.part(".place")).to_have_text(f"Một việc khẩn cấp vừa được đưa lên trước. {SECOND}")


def test_after_two_minutes_email_is_offered_beside_waiting(
    shop: OpenShop, server: ServerProcess, agent: OpenAgent
) -> None:
    agent()
    patient, hurried = (shop().open().open() for _ in range(2))
    for widget in (patient, hurried):
        widget.say("Có ai không?")
        expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    server.clock.turn_to(DAY + timedelta(minutes=2, seconds=5))
    question = "Xin lỗi để bạn chờ lâu. Chờ tiếp, hay nhận trả lời qua email trước 14:0"
    for widget in (patient, hurried):
        expect(widget.part(".longer")).to_contain_text(question)
    patient.part(".longer").get_by_role("button", name="Chờ tiếp").click()
    expect(patient.part(".longer")).to_be_hidden()
    expect(patient.part(".place")).to_be_visible()
    hurried.part(".longer").get_by_role("button", name="Nhận qua email").click()
    expect(hurried.part(".thread")).to_contain_text("Bạn không cần chờ nữa.")
    expect(hurried.part(".promise h3")).to_contain_text("Chúng tôi sẽ trả lời trước 14:0")
    expect(hurried.part(".longer")).to_be_hidden()
    server.clock.turn_to(DAY + timedelta(minutes=10, seconds=30))
    expect(patient.part(".thread")).to_contain_text("Tin nhắn vẫn được giữ; chúng tôi trả lời qua email")
    expect(patient.part(".promise h3")).to_be_visible()
