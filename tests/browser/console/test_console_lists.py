"""The lists: who is next, as many as there are, and never jumping under the pointer (contract R6)."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor
from tests.server import ServerProcess

MANY = 70  # more than one page of 50


@pytest.fixture(scope="module")
def crowd(server: ServerProcess) -> list[BareVisitor]:
    """Many who have written, in this order, and left their page."""
    everybody = [BareVisitor(server, f"/page/{number}") for number in range(MANY)]
    for one in everybody:
        one.arrive().say(f"Câu hỏi của {one.name}")
        one.leave()
    return everybody


def shown(page: Page) -> list[str]:
    """Names in the list, from top to bottom."""
    return [re.sub(r"^Khách ", "", name) for name in page.locator(".row-name").all_text_contents()]


def test_an_empty_list_says_so_in_words(console: OpenConsole) -> None:
    page = console()
    expect(page.locator(".empty")).to_have_text("Không có ai đang chờ. Khách mới sẽ hiện ở đây.")
    page.get_by_role("tab", name="Đã đóng").click()
    expect(page.locator(".empty")).to_have_text("Chưa có hội thoại nào đã đóng.")


def test_the_oldest_is_first_and_scrolling_brings_the_rest(
    console: OpenConsole, crowd: list[BareVisitor]
) -> None:
    page = console()
    expect(page.get_by_role("tab", name="Chờ")).to_contain_text(str(MANY))
    expect(page.locator(".row")).to_have_count(50)
    assert shown(page)[:3] == [one.name for one in crowd[:3]]
    page.locator(".row").last.scroll_into_view_if_needed()
    expect(page.locator(".row")).to_have_count(MANY)
    assert shown(page) == [one.name for one in crowd]


def test_a_new_conversation_beyond_the_loaded_page_is_counted_not_shown_out_of_place(
    console: OpenConsole, visitor: OpenVisitor, crowd: list[BareVisitor]
) -> None:
    page = console()
    expect(page.locator(".row")).to_have_count(50)
    late = visitor()
    late.say("Mình đến sau cùng")
    expect(page.get_by_role("tab", name="Chờ")).to_contain_text(str(MANY + 1))
    expect(page.locator(".row")).to_have_count(50)
    page.locator(".row").last.scroll_into_view_if_needed()
    expect(page.locator(".row").last).to_contain_text(late.name)


def test_rows_stay_where_they_are_under_the_pointer(console: OpenConsole, crowd: list[BareVisitor]) -> None:
    page, other = console(), console()
    other.locator(".row").nth(4).click()
    second = page.locator(".row").nth(1)
    second.hover()
    before = shown(page)[:5]
    other.get_by_label("Mức ưu tiên").select_option("critical")
    expect(page.locator(".row").nth(4)).to_contain_text("Khẩn cấp")
    assert shown(page)[:5] == before
    page.locator(".hours").hover()
    expect(page.locator(".row").first).to_contain_text("Khẩn cấp")


def test_who_missed_a_change_asks_for_the_lists_anew(
    tab: OpenTab, console: OpenConsole, crowd: list[BareVisitor]
) -> None:
    page, other = tab(), console()
    sockets: list[WebSocketRoute] = []
    deaf: list[bool] = []

    def route(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        sockets.append(socket)
        server.on_message(lambda text: None if deaf and '"t":"rows"' in str(text) else socket.send(text))

    page.route_web_socket(re.compile("/ws/agent/"), route)
    console(page)
    expect(page.locator(".row")).to_have_count(50)
    deaf.append(True)
    gone = other.locator(".row").first.get_attribute("data-id")
    other.locator(".row").first.click()
    other.get_by_role("button", name="Nhận", exact=True).click()
    expect(other.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
    deaf.clear()
    expect(page.locator(f"[data-id='{gone}']")).to_have_count(1)
    other.get_by_label("Mức ưu tiên").select_option("low")
    expect(page.locator(f"[data-id='{gone}']")).to_have_count(0)
    page.get_by_role("tab", name="Của tôi").click()
    expect(page.locator(f"[data-id='{gone}']")).to_be_visible()


def test_the_keyboard_is_enough(console: OpenConsole, visitor: OpenVisitor, crowd: list[BareVisitor]) -> None:
    page = console()
    expect(page.locator(".row")).to_have_count(50)
    page.keyboard.press("j")
    expect(page.locator(".row").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".row").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".row").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("t")
    expect(page.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
    page.keyboard.press("/")
    page.keyboard.type("te")
    expect(page.get_by_label("Trả lời")).to_have_value("te")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator(".bar")).to_contain_text("Hội thoại này đã đóng.")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("hội thoại kế tiếp")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_phone_shows_one_pane_at_a_time(console: OpenConsole, crowd: list[BareVisitor]) -> None:
    page = console(viewport={"width": 320, "height": 640}, has_touch=True)
    expect(page.get_by_role("main")).to_be_hidden()
    page.locator(".row").nth(2).click()
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.locator(".lists")).to_be_hidden()
    page.get_by_role("button", name="Khách hàng").click()
    expect(page.get_by_role("complementary")).to_be_visible()
    page.get_by_role("complementary").get_by_role("button", name="Quay lại").click()
    page.get_by_role("main").get_by_role("link", name="Quay lại").click()
    expect(page.locator(".lists")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
