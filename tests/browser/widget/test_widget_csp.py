"""The policies that docs/embed.md publishes, word for word, on a page of another origin, over https and wss."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.widget.chosen import SENT, choose, photo
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.https_door import https_door
from tests.browser.widget.shop import Shop
from tests.server import ROOT, ServerProcess

EMBED = (ROOT / "docs" / "embed.md").read_text("utf-8")
MANIFEST = json.loads((ROOT / "static" / "manifest.json").read_text("utf-8"))
PUBLISHED = re.findall(r"^```http\n(.+?)^```", EMBED, re.MULTILINE | re.DOTALL)
STRICT, NONCE, TRUSTED_TYPES, ISOLATED = PUBLISHED
NOTHING_ELSE = "default-src 'none'; form-action 'none'; base-uri 'none'; "
WATCH = """window.broken = [];
document.addEventListener('securitypolicyviolation',
  ({ violatedDirective, blockedURI }) => broken.push(`${violatedDirective} ${blockedURI}`));"""


class StrictShop(Shop):
    """A page with the tag that is given, and its headers."""

    tag = ""

    def html(self) -> str:
        """No inline script, no style, no icon: nothing but the tag."""
        return f'<!doctype html><html lang="vi"><title>Bảng giá</title>{self.tag}<h1>Bảng giá</h1>'


OpenStrict = Callable[[str, str], StrictShop]


@pytest.fixture(scope="module")
def host(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`HOST` of the documents."""
    with https_door(server.url, tmp_path_factory.mktemp("door")) as there:
        yield there


@pytest.fixture
def strict(browser: Browser, server: ServerProcess, host: str) -> Iterator[OpenStrict]:
    """A shop whose pages have that tag and those headers, as the documents write them."""
    shops: list[StrictShop] = []

    def open_shop(headers: str, tag: str) -> StrictShop:
        context = browser.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", ignore_https_errors=True
        )
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        lines = headers.replace("HOST", host).splitlines()
        site = StrictShop(
            server, context, host="localhost", headers=dict(line.split(": ", 1) for line in lines)
        )
        site.tag = tag.replace("HOST", host).replace("SITE_KEY", server.site_key)
        shops.append(site)
        return site

    yield open_shop
    for one in shops:
        one.close()


TAG = '<script async src="https://HOST/widget.js" data-site="SITE_KEY"></script>'
WITH_NONCE = TAG.replace("<script", '<script nonce="RANDOM"')


def alone(headers: str) -> str:
    """The published policy on a page that allows nothing else."""
    return headers.replace("Content-Security-Policy: ", "Content-Security-Policy: " + NOTHING_ELSE)


@pytest.mark.parametrize(
    ("headers", "tag"),
    [
        pytest.param(alone(STRICT), TAG, id="nothing else allowed"),
        pytest.param(alone(NONCE), WITH_NONCE, id="nonce and strict-dynamic"),
        pytest.param(alone(STRICT).strip() + "; " + TRUSTED_TYPES, TAG, id="Trusted Types required"),
        pytest.param(ISOLATED + alone(STRICT), TAG, id="cross-origin isolated"),
    ],
)
def test_it_opens_sends_and_shows_a_photo(
    strict: OpenStrict, agent: OpenAgent, headers: str, tag: str
) -> None:
    an = agent()
    widget = strict(headers, tag).open().open()
    choose(widget, photo())
    widget.say("Dưới chính sách chặt")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    expect(widget.own.locator("img")).to_have_js_property("naturalWidth", 8)
    an.say(an.take("Dưới chính sách chặt"), "Vẫn được ạ")
    expect(widget.part(".line.agent")).to_contain_text("Vẫn được ạ")
    assert widget.page.evaluate("broken") == []
    assert widget.page.evaluate("crossOriginIsolated") is (ISOLATED in headers)


def test_no_published_policy_has_anything_unsafe() -> None:
    assert len(PUBLISHED) == 4
    assert not re.search(r"unsafe|blob:|data:|\*", "".join(PUBLISHED))


def pinned(integrity: str) -> str:
    """The tag with a loader of one release."""
    src = f'https://HOST/{MANIFEST["loader"]}" integrity="{integrity}" crossorigin data-site'
    return TAG.replace('https://HOST/widget.js" data-site', src)


def import_map(changed: str = "") -> str:
    """What the page expects of each part; the app is another one if `changed`."""
    expected = {f"https://HOST/static/{name}": file["integrity"] for name, file in MANIFEST["files"].items()}
    if changed:
        expected[f"https://HOST/static/{MANIFEST['apps']['vi']}"] = changed
    return f'<script type="importmap">{json.dumps({"integrity": expected})}</script>'


OF_THE_LOADER = MANIFEST["files"][MANIFEST["loader"]]["integrity"]
OF_ANOTHER = "sha384-" + "A" * 64


def test_a_pinned_loader_and_its_parts_run_when_they_are_what_the_page_expects(
    strict: OpenStrict, agent: OpenAgent
) -> None:
    agent()
    widget = strict("", import_map() + pinned(OF_THE_LOADER)).open().open()
    widget.say("Đúng bản này")
    expect(widget.own.locator(".foot")).to_have_text(SENT)


def test_another_loader_than_the_page_expects_does_not_run(strict: OpenStrict) -> None:
    site = strict("", pinned(OF_ANOTHER))
    page = site.context.new_page()
    with page.expect_console_message(lambda line: "integrity" in line.text):
        page.goto(site.origin)
    assert page.evaluate("typeof chatserver") == "undefined"


def test_another_part_than_the_page_expects_does_not_run(strict: OpenStrict) -> None:
    widget = strict("", import_map(changed=OF_ANOTHER) + pinned(OF_THE_LOADER)).open()
    with (
        widget.page.expect_request(re.compile(r"/static/app-vi-\w+\.js\?$")),
        widget.page.expect_console_message(lambda line: "integrity" in line.text),
    ):
        widget.launcher.click()
    expect(widget.loaded).to_have_count(0)
