"""What a page's own script asks of the widget: docs/api.md."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget.chosen import SENT
from tests.browser.widget.conftest import NIGHT, OpenAgent
from tests.browser.widget.scripted import with_script
from tests.browser.widget.shop import STUB, OnPage, OpenShop
from tests.browser.widget.signed_in import LEFT
from tests.browser.widget.test_widget_manners import STORED

pytestmark = pytest.mark.portable

ASKED = """
window.told = [];
for (const name of ['ready', 'open', 'close', 'unread', 'message', 'availability', 'conversation', 'error']) {
  chatserver('on', name, (value) => told.push([name, value]));
}
"""


def told(page: Page, name: str) -> list[Any]:
    """What the page has heard of an event."""
    heard: list[Any] = page.evaluate(
        "(name) => told.filter(([one]) => one === name).map(([, value]) => value ?? null)", name
    )
    return heard


def test_a_page_hears_how_things_stand_and_what_happens(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = with_script(shop, ASKED)
    requests: list[str] = []
    site.context.on("request", lambda request: requests.append(request.url))
    widget = site.open()
    page = widget.page
    page.wait_for_function("told.some(([name]) => name === 'ready')")
    assert [told(page, name) for name in ("ready", "unread", "availability", "conversation")] == [
        [True],
        [0],
        ["unknown"],
        ["none"],
    ]
    assert not told(page, "open") + told(page, "close") + told(page, "message")
    ours = [url.rpartition("/")[2] for url in requests if url.startswith(site.server.url)]
    assert [re.sub(r"-\w+\.js", "", name) for name in ours] == ["widget.js", "app-api"]
    assert page.evaluate(STORED) == ["", 0, 0, 0]
    widget.open()
    widget.say("Trang này nghe thấy gì?")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    conversation = an.take("Trang này nghe")
    page.wait_for_function("told.some(([name, value]) => name === 'conversation' && value === 'open')")
    page.evaluate("chatserver('close')")
    an.say(conversation, "Không nghe thấy lời nào")
    page.wait_for_function("told.some(([name, value]) => name === 'unread' && value === 1)")
    assert told(page, "availability") == ["unknown", "agent"]
    assert [name for name in told(page, "conversation") if name != "waiting"] == ["none", "open"]
    assert [sorted(message) for message in told(page, "message")] == [["at", "from"]] * 2
    assert [message["from"] for message in told(page, "message")] == ["visitor", "agent"]
    assert (told(page, "open"), told(page, "close"), told(page, "error")) == ([True], [None], [])


def test_who_has_gone_hears_nothing_and_who_fails_harms_nobody(shop: OpenShop) -> None:
    script = """
    window.heard = [];
    window.gone = chatserver('on', 'open', () => heard.push('gone'));
    gone();
    chatserver('once', 'unread', () => heard.push('unread'));
    chatserver('once', 'ready', () => heard.push('ready'));
    chatserver('once', 'open', () => heard.push('once'));
    chatserver('on', 'open', () => { throw new Error('of the page') });
    window.last = chatserver('on', 'open', () => heard.push('open'));
    window.both = () => heard.push('both');
    chatserver('on', 'open', both);
    chatserver('once', 'open', both);
    window.old = chatserver;
    """
    page = with_script(shop, script).open().page
    page.wait_for_function("heard.includes('ready')")
    assert (
        page.evaluate("typeof old('on', 'close', () => heard.push('close'))") == "function"
    )  # the stub, still held
    with page.expect_console_message(lambda line: "a listener has failed" in line.text):
        page.evaluate("chatserver('open')")
    page.wait_for_function("heard.includes('open')")
    page.evaluate("async () => { chatserver('close'); last(); await chatserver('debug') }")
    page.evaluate("async () => { chatserver('open'); chatserver('close'); await chatserver('debug') }")
    assert page.evaluate("heard") == ["ready", "once", "open", "both", "both", "close", "both", "close"]


WRONG = {
    "['maximize']": "there is no 'maximize'",
    "['toString']": "there is no 'toString'",
    "[]": "there is no 'undefined'",
    "['update', 7]": "settings are an object",
    "['track', 'Business']": "a context is an object of flat names",
    "['identify', 7]": "give a token",
    "['signin', 'here']": "nobody to call back",
    "['prefill', { text: 7 }]": "text and department are strings",
    "['openArticle']": "an article is named by its id",
    "['on', 'typing', () => {}]": "there is no event 'typing'",
    "['on', 'open']": "nobody to call back",
}


def test_a_wrong_call_is_told_once_and_throws_nothing(shop: OpenShop) -> None:
    widget = shop().open()
    page = widget.page
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.evaluate("addEventListener('unhandledrejection', () => (window.unhandled = true))")
    widget.open()
    for call, why in WRONG.items():
        with page.expect_console_message(lambda line, why=why: why in line.text) as said:  # type: ignore[misc]
            answer = page.evaluate(
                f"async () => {{ const given = chatserver(...{call}); return typeof given === 'function'"
                " ? 'function' : given.then(() => 'kept', (fault) => fault.message) }"
            )
        assert (said.value.type, said.value.text[:12]) == ("warning", "chatserver('"), call
        assert answer == "function" if "'on'" in call else why in answer, call
    page.evaluate(
        "() => { window.code = ''; chatserver('on', 'error', (error) => (window.code = error.code)) }"
    )
    page.evaluate("chatserver('identify', 'no token')")
    page.wait_for_function("code === 'identity'")
    for setting, why in {"colour: '#fff'": "is no setting", "position: 'top'": "cannot be top"}.items():
        with page.expect_console_message(lambda line, why=why: why in line.text):  # type: ignore[misc]
            page.evaluate(f"chatserver('update', {{ {setting} }})")
    page.evaluate("void chatserver('maximize')")
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert (faults, page.evaluate("window.unhandled")) == ([], None)


def test_a_page_without_a_site_in_its_tag_boots_and_shuts_down(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    site.has_tag = False
    site.head = f'<script>{STUB}</script><script async src="{site.server.url}/widget.js"></script>'
    page = site.context.new_page()
    page.goto(site.origin)
    page.wait_for_function("!chatserver.q.length && chatserver.q.push !== Array.prototype.push")
    for call in ("'open'", "'update', {}", "'boot', {}", "'prefill', {}", "'debug'"):
        if "debug" in call:
            assert page.evaluate("chatserver('debug').then((dump) => dump.state)") == "not booted"
        elif "prefill" not in call:
            assert page.evaluate(f"chatserver({call}).then(() => 'kept', () => 'refused')") == "refused", call
    widget = OnPage(page)
    expect(page.locator("chatserver-widget")).to_have_count(0)
    boot = f"chatserver('boot', {{ site: '{site.server.site_key}', color: '#ffd400' }})"
    page.evaluate(boot)
    page.evaluate(boot)  # as StrictMode runs an effect twice
    expect(page.locator("chatserver-widget")).to_have_count(1)
    widget.open()
    widget.say("Của người trước")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    expect(widget.part(".send")).to_have_css("background-color", "rgb(255, 212, 0)")
    page.evaluate("chatserver('shutdown')")
    expect(widget.panel).to_be_hidden()
    page.evaluate("chatserver('hide')")
    expect(widget.launcher).to_be_hidden()
    page.evaluate(boot)
    expect(widget.launcher).to_be_visible()
    widget.open()
    expect(widget.part("h1")).to_be_visible()
    expect(widget.own).to_have_count(0)


def test_a_dump_for_support_holds_nothing_that_was_said(
    shop: OpenShop, agent: OpenAgent, server: Any
) -> None:
    agent()
    server.clock.turn_to(NIGHT)
    widget = shop().open("/hoa-don/bi-mat?ma=12345").open()
    widget.say("Điều bí mật")
    widget.part(".promise input").fill("lan@example.com")
    widget.part(".promise .main").click()
    expect(widget.part(".promise")).to_contain_text("lan@example.com")
    dump = widget.page.evaluate("chatserver('debug').then(JSON.stringify)")
    [secret, conversation] = re.findall(r'"(?:secret|conversation)":"([\w-]+)"', widget.page.evaluate(LEFT))[
        :2
    ]
    for private in ("bí mật", "bi-mat", "12345", "lan@", secret, conversation):
        assert private not in dump
    assert '"outcome":"email"' in dump
    assert '"connection":"ready"' in dump
