"""A visitor writes, an agent answers, in the widget on the product team's page."""

import pytest
from playwright.sync_api import expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop

pytestmark = pytest.mark.portable

QUESTION = "Mình đổi từ gói Cá nhân lên Kinh doanh thì có mất tiền tháng này không ạ?"


def test_a_question_is_sent_answered_and_seen(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    widget = site.open("/pricing").open()
    expect(widget.part("h1")).to_have_text("Chào bạn, chúng tôi có thể giúp gì cho bạn?")
    expect(widget.part("header .status")).to_contain_text("Đang hỗ trợ đến 22:00")
    widget.say(QUESTION)
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    conversation = an.find("Mình đổi")
    message = an.watch(conversation)[0]
    assert message["body"]["page"] == {"url": site.origin + "/pricing", "title": "Bảng giá"}
    an.do("act", verb="take", conversation=conversation)
    expect(widget.part(".line.event")).to_have_text("Nguyễn An đang hỗ trợ bạn.")
    an.send("typing", conversation=conversation, on=True)
    expect(widget.part(".typing")).to_contain_text("đang soạn tin…")
    an.say(conversation, "Không ạ, xem https://twinai.com/gia nhé.")
    expect(widget.part(".line.agent .words")).to_have_text("Không ạ, xem https://twinai.com/gia nhé.")
    link = widget.part(".line.agent a")
    expect(link).to_have_attribute("href", "https://twinai.com/gia")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(widget.part(".typing")).to_be_hidden()
    expect(widget.part("header h2")).to_have_text("Nguyễn An")
    an.until("read", conversation=conversation)
    an.send("read", conversation=conversation, seq=message["seq"])
    expect(widget.own.locator(".foot")).to_have_text("Đã xem 10:00")


def test_an_answer_to_a_closed_panel_is_counted_until_it_is_seen(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop().open().open()
    widget.say("Có ai không ạ?")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    widget.field.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    conversation = an.take("Có ai không")
    an.say(conversation, "Có đây ạ")
    an.say(conversation, "Bạn cần gì ạ?")
    expect(widget.part(".launcher b")).to_have_text("2")
    expect(widget.launcher).to_have_attribute("aria-label", "Mở cửa sổ chat, 2 tin nhắn chưa đọc")
    widget.launcher.click()
    expect(widget.part(".launcher b")).to_be_hidden()
    expect(widget.field).to_be_focused()


def test_the_thread_is_there_on_the_next_page_and_after_a_reload(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    open_shop = shop()
    widget = open_shop.open("/pricing").open()
    widget.say("Cho mình hỏi giá")
    conversation = an.take("Cho mình hỏi")
    widget.page.goto(open_shop.origin + "/checkout")
    an.say(conversation, "Gói Cá nhân 99.000 đồng ạ")
    expect(widget.part(".launcher b")).to_have_text("1")
    widget.page.reload()
    widget.open()
    expect(widget.own).to_contain_text("Cho mình hỏi giá")
    expect(widget.part(".line.agent")).to_contain_text("99.000")
    again = open_shop.open("/account").open()
    expect(again.own).to_contain_text("Cho mình hỏi giá")


def test_the_agent_follows_the_visitor_through_the_page(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop(attributes='data-allow-query="tab"')
    widget = site.open("/pricing?tab=nam&email=lan@example.com#giá").open()
    widget.say("Trang này là trang nào?")
    conversation = an.find("Trang này")
    assert an.watch(conversation)[0]["body"]["page"]["url"] == site.origin + "/pricing?tab=nam"
    widget.page.evaluate("history.pushState({}, '', '/app#/orders/7?token=1'); document.title = 'Đơn hàng'")
    trail = an.until("trail")["page"]
    assert trail["title"] == "Đơn hàng"
    assert trail["zone"] in {"Asia/Ho_Chi_Minh", "Asia/Saigon"}  # two names for one; browsers differ
    assert trail["url"].startswith(site.origin + "/app#/orders/7")
    widget.page.evaluate("location.hash = '#!/giỏ'")
    assert "#!/" in an.until("trail")["page"]["url"]


def test_a_message_carries_the_page_it_was_sent_from_however_fresh(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    widget = site.open("/pricing").open()
    widget.field.fill("Gửi ngay sau khi chuyển trang")
    widget.field.evaluate("""field => {
        history.pushState({}, '', '/app/invoices');
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }""")
    expect(widget.own.locator(".foot")).to_contain_text("Đã gửi")
    conversation = an.find("Gửi ngay")
    assert an.watch(conversation)[0]["body"]["page"]["url"] == site.origin + "/app/invoices"


def test_the_app_tells_its_own_context(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = (
        shop(
            head="<script>chatserver=function(){(chatserver.q=chatserver.q||[]).push(arguments)};"
            "chatserver('track', {plan: 'Kinh doanh', seats: 3, f() {}})</script>"
        )
        .open()
        .open()
    )
    widget.say("Gói của mình là gì?")
    an.send("watch", cursor={"id": an.find("Gói của mình")})
    assert an.until("conversation")["context"] == {"plan": "Kinh doanh", "seats": 3}


def test_who_answers_is_named_where_they_begin_to_speak(shop: OpenShop, agent: OpenAgent) -> None:
    lan = agent("Nguyễn Thị Lan")
    widget = shop().open().open()
    widget.say("Ai trả lời mình vậy?")
    conversation = lan.take("Ai trả lời")
    for text in ("Mình là Lan", "Bạn cần gì ạ"):
        lan.say(conversation, text)
    expect(widget.part("header .face")).to_have_text("L")
    expect(widget.part("header h2")).to_have_text("Nguyễn Thị Lan")
    said = widget.part(".line.agent")
    expect(said).to_have_count(2)
    expect(said.first.locator(".face")).to_have_text("L")
    expect(said.first.locator(".who")).to_contain_text("Nguyễn Thị Lan")
    expect(said.nth(1).locator(".face")).to_have_count(0)
    expect(said.nth(1).locator(".unseen")).to_have_text("Nguyễn Thị Lan: ")
    lan.do("act", verb="close", conversation=conversation)
    widget.say("Còn một câu nữa")
    binh = agent("Trần Bình")
    binh.say(binh.take("Còn một"), "Mình là Bình")
    expect(said.nth(2).locator(".who")).to_contain_text("Trần Bình")
