"""Earlier conversations, a new one, and what agents see: all from the header's menu."""

from datetime import timedelta

from playwright.sync_api import Locator, expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.conftest import DAY, OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.browser.widget.signed_in import CALLBACK, IDENTIFY, Pen, signed_in
from tests.server import ServerProcess

YOURS, NEW, ABOUT = "Các cuộc trò chuyện của bạn", "Bắt đầu cuộc trò chuyện mới", "Chúng tôi thấy gì về bạn"


def choose(widget: OnPage, entry: str) -> None:
    """Open the menu and choose an entry."""
    widget.part(".more").click()
    widget.part("[role=menuitem]").get_by_text(entry, exact=True).click()


def rows(widget: OnPage) -> Locator:
    """The conversations that are listed."""
    choose(widget, YOURS)
    widget.part(".sheet").wait_for()
    return widget.part(".earlier button")


def sent(widget: OnPage) -> None:
    """All that was written is stored."""
    expect(widget.own.last.locator(".foot")).to_contain_text("Đã gửi")


def had(widget: OnPage, agent: BareAgent, text: str, answer: str = "Dạ xong rồi ạ") -> str:
    """A whole conversation, closed in the end; its id."""
    widget.say(text)
    sent(widget)
    conversation = agent.take(text)
    agent.say(conversation, answer)
    expect(widget.part(".line.agent")).to_contain_text(answer)
    agent.do("act", verb="close", conversation=conversation)
    expect(widget.part(".line.event").last).to_contain_text("đã đóng")
    return conversation


def test_a_new_one_is_begun_and_the_old_one_read_again_in_all_tabs(shop: OpenShop, agent: OpenAgent) -> None:
    an, site = agent(), shop()
    widget = site.open().open()
    widget.part(".more").click()
    expect(widget.part("[role=menuitem]").get_by_text(NEW)).to_have_count(0)
    widget.page.keyboard.press("Escape")
    old = had(widget, an, "Đơn hàng 1042 chưa tới")
    other = site.open("/checkout").open()
    choose(widget, NEW)
    expect(widget.own).to_have_count(0)
    expect(widget.field).to_be_focused()
    expect(widget.part("h1")).to_be_visible()
    expect(other.own).to_have_count(0)
    widget.say("Chuyện khác hẳn")
    sent(widget)
    expect(other.own.locator(".words")).to_have_text("Chuyện khác hẳn")
    new = an.find("Chuyện khác")
    assert new != old
    listed = rows(other)
    expect(listed).to_have_count(2)
    expect(listed.first).to_have_attribute("aria-current", "true")
    expect(listed.nth(1)).to_contain_text("Đơn hàng 1042 chưa tới")
    expect(listed.nth(1)).to_contain_text("đã kết thúc")
    other.page.reload()
    expect(other.open().own.locator(".words")).to_have_text("Chuyện khác hẳn")


