"""The screens of a desk with departments, of an incident, of our own page: no rule broken, nothing in English."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chatserver.texts import LANGUAGES
from tests.browser.axe import faults_in_all_looks
from tests.browser.shown_words import english_left
from tests.browser.widget import screens
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ROOT, ServerProcess, server_process

CHATWORK = ROOT / "chatserver" / "data" / "policies" / "chatwork.toml"
GIVEN = ("Chatwork", "English")


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Chatwork's desk."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with server_process(folder, module_redis, POLICY=str(CHATWORK)) as running:
        yield running


def incident(redis_url: str, *arguments: str) -> None:
    """Raise one by command, or end it."""
    command = [sys.executable, "-m", "chatserver", "incident", *arguments]
    environment = {**os.environ, "REDIS_URL": redis_url, "POLICY": str(CHATWORK)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)


def look(found: list[str], name: str, widget: OnPage, language: str) -> None:
    """Note what is wrong with a screen."""
    found += [f"{name} {fault}" for fault in faults_in_all_looks(widget.page)]
    if language == "vi":
        found += [f"{name} English: {text}" for text in english_left(widget.page, "html", GIVEN)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_a_desk_breaks_a_rule(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess, redis_url: str, language: str
) -> None:
    found: list[str] = []
    for name, widget in screens.desk(shop, agent, server, language):
        look(found, name, widget, language)
    incident(redis_url, "raise", "--vi", "Không đăng nhập được", "--en", "Sign-in is down")
    expect(widget.part(".announcements[role=status] .announcement")).to_be_visible()
    look(found, "incident", widget, language)
    incident(redis_url, "end")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_page_breaks_no_rule(shop: OpenShop, server: ServerProcess, language: str) -> None:
    found: list[str] = []
    place = f"{server.url}/chat/{server.site_key}?lang={language}"
    page = shop(language=language).context.new_page()
    page.goto(place)
    page.locator("html.ready").wait_for()
    expect(OnPage(page).part(".hint")).not_to_be_empty()
    look(found, "own page", OnPage(page), language)
    page.goto(f"{place}#open={'ab' * 32}")
    page.reload()
    OnPage(page).part(".invitation .main").click()
    expect(OnPage(page).part(".invitation h3")).not_to_be_empty()
    look(found, "link", OnPage(page), language)
    blocked = shop(language=language).context
    blocked.route("**/widget.js", lambda route: route.abort())
    plain = blocked.new_page()
    plain.goto(place)
    expect(plain.locator("form").first).to_be_visible()
    look(found, "without the widget", OnPage(plain), language)
    plain.locator("form button").last.click()
    expect(plain.locator("[role=alert]").first).to_be_visible()
    look(found, "form with faults", OnPage(plain), language)
    assert not found, "\n".join(found)
