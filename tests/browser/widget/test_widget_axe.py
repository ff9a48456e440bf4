"""Every screen of the widget breaks no rule of axe-core, and in Vietnamese says nothing in English."""

import pytest

from chatserver.texts import LANGUAGES
from tests.browser.axe import faults_in_all_looks
from tests.browser.shown_words import english_left
from tests.browser.widget import screens
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop
from tests.server import ServerProcess

GIVEN = ("Twin AI", "Discord", "Facebook", "LinkedIn", "shop.example")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "story",
    [
        screens.reading,
        screens.talk,
        screens.told,
        screens.night,
        screens.trouble,
        screens.nobody,
        screens.afterwards,
    ],
)
def test_no_screen_breaks_a_rule(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess, story: screens.Story, language: str
) -> None:
    found: list[str] = []
    for name, widget in story(shop, agent, server, language):
        found += [f"{name} {fault}" for fault in faults_in_all_looks(widget.page)]
        if language == "vi":
            found += [f"{name} English: {text}" for text in english_left(widget.page, given=GIVEN)]
    assert not found, "\n".join(found)


def test_a_rule_that_is_broken_is_found(shop: OpenShop, agent: OpenAgent) -> None:
    """Inside the shadow root too; or the test above would say nothing."""
    agent()
    widget = shop(language="en").open().open()
    widget.loaded.wait_for()
    assert faults_in_all_looks(widget.page) == []
    widget.part(".send").evaluate("button => button.removeAttribute('aria-label')")
    widget.part(".intro h1").evaluate("title => title.replaceChildren('Pale')")
    sheet = "title => title.getRootNode().adoptedStyleSheets[0].insertRule('h1 { color: #999 }')"
    widget.part(".intro h1").evaluate(sheet)
    found = " ".join(faults_in_all_looks(widget.page))
    assert "button-name" in found
    assert "Pale: 2.85 of 4.5" in found
    assert "Write a message" in english_left(widget.page)
