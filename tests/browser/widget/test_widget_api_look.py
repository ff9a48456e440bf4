"""How the widget stands and speaks on a page that wishes it otherwise: docs/api.md, and attributes of the tag."""

import pytest
from playwright.sync_api import expect

from tests.browser.widget.chosen import SENT
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.scripted import boots, with_script
from tests.browser.widget.shop import OpenShop
from tests.browser.widget.test_widget_manners import STORED

pytestmark = pytest.mark.portable


def test_a_boot_in_the_queue_draws_once_with_its_settings(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop(viewport={"width": 1000, "height": 700})
    site.has_tag = False
    site.head = boots(site, "lang: 'en', position: 'left', offset: [40, 96]") * 2
    widget = site.open()
    assert widget.launcher.bounding_box() == {"x": 40, "y": 700 - 96 - 56, "width": 56, "height": 56}
    widget.page.evaluate("chatserver('open')")
    expect(widget.part("h1")).to_have_text("Hi, how can we help?")
    box = widget.panel.bounding_box()
    assert box
    assert (box["x"], box["y"] + box["height"]) == (40, 700 - 96 - 68)
    expect(widget.page.locator("chatserver-widget")).to_have_count(1)


def test_what_a_page_proposes_never_stands_over_what_is_written(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = with_script(
        shop, "chatserver('prefill', { text: 'Tôi hỏi về hóa đơn' }); chatserver('open')"
    ).open()
    expect(widget.field).to_have_value("Tôi hỏi về hóa đơn")
    expect(widget.field).to_be_focused()
    widget.field.press_sequentially(" tháng 3")
    widget.page.evaluate("chatserver('prefill', { text: 'Khác hẳn' })")
    assert widget.page.evaluate("chatserver('debug').then((dump) => dump.session.sending)") == 0
    expect(widget.field).to_have_value("Tôi hỏi về hóa đơn tháng 3")
    widget.field.press("Enter")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    assert an.find("Tôi hỏi về hóa đơn tháng 3")
    widget.field.fill("đang viết dở")
    widget.page.reload()
    widget.page.evaluate("chatserver('prefill', { text: 'Khác hẳn' }); chatserver('open')")
    widget.part("header .status").wait_for()
    expect(widget.field).to_have_value("đang viết dở")


def test_another_language_takes_over_without_losing_a_word(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = with_script(shop, "chatserver('track', { plan: 'Kinh doanh' })")
    widget = site.open().open()
    widget.say("Trước khi đổi tiếng")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    conversation = an.take("Trước khi đổi")
    widget.field.fill("đang viết dở")
    page = widget.page
    page.evaluate("chatserver('update', { lang: 'en', texts: { en: { 'widget.composer': 'Ask May' } } })")
    expect(widget.field).to_have_attribute("placeholder", "Viết tin nhắn")  # somebody is writing
    widget.part(".send").focus()
    expect(widget.field).to_have_attribute("placeholder", "Ask May")
    expect(page.locator("chatserver-widget")).to_have_count(1)
    expect(widget.panel).to_be_visible()
    expect(widget.field).to_have_value("đang viết dở")
    expect(widget.own.locator(".words")).to_have_text("Trước khi đổi tiếng")
    expect(widget.part("header .status")).to_have_text("is helping you")
    an.say(conversation, "Vẫn là một cuộc trò chuyện")
    expect(widget.part(".line.agent .words")).to_have_text("Vẫn là một cuộc trò chuyện")
    widget.field.press("Enter")
    expect(widget.own.locator(".words").last).to_have_text("đang viết dở")
    expect(widget.own.locator(".foot").last).to_contain_text("Se")
    dump = page.evaluate("chatserver('debug')")
    assert (dump["language"], dump["state"], dump["session"]["connection"]) == ("en", "running", "ready")
    an.send("watch", cursor={"id": conversation})
    assert an.until("conversation")["context"] == {"plan": "Kinh doanh"}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_theme_is_chosen_against_the_system(shop: OpenShop, agent: OpenAgent, theme: str) -> None:
    agent()
    other = "light" if theme == "dark" else "dark"
    wished = shop(attributes=f'data-theme="{theme}"', color_scheme=other).open().open()
    native = shop(color_scheme=theme).open().open()
    for widget in (wished, native):
        widget.say("Sáng hay tối?")
        expect(widget.own.locator(".foot")).to_have_text(SENT)
    looks = [
        [
            widget.part(part).evaluate(
                "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.colorScheme] }"
            )
            for part in ("section", ".status", ".own .words", "textarea", ".hint")
        ]
        for widget in (wished, native)
    ]
    assert looks[0][0][0] == looks[1][0][0]
    assert [look[:2] for look in looks[0]] == [look[:2] for look in looks[1]]
    assert looks[0][0][2] == theme
    wished.page.evaluate("chatserver('update', { theme: null })")
    expect(wished.panel).not_to_have_css("color", looks[0][0][0])


PLACE = '<div id="support" style="height: 480px; width: 360px"></div>'


def test_the_panel_fills_a_place_of_the_page_once_somebody_is_about(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop(attributes='data-mount="#support"')
    site.body = f"<h1>Trợ giúp</h1><button>Mở</button>{PLACE}"
    # Whatever a test asks of a page counts as a gesture there.
    site.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'userActivation', { value: undefined })"
    )
    sockets: list[str] = []
    site.context.on("page", lambda page: page.on("websocket", lambda socket: sockets.append(socket.url)))
    widget = site.open()
    page = widget.page
    page.wait_for_function("document.querySelector('#support chatserver-widget')")
    assert (sockets, page.evaluate(STORED)) == ([], ["", 0, 0, 0])
    expect(widget.launcher).to_be_hidden()
    page.get_by_role("button", name="Mở", exact=True).click()
    widget.part("header .status").wait_for()
    expect(widget.panel).to_have_js_property("offsetWidth", 360)
    expect(widget.panel).to_have_js_property("offsetHeight", 480)
    expect(widget.part(".shut")).to_be_hidden()
    expect(page.get_by_role("region", name="Twin AI")).to_be_visible()
    widget.say("Ngay trong trang")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    widget.field.press("Escape")
    page.evaluate("chatserver('close')")
    expect(widget.panel).to_be_visible()


def test_a_place_out_of_sight_reads_nothing_and_may_come_again(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop(attributes='data-mount="#support"')
    site.body = f"<button>Mở</button>{PLACE}"
    widget = site.open()
    page = widget.page
    page.get_by_role("button", name="Mở", exact=True).click()
    widget.part("header .status").wait_for()
    widget.say("Rồi đi chỗ khác")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    conversation = an.take("Rồi đi chỗ khác")
    page.evaluate(
        "() => { window.count = 0; chatserver('on', 'unread', (unread) => (window.count = unread)) }"
    )
    page.evaluate("document.querySelector('#support').style.display = 'none'")
    expect(widget.panel).to_have_attribute("hidden", "")
    an.say(conversation, "Lúc không ai thấy")
    page.wait_for_function("count === 1")  # out of sight is not read
    page.evaluate("document.querySelector('#support').outerHTML = '<p>Trang khác</p>'")
    expect(page.locator("chatserver-widget")).to_have_count(0)
    page.evaluate(f"document.querySelector('main').insertAdjacentHTML('beforeend', `{PLACE}`)")
    expect(widget.part(".line.agent .words")).to_have_text("Lúc không ai thấy")
    page.wait_for_function("count === 0")
    page.evaluate("chatserver('update', { mount: null })")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_visible()
    page.evaluate("document.querySelector('chatserver-widget').remove()")  # as frameworks do
    expect(widget.launcher).to_be_visible()


def test_buttons_of_the_page_open_it_and_have_the_focus_back(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop(attributes='data-launcher="#help, [data-help]"')
    site.body = f'<a id="help" href="{site.server.url}/chat/{site.server.site_key}">Trợ giúp</a>'
    widget = site.open()
    page = widget.page
    help_link = page.get_by_role("link", name="Trợ giúp")
    expect(help_link).to_have_attribute("aria-expanded", "false")
    expect(widget.launcher).to_be_hidden()
    help_link.focus()
    help_link.press("Enter")
    expect(widget.part("h1")).to_be_visible()
    assert page.url.startswith(site.origin)
    expect(help_link).to_have_attribute("aria-expanded", "true")
    expect(widget.field).to_be_focused()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(help_link).to_be_focused()
    page.evaluate("document.querySelector('main').innerHTML = '<button data-help><b>Hỏi</b></button>'")
    page.locator("[data-help]").click()
    expect(widget.panel).to_be_visible()
    page.locator("[data-help]").click()
    expect(widget.panel).to_be_hidden()
    page.evaluate("chatserver('update', { launcher: null })")
    expect(widget.launcher).to_be_visible()
    expect(page.locator("[data-help]")).not_to_have_attribute("aria-expanded", "false")


def test_an_article_opens_by_its_name_before_and_during_a_talk(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = with_script(shop, "chatserver('openArticle', 'channels')").open()
    expect(widget.part("article h2")).to_be_visible()
    widget.part("article .back").click()
    expect(widget.part("article")).to_have_count(0)
    widget.say("Đang nói chuyện")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    widget.page.evaluate("chatserver('openArticle', 'channels')")
    expect(widget.part("article h2")).to_be_visible()
    expect(widget.own).to_be_hidden()
    widget.part("article .back").click()
    expect(widget.own).to_be_visible()
    none = "chatserver('openArticle', 'khong-co').catch((fault) => fault.message)"
    assert widget.page.evaluate(none) == "there is no article 'khong-co'"


@pytest.mark.parametrize(
    "head",
    [
        "<script>Object.defineProperty(Document.prototype, 'currentScript', { value: null })</script>",
        "<img name=currentScript src=https://evil.example/widget.js>",
    ],
)
def test_its_tag_is_found_by_what_it_loads_and_no_picture_is_taken_for_it(
    shop: OpenShop, agent: OpenAgent, head: str
) -> None:
    agent()
    picture = "<img src=https://evil.example/chat/widget.js>"
    widget = shop(head=head + picture).open().open()
    expect(widget.part("h1")).to_be_visible()
