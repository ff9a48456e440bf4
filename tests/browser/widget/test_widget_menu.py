"""The header's menu: fetched when it is opened, worked by keyboard, and what its entries do."""

from playwright.sync_api import Page, expect

from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop

ITEM = "[role=menuitem]"


def fetched(page: Page) -> list[str]:
    """Names of the parts of the widget that this page has asked for."""
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name.split('/').pop())")
    return [name.partition("-")[0] for name in names]


def menu_of(widget: OnPage) -> None:
    """Open the menu by its button."""
    widget.part(".more").click()
    widget.part(".menu").wait_for()


def test_the_menu_costs_nothing_until_it_is_opened_and_is_worked_by_keyboard(shop: OpenShop) -> None:
    widget = shop().open().open()
    widget.say("Xin chào")
    expect(widget.own).to_have_count(1)
    button = widget.part(".more")
    expect(button).to_have_attribute("aria-haspopup", "menu")
    assert "menu" not in fetched(widget.page)
    size = button.bounding_box()
    assert size is not None and min(size["width"], size["height"]) >= 24  # WCAG 2.5.8
    button.focus()
    button.press("Enter")
    expect(widget.part(ITEM).first).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert "menu" in fetched(widget.page)
    widget.page.keyboard.press("ArrowUp")
    expect(widget.part(ITEM).last).to_be_focused()
    widget.page.keyboard.press("ArrowDown")
    expect(widget.part(ITEM).first).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.part(".menu")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(widget.panel).to_be_visible()
    menu_of(widget)
    widget.part(".thread").click()
    expect(widget.part(".menu")).to_be_hidden()


def test_the_talk_is_copied_with_days_times_names_and_what_happened(shop: OpenShop, agent: OpenAgent) -> None:
    store = shop()
    store.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget = store.open().open()
    widget.say("Đơn hàng 1042 chưa tới")
    expect(widget.own).to_have_count(1)
    an = agent()
    an.say(an.take("Đơn hàng"), "Để mình xem <b>giúp</b> bạn")
    expect(widget.part(".line.agent")).to_have_count(1)
    menu_of(widget)
    widget.part(ITEM, has_text="Sao chép nội dung trò chuyện").click()
    told = widget.part(".strip[role=status]", has_text="Đã sao chép")
    expect(told).to_be_visible()
    ink = widget.panel.evaluate("panel => getComputedStyle(panel).color")
    expect(told).to_have_css("color", ink)  # no warning
    copied = widget.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == [
        "Twin AI",
        "Giờ ghi theo múi giờ Asia/Ho_Chi_Minh.",
        "",
        "thứ Tư 4/3/2026",
        "10:00 Bạn: Đơn hàng 1042 chưa tới",
        "10:00 · Nguyễn An đang hỗ trợ bạn.",
        "10:00 Nguyễn An: Để mình xem <b>giúp</b> bạn",
    ]


def test_where_the_clipboard_is_closed_to_scripts_the_old_way_copies(shop: OpenShop) -> None:
    head = "<script>delete Navigator.prototype.clipboard</script>"
    store = shop(head=head, language="en", locale="en-GB")
    widget = store.open().open()
    widget.say("Where is my order?")
    expect(widget.own).to_have_count(1)
    menu_of(widget)
    widget.part(ITEM, has_text="Copy the chat").click()
    expect(widget.part(".strip[role=status]", has_text="The chat has been copied.")).to_be_visible()
    widget.field.click()
    widget.page.keyboard.press("Control+V")
    expect(widget.field).to_have_value("Twin AI\nTimes are in the time zone Asia/Ho_Chi_Minh.\n\n"
                                       "Wed 4 Mar 2026\n10:00 You: Where is my order?\n")  # fmt: skip


def test_the_talk_is_mailed_and_an_address_is_asked_for_first(shop: OpenShop, agent: OpenAgent) -> None:
    widget = shop().open().open()
    widget.say("Đơn hàng 1042 chưa tới")
    expect(widget.own).to_have_count(1)
    an = agent()
    conversation = an.take("Đơn hàng")
    an.say(conversation, "Hàng tới ngày mai")
    an.do("act", verb="close", conversation=conversation)
    expect(widget.part(".line.event").last).to_contain_text("đã đóng")
    menu_of(widget)
    widget.part(ITEM, has_text="Gửi nội dung trò chuyện tới email").click()
    field = widget.part("#address")
    expect(field).to_be_focused()
    field.fill("không phải email")
    field.press("Enter")
    expect(widget.part("#fault")).to_be_visible()
    field.fill("lan@example.com")
    field.press("Enter")
    told = widget.part(".strip[role=status]", has_text="Sẽ gửi nội dung trò chuyện tới lan@example.com.")
    expect(told).to_be_visible()
    expect(field).to_be_hidden()
    for _ in range(3):
        menu_of(widget)
        widget.part(ITEM, has_text="Gửi nội dung").click()
    expect(widget.part(".strip[role=status]", has_text="Thử lại sau")).to_be_visible()
