"""Stories that walk through the widget's screens: each stops where there is something to look at, and names it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from playwright.sync_api import expect

from chatserver.texts import say
from tests.browser.widget.chosen import choose, cut, note, photo, upload
from tests.browser.widget.conftest import DAY, HANOI, NIGHT, OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.browser.widget.test_widget_refused import refuse_once
from tests.file_samples import PDF
from tests.server import ServerProcess

Screens = Iterator[tuple[str, OnPage]]
Story = Callable[[OpenShop, OpenAgent, ServerProcess, str], Screens]
CHANGE = datetime(2022, 3, 28, tzinfo=HANOI)  # of Chatwork's policy
LONG = "Nghiêng-nghiêngngảngươngnguếchngoáchnguệchngoạc" * 3
FIND = {"vi": "hoa don", "en": "billing"}
ADDRESS = "https://shop.example/san-pham/" + "ao-dai-" * 20 + "?mau=do#mo-ta"


def reading(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """Before anything is said: the button, the home screen, what a search finds, an article."""
    agent()
    widget = shop(language=language).open("/pricing")
    yield "closed", widget
    widget.open()
    expect(widget.part(".help li")).to_have_count(3)
    yield "home", widget
    widget.part(".help input").fill(FIND[language])
    expect(widget.part(".help .note[role=status]")).not_to_be_empty()
    yield "search", widget
    widget.part(".help li button").first.click()
    yield "article", widget


def talk(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """By day: waiting, an agent who answers, the end, what was missing, the menu."""
    an = agent("Nguyễn Hoàng Bảo Trân")
    widget = shop(language=language).open().open()
    widget.say("Mình muốn hỏi về hoá đơn tháng này, xuất giúp mình với")
    expect(widget.part(".place")).to_be_visible()
    widget.say(f"{LONG}\nĐơn ở đây: {ADDRESS}")
    expect(widget.own).to_have_count(2)
    yield "waiting", widget
    conversation = an.take("Nghiêng")
    file = upload(an, "hướng-dẫn-xuất-hoá-đơn-điện-tử-quý-hai.pdf", PDF)
    an.send("say", conversation=conversation, cid="ab" * 16, text=f"Xem {ADDRESS} nhé", files=[file])
    an.say(conversation, "Mình gửi bạn hướng dẫn.")
    an.send("typing", conversation=conversation, on=True)
    an.send("read", conversation=conversation, seq=2)
    expect(widget.part(".line.agent")).to_have_count(2)
    choose(widget, photo())
    widget.say("Đây là ảnh của mình")
    expect(widget.own.locator("img")).to_be_visible()
    expect(widget.own.last.locator(".foot")).not_to_be_empty()
    yield "talking", widget
    an.do("act", verb="close", conversation=conversation)
    expect(widget.part(".line.event")).to_have_count(2)
    yield "ended", widget
    widget.part("button[value=no]").click()
    expect(widget.part("#why")).to_be_visible()
    expect(widget.part("[aria-pressed=true]")).to_have_attribute("value", "no")
    yield "not helped", widget
    widget.part(".more").click()
    expect(widget.part("[role=menuitem]").first).to_be_focused()
    yield "menu", widget


def told(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """What the menu tells visitors of themselves: their conversations, and what agents see."""
    agent()
    widget = shop(language=language).open().open()
    widget.say("Mình muốn hỏi về hoá đơn tháng này")
    expect(widget.own.locator(".foot")).not_to_be_empty()
    for entry in ("widget.earlier", "widget.about"):
        widget.part(".more").click()
        widget.part("[role=menuitem]").get_by_text(say(entry, language), exact=True).click()
        widget.part(".sheet").wait_for()
        yield entry.removeprefix("widget."), widget
        widget.page.keyboard.press("Escape")


def night(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """Out of hours: what to expect, the promise, an address that is wrong, then one that is kept."""
    server.clock.turn_to(NIGHT)
    widget = shop(language=language).open().open()
    expect(widget.part(".hint")).not_to_be_empty()
    yield "home at night", widget
    widget.say("Mình không nhận được mã xác minh")
    expect(widget.part(".promise h3")).to_be_visible()
    yield "address asked", widget
    widget.part("#address").fill("lan@")
    widget.part("#address").press("Enter")
    expect(widget.part("#fault")).to_be_visible()
    yield "address wrong", widget
    widget.part("#address").fill("lan@gmail.con")
    widget.part("#address").press("Enter")
    expect(widget.part(".guess")).to_be_visible()
    yield "address guessed", widget
    widget.part(".guess").click()
    expect(widget.part(".saved")).to_be_visible()
    yield "address kept", widget


def trouble(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """A file that is cut off, a refusal, words that are too long, a long wait, and no connection at all."""
    agent()
    site = shop(language=language)
    refuse_once(site, "blocked")
    widget = site.open()
    widget.page.clock.install()
    widget.open()
    cut(site)
    choose(widget, note("nhật-ký-" * 8 + "ngày-4-tháng-3.txt"), photo())
    expect(widget.part(".tray")).to_contain_text(say("widget.file.interrupted", language))
    yield "files cut off", widget
    for button in widget.part(".tray .remove").all()[::-1]:
        button.click()
    widget.say("Bị từ chối")
    expect(widget.part(".again")).to_be_visible()
    widget.say("Có ai không?")
    widget.field.fill("dài " * 2_600)
    widget.field.press("Enter")
    expect(widget.part(".strip")).to_be_visible()
    widget.part(".strip").scroll_into_view_if_needed()
    yield "refused and too long", widget
    widget.field.fill("")
    server.clock.turn_to(DAY.replace(minute=2, second=10))
    expect(widget.part(".longer")).to_be_visible()
    yield "long wait", widget
    site.context.route_web_socket("**/ws/*", lambda socket: None)
    widget.page.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    widget.page.clock.run_for(3_100)
    expect(widget.part(".strip")).to_have_text(say("widget.reconnecting", language))
    yield "no connection", widget


def nobody(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """The page says who is signed in, and cannot prove it."""
    widget = shop(language=language).open().open()
    widget.page.evaluate("chatserver('identify', 'no.such.token')")
    expect(widget.part(".strip", has_text=say("widget.identity_failed", language))).to_be_visible()
    yield "identity failed", widget


def afterwards(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """A talk that has ended: the verdict and its reason, the menu, the talk by mail."""
    an = agent()
    widget = shop(language=language).open().open()
    widget.say("Đơn hàng 1042 chưa tới")
    conversation = an.take("Đơn hàng")
    an.say(conversation, "Hàng tới ngày mai")
    an.do("act", verb="close", conversation=conversation)
    verdict = widget.part("[aria-pressed]")
    verdict.last.click()
    expect(widget.part("[aria-pressed=true]")).to_be_visible()
    expect(widget.part(".line.event").last).to_contain_text(say("widget.rating.no", language).lower())
    yield "rated", widget
    widget.part(".more").click()
    expect(widget.part(".menu")).to_be_visible()
    yield "menu", widget
    for name, key in (("what we send", "widget.about"), ("earlier talks", "widget.earlier")):
        widget.part("[role=menuitem]", has_text=say(key, language)).click()
        expect(widget.part(".sheet h2")).to_have_text(say(key, language))
        yield name, widget
        widget.part(".sheet button").first.click()
        widget.part(".more").click()
    widget.part("[role=menuitem]", has_text=say("widget.menu.mail", language)).click()
    expect(widget.part("#address")).to_be_visible()
    yield "mail asked for", widget


def desk(shop: OpenShop, agent: OpenAgent, server: ServerProcess, language: str) -> Screens:
    """A desk of departments: a change that is announced, a choice, a refusal with its way out."""
    server.clock.turn_to(CHANGE - timedelta(days=3))
    widget = shop(language=language).open().open()
    expect(widget.part(".announcement")).to_be_visible()
    yield "change announced", widget
    server.clock.turn_to(CHANGE + timedelta(hours=10))
    widget = shop(language=language).open().open()
    widget.part("select").select_option("usage")
    expect(widget.part(".refused")).to_be_visible()
    yield "department refused", widget
    widget.say("Làm sao để tạo nhóm mới?")
    expect(widget.part(".again")).to_be_visible()
    yield "words refused", widget
