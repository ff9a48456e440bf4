"""The page at /chat/{site_key} where the widget cannot run: a form, from the question to the promise."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.widget.shop import OnPage
from tests.server import ServerProcess, server_process

NIGHT = datetime(2026, 3, 4, 22, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TOO_OLD = "delete Document.prototype.adoptedStyleSheets"
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied; it is night."""
    with server_process(tmp_path_factory.mktemp("form"), module_redis) as running:
        running.clock.turn_to(NIGHT)
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """A page in a browser of its own."""
    opened = []

    def page(**options: object) -> Page:
        context = browser.new_context(**{"locale": "vi-VN", **options})  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()


def test_without_scripts_a_question_goes_in_and_a_promise_comes_out(
    server: ServerProcess, open_page: OpenPage
) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 568})
    page.goto(f"{server.url}/chat/{server.site_key}")
    expect(page.locator("main")).to_contain_text("chúng tôi trả lời trước 12:00 ngày mai")
    expect(page.get_by_role("link", name="support@twinai.com")).to_be_visible()
    page.get_by_label("Bạn cần hỏi bộ phận nào?").select_option("Thanh toán")
    page.get_by_label("Câu hỏi của bạn").fill("Hoá đơn tháng 3 ở đâu?")
    page.get_by_label("Email của bạn").fill("lan@")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa gửi.")
    address = page.get_by_label("Email của bạn")
    expect(address).to_be_focused()
    expect(address).to_have_accessible_description("Email chưa đúng, ví dụ lan@gmail.com")
    expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("Hoá đơn tháng 3 ở đâu?")
    expect(page.get_by_label("Bạn cần hỏi bộ phận nào?")).to_have_value("billing")
    address.fill("lan@gmial.com")
    address.press("Enter")
    page.get_by_label("Ý bạn là lan@gmail.com?").check()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.get_by_role("heading", name="Chúng tôi đã nhận câu hỏi của bạn")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Sẽ gửi trả lời tới l…@gmail.com")
    expect(page.locator(".promise")).to_contain_text("Chúng tôi sẽ trả lời trước 12:00 ngày mai")
    receipt = page.url
    page.go_back()
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page).to_have_url(receipt)  # the same form: stored once


def broken(route: Route) -> None:
    """The network does not give the widget out."""
    route.abort()


@pytest.mark.parametrize("trouble", ["too old", "blocked"])
def test_where_the_widget_cannot_run_the_form_stands_at_once(
    server: ServerProcess, open_page: OpenPage, trouble: str
) -> None:
    page = open_page()
    if trouble == "blocked":
        page.route("**/widget.js", broken)
    else:
        page.add_init_script(TOO_OLD)
    page.goto(f"{server.url}/chat/{server.site_key}?lang=en")
    page.get_by_label("Your question").fill("Where is it?")
    page.get_by_label("Your email for our reply").fill("lan@example.com")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()


def test_a_widget_that_comes_late_takes_nothing_from_who_has_begun_to_write(
    server: ServerProcess, open_page: OpenPage
) -> None:
    page, held = open_page(), list[Route]()
    page.route("**/widget.js", lambda route: held.append(route))
    page.goto(f"{server.url}/chat/{server.site_key}", wait_until="commit")
    question = page.get_by_label("Câu hỏi của bạn")
    expect(question).to_be_visible()  # after the four seconds that the widget has
    question.fill("Đang viết dở")
    with page.expect_event("requestfinished", lambda sent: sent.url.endswith("/widget.js")):
        held[0].continue_()
    page.locator("chatserver-widget").wait_for(state="attached")
    page.wait_for_load_state("load")
    expect(OnPage(page).panel).to_be_hidden()
    expect(question).to_have_value("Đang viết dở")
    expect(question).to_be_focused()