def test_words_written_into_an_earlier_one_open_it_again_even_over_a_reload(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an, widget = agent(), shop().open().open()
    old = had(widget, an, "Câu hỏi thứ nhất")
    choose(widget, NEW)
    had(widget, an, "Câu hỏi thứ hai", "Dạ vâng")
    rows(widget).get_by_text("Câu hỏi thứ nhất").click()
    expect(widget.own.locator(".words")).to_have_text("Câu hỏi thứ nhất")
    expect(widget.part(".line.agent")).to_contain_text("Dạ xong rồi ạ")
    widget.page.reload()
    widget.open()
    expect(widget.own.locator(".words")).to_have_text("Câu hỏi thứ nhất")
    widget.say("Vẫn chưa được bạn ạ")
    sent(widget)
    assert an.take("Vẫn chưa") == old


def test_what_runs_calls_back_when_the_agent_speaks(shop: OpenShop, agent: OpenAgent) -> None:
    an, site = agent(), shop()
    widget = site.open().open()
    had(widget, an, "Chuyện hôm trước")
    choose(widget, NEW)
    widget.say("Chuyện đang chờ")
    sent(widget)
    rows(widget).get_by_text("Chuyện hôm trước").click()
    expect(widget.own.locator(".words")).to_have_text("Chuyện hôm trước")
    an.say(an.take("Chuyện đang chờ"), "Mình đây ạ")
    expect(widget.own.locator(".words")).to_have_text("Chuyện đang chờ")
    expect(widget.part(".line.agent")).to_contain_text("Mình đây ạ")
    rows(widget).get_by_text("Chuyện hôm trước").click()
    expect(widget.own.locator(".words")).to_have_text("Chuyện hôm trước")
    widget.page.reload()
    expect(widget.open().own.locator(".words")).to_have_text("Chuyện đang chờ")


def test_what_is_still_on_its_way_goes_where_it_was_written(shop: OpenShop, agent: OpenAgent) -> None:
    an, site = agent(), shop()
    widget = site.open().open()
    had(widget, an, "Chuyện hôm trước")
    choose(widget, NEW)
    widget.say("Viết khi có mạng")
    sent(widget)
    listed = rows(widget)
    site.context.set_offline(True)
    listed.get_by_text("Chuyện hôm trước").click()
    site.context.set_offline(False)
    widget.page.evaluate("dispatchEvent(new Event('online'))")
    expect(widget.own.locator(".words")).to_have_text("Chuyện hôm trước")
    widget.say("Viết vào chuyện cũ")
    sent(widget)
    old = [one["body"].get("text") for one in an.watch(an.find("Viết vào"))]
    new = [one["body"].get("text") for one in an.watch(an.find("Viết khi"))]
    assert "Viết vào chuyện cũ" in old
    assert "Viết vào chuyện cũ" not in new


def test_what_ended_long_ago_does_not_swallow_a_new_question(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess
) -> None:
    an, site = agent(), shop()
    widget = site.open().open()
    old = had(widget, an, "Chuyện tuần trước")
    widget.page.close()
    server.clock.turn_to(DAY + timedelta(days=7))
    again = site.open().open()
    expect(again.part("h1")).to_be_visible()
    expect(again.own).to_have_count(0)
    again.say("Chuyện tuần này")
    sent(again)
    assert an.find("Chuyện tuần này") != old
    expect(rows(again)).to_have_count(2)


def test_what_one_person_was_shown_is_gone_for_the_next(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess, redis_url: str
) -> None:
    pen = Pen(server, redis_url)
    pen.rule()
    an = agent()
    widget = signed_in(shop(head=CALLBACK), pen, "lan-of-lists").open()
    had(widget, an, "Chuyện riêng của Lan")
    choose(widget, NEW)
    expect(widget.own).to_have_count(0)
    widget.say("Chuyện khác của Lan")
    sent(widget)
    expect(rows(widget)).to_have_count(2)
    pen.sign_for(widget.page, "binh-of-lists")
    widget.page.evaluate(IDENTIFY)
    expect(widget.part(".sheet")).to_have_count(0)
    expect(widget.own).to_have_count(0)
    expect(rows(widget)).to_have_count(0)
    expect(widget.part(".sheet")).to_contain_text("Bạn chưa có cuộc trò chuyện nào.")
    pen.retire()


def test_the_visitor_sees_what_agents_see(shop: OpenShop, agent: OpenAgent) -> None:
    site = shop(
        attributes='data-mask="/orders/*"',
        head="<script>chatserver=function(){(chatserver.q=chatserver.q||[]).push(arguments)};"
        "chatserver('track', {plan: 'Kinh doanh', seats: 3})</script>",
    )
    an = agent()
    widget = site.open("/orders/1042?token=7").open()
    widget.say("Các bạn thấy gì?")
    sent(widget)
    an.watch(an.find("Các bạn"))
    widget.page.evaluate("history.pushState({}, '', '/pricing'); document.title = 'Bảng giá mới'")
    an.until("trail")
    choose(widget, ABOUT)
    sheet = widget.part(".sheet")
    expect(sheet).to_contain_text("Bảng giá mới")
    expect(sheet).to_contain_text(f"{site.origin}/orders/•")
    expect(sheet).to_contain_text("plan: Kinh doanh")
    expect(sheet).to_contain_text("seats: 3")
    expect(sheet.get_by_text("Ngôn ngữ: Tiếng Việt", exact=True)).to_be_visible()
    expect(sheet).to_contain_text("1280x720")
    expect(sheet.get_by_role("link", name="Chi tiết")).to_be_visible()
    assert "1042" not in sheet.inner_text()
    an.send("watch", cursor={"id": an.find("Các bạn")})
    for page in an.until("conversation")["trail"]:
        expect(sheet).to_contain_text(page["url"])
    widget.page.keyboard.press("Escape")
    expect(widget.own).to_be_visible()
