"""The page of our own that links in mails lead to: one tap, and the conversation goes on there (contract S2)."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import redis
from playwright.sync_api import Browser, BrowserContext, expect

from chatserver.domain.ids import secret_hash
from chatserver.store import keys, mail_keys
from tests.browser.widget.shop import OnPage
from tests.server import ServerProcess, server_process

DAY = datetime(2026, 3, 4, 22, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OPEN = "Mở cuộc trò chuyện"
Chat = Callable[..., OnPage]


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied; it is night."""
    with server_process(tmp_path_factory.mktemp("hosted"), module_redis) as running:
        running.clock.turn_to(DAY)
        yield running


@pytest.fixture
def device(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser that has never been here."""
    opened: list[BrowserContext] = []

    def open_device(**options: object) -> BrowserContext:
        whole = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options}
        opened.append(browser.new_context(**whole))  # type: ignore[arg-type]
        opened[-1].set_default_timeout(10_000)
        return opened[-1]

    yield open_device
    for one in opened:
        one.close()


def visit(server: ServerProcess, device: BrowserContext, after: str = "") -> OnPage:
    """Open the hosted page, as a mail's link does."""
    page = device.new_page()
    page.goto(f"{server.url}/chat/{server.site_key}{after}")
    page.locator("html.ready").wait_for()
    return OnPage(page)


@pytest.fixture
def code(server: ServerProcess, redis_url: str, device: Callable[..., BrowserContext]) -> str:
    """Somebody has written on their laptop, and a mail with a link has gone out; the link's code."""
    laptop = visit(server, device())
    laptop.say("Đơn hàng 1042 chưa tới")
    expect(laptop.own.locator(".foot")).to_have_text("Đã lưu 22:30")
    made = secrets.token_hex(32)
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        (site,) = client.smembers(keys.SITES)
        newest = client.zrange(keys.inbox(site, "email"), 0, -1)
        rows = [client.hgetall(keys.conversation(site, one)) | {"id": one} for one in newest]
        latest = max(rows, key=lambda row: int(row["created_at"]))
        client.set(mail_keys.link(site, secret_hash(made)), f"{latest['id']} l…@example.com")
        client.hset(keys.conversation(site, latest["id"]), "email", "lan@example.com")
    return made


def test_the_page_is_the_widget_and_nothing_of_it_is_refused(
    server: ServerProcess, device: Callable[..., BrowserContext]
) -> None:
    phone = device(viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    phone.on("console", lambda said: complaints.append(said.text))
    chat = visit(server, phone)
    assert chat.page.title() == "Trò chuyện với Twin AI"
    expect(chat.page.get_by_role("heading", name="Twin AI", exact=True).first).to_be_visible()
    expect(chat.page.get_by_role("link", name="Quyền riêng tư")).to_be_visible()
    expect(chat.part(".shut")).to_be_hidden()
    box = chat.panel.bounding_box()
    assert box == {"x": 0, "y": 48, "width": 390, "height": 796}
    chat.field.press("Escape")
    expect(chat.panel).to_be_visible()
    chat.say("Xin chào")
    expect(chat.own.locator(".foot")).to_have_text("Đã lưu 22:30")
    assert complaints == []


def test_a_link_is_used_by_a_tap_and_not_by_being_looked_at(
    server: ServerProcess, device: Callable[..., BrowserContext], code: str
) -> None:
    scanner = visit(server, device(), f"#open={code}")
    expect(scanner.part(".invitation .main")).to_have_text(OPEN)
    phone = visit(server, device(), f"#open={code}")
    phone.part(".invitation .main").click()
    expect(phone.own.locator(".words")).to_have_text("Đơn hàng 1042 chưa tới")
    expect(phone.page).to_have_url(f"{server.url}/chat/{server.site_key}")
    phone.say("Viết từ điện thoại")
    expect(phone.own).to_have_count(2)
    expect(phone.part(".promise h3").last).to_contain_text("Chúng tôi sẽ trả lời")
    scanner.part(".invitation .main").click()
    expect(scanner.part(".invitation h3")).to_have_text(
        "Đường dẫn này đã được dùng ở nơi khác hoặc đã hết hạn."
    )
    expect(scanner.own).to_have_count(0)


def test_the_same_browser_finds_the_thread_again_with_and_without_the_link(
    server: ServerProcess, device: Callable[..., BrowserContext], code: str
) -> None:
    phone = device()
    first = visit(server, phone, f"#open={code}")
    first.part(".invitation .main").click()
    expect(first.part(".invitation h3")).to_have_text("Cuộc trò chuyện của l…@example.com")
    expect(first.part(".invitation button")).to_have_count(0)
    expect(first.part(".promise .checklist")).to_contain_text("Nếu có sẵn, bạn gửi kèm:")
    expect(first.part(".checklist")).to_have_count(1)
    expect(first.field).to_be_editable()
    first.page.reload()
    first.page.locator("html.ready").wait_for()
    expect(first.own.locator(".words")).to_have_text("Đơn hàng 1042 chưa tới")
    again = visit(server, phone, f"#open={code}")
    again.part(".invitation .main").click()
    expect(again.part(".invitation")).to_be_hidden()
    expect(again.own.locator(".words")).to_have_text("Đơn hàng 1042 chưa tới")


def test_a_used_link_offers_a_fresh_one_by_mail_or_a_new_conversation(
    server: ServerProcess, device: Callable[..., BrowserContext], redis_url: str, code: str
) -> None:
    phone = visit(server, device(), f"#open={code}")
    phone.part(".invitation .main").click()
    expect(phone.own).to_have_count(1)
    other = visit(server, device(), f"#open={code}")
    other.part(".invitation .main").click()
    expect(other.part(".invitation .main")).to_have_text("Gửi lại đường dẫn")
    other.part(".invitation .main").click()
    expect(other.part(".invitation h3")).to_contain_text("chúng tôi đã gửi đường dẫn mới tới email của bạn")
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        kinds = [client.hget(key, "kind") for key in client.scan_iter("*:mail:*", _type="hash")]
    assert "transcript" in kinds
    other.part(".invitation button").click()
    other.say("Chuyện khác")
    expect(other.own.locator(".words")).to_have_text("Chuyện khác")
    assert "#" not in other.page.url


def test_the_language_can_be_changed_without_losing_the_link(
    server: ServerProcess, device: Callable[..., BrowserContext], code: str
) -> None:
    phone = visit(server, device(), f"#open={code}")
    phone.page.get_by_role("link", name="English").click()
    phone.page.locator("html.ready[lang=en]").wait_for()
    phone.part(".invitation .main", has_text="Open the conversation").click()
    expect(phone.own.locator(".words")).to_have_text("Đơn hàng 1042 chưa tới")
    expect(phone.page).to_have_url(f"{server.url}/chat/{server.site_key}?lang=en")


def test_a_page_that_was_cut_off_opens_the_link_when_it_is_back(
    server: ServerProcess, device: Callable[..., BrowserContext], code: str
) -> None:
    phone = device()
    phone.route_web_socket("**/ws/*", lambda socket: socket.close())
    chat = visit(server, phone, f"#open={code}")
    chat.part(".invitation .main").click()
    chat.page.route_web_socket("**/ws/*", lambda socket: socket.connect_to_server())
    chat.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(chat.own.locator(".words")).to_have_text("Đơn hàng 1042 chưa tới")


def test_esc_leaves_the_menu_and_never_the_page_that_is_the_panel(
    server: ServerProcess, device: Callable[..., BrowserContext]
) -> None:
    widget = visit(server, device())
    widget.say("Đơn hàng 1042 chưa tới")
    expect(widget.own).to_have_count(1)
    widget.part(".more").click()
    expect(widget.part("[role=menuitem]").first).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.part(".menu")).to_be_hidden()
    expect(widget.part(".more")).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_visible()
