"""Several tabs: one thread, one unread count, drafts not mixed (contract R12)."""

from playwright.sync_api import expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop


def test_two_tabs_show_one_thread_and_one_unread_count(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    first = site.open("/pricing").open()
    first.say("Viết ở tab một")
    expect(first.own.locator(".foot")).to_contain_text("Đã gửi")
    second = site.open("/checkout").open()
    expect(second.own).to_contain_text("Viết ở tab một")
    second.say("Viết ở tab hai")
    expect(second.own.last.locator(".foot")).to_contain_text("Đã gửi")
    first.page.bring_to_front()
    expect(first.own).to_have_count(2)
    for widget in (first, second):
        widget.part(".shut").click()
    conversation = an.take("Viết ở tab hai")
    an.say(conversation, "Chào bạn")
    for widget in (first, second):
        widget.page.bring_to_front()
        expect(widget.part(".launcher b")).to_have_text("1")
    first.page.bring_to_front()
    first.launcher.click()
    expect(first.part(".line.agent")).to_contain_text("Chào bạn")
    expect(second.part(".launcher b")).to_be_hidden()
    assert len({message["body"]["cid"] for message in an.watch(conversation)}) == 4


def test_drafts_of_two_tabs_do_not_mix(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    first, second = site.open().open(), site.open().open()
    second.field.fill("Nháp của tab hai")
    first.page.bring_to_front()
    first.field.fill("Nháp của tab một")
    expect(second.field).to_have_value("Nháp của tab hai")
    expect(first.field).to_have_value("Nháp của tab một")
