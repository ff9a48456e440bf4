"""Help articles in the widget: those for the page, a search, and one read inside the panel."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.widget.conftest import NIGHT
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ServerProcess

pytestmark = pytest.mark.portable

PLANS = "Mỗi gói được hỗ trợ thế nào?"


def rows(widget: OnPage) -> Locator:
    """The articles that are offered."""
    return widget.part(".help li button")


def search(widget: OnPage, text: str) -> None:
    """Write into the search field."""
    widget.part(".help input").fill(text)


def read(widget: OnPage, title: str) -> Locator:
    """Open an article of those that are offered."""
    rows(widget).filter(has_text=title).click()
    article = widget.part("article")
    expect(article.get_by_role("heading", level=2)).to_have_text(title)
    return article


def test_three_articles_are_shown_those_for_the_page_first(shop: OpenShop) -> None:
    widget = shop().open("/pricing").open()
    expect(rows(widget)).to_have_count(3)
    expect(rows(widget).first).to_contain_text(PLANS)


def test_at_night_the_article_for_the_night_is_shown(shop: OpenShop, server: ServerProcess) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open("/").open()
    expect(rows(widget).first).to_contain_text("Ngoài giờ thì hỏi thế nào?")


def test_search_needs_no_accents_and_says_what_it_found(shop: OpenShop) -> None:
    widget = shop().open().open()
    expect(rows(widget)).to_have_count(3)
    search(widget, "hoa don")
    expect(rows(widget).first).to_contain_text(PLANS)
    expect(widget.part(".help [role=status]")).to_have_text(re.compile(r"^Tìm thấy \d+ bài\.$"))
    search(widget, "xyzzy")
    expect(widget.part(".help [role=status]")).to_have_text("Không tìm thấy bài nào. Bạn cứ viết câu hỏi.")
    search(widget, "")
    expect(rows(widget)).to_have_count(3)


def test_an_article_takes_the_place_of_the_rest_and_gives_it_back(shop: OpenShop) -> None:
    widget = shop().open("/pricing").open()
    article = read(widget, PLANS)
    expect(article.get_by_role("heading", level=2)).to_be_focused()
    expect(widget.part(".thread")).to_be_hidden()
    expect(widget.field).to_be_visible()
    expect(article.get_by_role("link")).to_have_attribute("href", "mailto:billing@twinai.com")
    article.get_by_role("button", name="Quay lại").click()
    expect(article).to_have_count(0)
    expect(rows(widget).first).to_be_focused()
    expect(widget.part(".thread")).to_be_visible()


@pytest.mark.parametrize("where", ["article", "textarea"])
def test_escape_leaves_the_article_first_and_the_panel_then(shop: OpenShop, where: str) -> None:
    widget = shop().open("/pricing").open()
    article = read(widget, PLANS)
    (article.get_by_role("heading", level=2) if where == "article" else widget.field).press("Escape")
    expect(article).to_have_count(0)
    expect(rows(widget).first).to_be_focused()
    rows(widget).first.press("Escape")
    expect(widget.panel).to_be_hidden()


def test_who_writes_while_reading_sees_what_they_said(shop: OpenShop) -> None:
    widget = shop().open("/pricing").open()
    article = read(widget, PLANS)
    widget.say("Tôi muốn đổi gói")
    expect(widget.own).to_be_visible()
    expect(article).to_have_count(0)
    expect(widget.part(".help")).to_be_hidden()


def test_links_to_other_sites_open_beside_the_page(shop: OpenShop) -> None:
    widget = shop().open("/docs").open()
    link = read(widget, "Tự học dùng Twin AI ở đâu?").get_by_role("link").first
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_in_english_all_of_it_is_english(shop: OpenShop) -> None:
    widget = shop(language="en").open("/pricing").open()
    article = read(widget, "Which support does my plan have?")
    expect(article).to_have_attribute("lang", "en")
    article.get_by_role("button", name="Back").click()
    expect(widget.part(".help").get_by_role("searchbox", name="Find an answer")).to_be_visible()


def test_nothing_is_asked_before_the_panel_opens(shop: OpenShop) -> None:
    made = shop()
    asked: list[str] = []
    made.context.on("request", lambda request: asked.append(request.url))
    widget = made.open()
    widget.launcher.hover()
    expect(widget.loaded).to_have_count(0)
    assert not [url for url in asked if "/api/articles" in url or "/help-" in url]
    widget.open()
    expect(rows(widget)).to_have_count(3)


def test_without_an_answer_there_is_no_help_and_people_write_all_the_same(shop: OpenShop) -> None:
    made = shop()

    def refuse(route: Route) -> None:
        route.abort()

    made.context.route("**/api/articles/**", refuse)
    widget = made.open().open()
    widget.say("Xin chào")
    expect(widget.own).to_contain_text("Đã gửi")
    expect(widget.part(".help")).to_be_hidden()


def test_articles_are_asked_for_before_the_desk_has_answered(shop: OpenShop) -> None:
    site = shop()
    site.context.route_web_socket("**/ws/*", lambda _: None)  # nobody ever answers
    widget = site.open()
    with widget.page.expect_request("**/api/articles/*"):
        widget.launcher.click()
