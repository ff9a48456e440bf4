"""At night a visitor leaves a question and a screenshot; the answer goes out by mail, and theirs comes back."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from chatserver.clock import system_clock
from tests.browser.first_agent import first_agent
from tests.browser.post_office import PostOffice, post_office, words_of
from tests.browser.widget.shop import OnPage, Shop
from tests.server import ServerProcess, server_process
from tests.web.handing_in import MailServer, key_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = datetime(2026, 3, 4, 23, tzinfo=HANOI)
MORNING = datetime(2026, 3, 5, 8, 5, tzinfo=HANOI)
QUESTION = "Trang thanh toán báo lỗi như trong ảnh, mình phải làm sao?"
ANSWER = "Bạn tải lại trang là thanh toán được, lỗi đã được sửa rồi ạ."
REPLY = "Được rồi, cảm ơn bạn. Còn hoá đơn thì tải ở đâu?"
LAN = "lan@khach.example"


@pytest.fixture
def post() -> Iterator[PostOffice]:
    """The mail server that the installation sends by."""
    with post_office() as opened:
        yield opened


@pytest.fixture
def server(clean_redis: str, tmp_path: Path, post: PostOffice) -> Iterator[ServerProcess]:
    """A fresh installation with mail in both directions, on a Wednesday at 23:00."""
    mail = {
        "EMAIL_URL": post.url,
        "DEFAULT_FROM_EMAIL": "chat@twinai.com",
        "REPLY_ADDRESS": "reply@chat.twinai.com",
    }
    with server_process(tmp_path, clean_redis, **mail) as running:
        running.clock.turn_to(NIGHT)
        yield running


@pytest.fixture
def an(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """Nguyễn An at the console."""
    with first_agent(browser, server) as page:
        yield page


@pytest.fixture
def shop(browser: Browser, server: ServerProcess) -> Iterator[Shop]:
    """The shop in Lan's browser."""
    opened = Shop(server, browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"))
    yield opened
    opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Another browser of Lan's, where she reads her mail."""
    small: ViewportSize = {"width": 390, "height": 844}
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=small, has_touch=True
    )
    yield context.new_page()
    context.close()


def screenshot(page: Page, folder: Path) -> Path:
    """A picture of the shop, as Lan's machine saves it."""
    file = folder / "Ảnh chụp màn hình.png"
    page.screenshot(path=file)
    return file


def reply_to(mail: EmailMessage) -> bytes:
    """Lan answers a mail in Gmail's way, the quoted one below her words."""
    answer = EmailMessage(policy=SMTP)
    answer["From"], answer["To"] = f"Lan Phạm <{LAN}>", str(mail["Reply-To"])
    answer["Subject"], answer["Message-ID"] = str(mail["Subject"]), "<tra-loi-1@khach.example>"
    answer["In-Reply-To"] = answer["References"] = str(mail["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in words_of(mail).splitlines())
    said = "Vào Th 5, 5 thg 3, 2026 vào lúc 08:06 Twin AI <chat@twinai.com> đã viết:"
    answer.set_content(f"{REPLY}\n\n{said}\n{quoted}\n")
    return answer.as_bytes()


def hand_in(server: ServerProcess, redis_url: str, raw: bytes) -> str:
    """What the mail server at the HTTP door is told."""
    late = round((system_clock() - server.clock()).total_seconds())
    handed = MailServer(server.url, key_of(redis_url), "192.0.2.25").hands_in(raw, late_s=late)
    assert handed.status == 200, handed
    return str(handed.told["action"])


def leave_question(lan: OnPage, file: Path) -> None:
    """Lan attaches a screenshot, asks, and leaves her address."""
    with lan.page.expect_file_chooser() as chooser:
        lan.part(".attach").click()
    chooser.value.set_files(file)
    lan.say(QUESTION)
    expect(lan.own.locator("img")).to_be_visible()
    lan.part(".promise input").fill(LAN)
    lan.part(".promise input").press("Enter")
    expect(lan.part(".saved")).to_contain_text(LAN)


def answer_by_email(an: Page) -> None:
    """An answers what came in by night."""
    an.reload()
    an.get_by_role("tab", name="Email").click()
    an.locator(".row", has_text=QUESTION[:20]).click()
    expect(an.locator(".message.visitor img")).to_be_visible()
    an.get_by_label("Trả lời").fill(ANSWER)
    an.keyboard.press("Enter")
    expect(an.locator(".message.agent", has_text=ANSWER)).to_be_visible()


def open_link(phone: Page, mail: EmailMessage) -> OnPage:
    """Lan taps the link of a mail, and the button on its page."""
    found = re.search(r"https?://\S+/chat/\S+#open=\S+", words_of(mail))
    assert found
    phone.goto(found[0])
    phone.get_by_role("button", name="Mở cuộc trò chuyện").click()
    return OnPage(phone)


def test_the_promise_of_the_night_is_kept_by_mail(
    an: Page, shop: Shop, server: ServerProcess, post: PostOffice, phone: Page, redis_url: str, tmp_path: Path
) -> None:
    lan = shop.open("/pricing").open()
    leave_question(lan, screenshot(lan.page, tmp_path))
    assert "trước 12:00" in words_of(post.mail_for(LAN))
    server.clock.turn_to(NIGHT.replace(minute=1))
    captured = post.mail_for("support@twinai.com")
    assert QUESTION in words_of(captured) and captured["Reply-To"] == LAN
    assert [part.get_content_type() for part in captured.iter_attachments()] == ["image/png"]
    shop.close()

    server.clock.turn_to(MORNING)
    answer_by_email(an)
    server.clock.turn_to(MORNING.replace(minute=7))
    answer = post.mail_for(LAN, 2)
    assert ANSWER in words_of(answer)
    expect(an.locator(".message.agent", has_text=ANSWER)).to_contain_text("đã gửi email 8:07")
    expect(an.locator(".contact .kept")).to_have_text("Đã trả lời đúng hạn")

    assert hand_in(server, redis_url, reply_to(answer)) == "reply"
    assert hand_in(server, redis_url, reply_to(answer)) == "reply"  # once more: it is a duplicate
    expect(an.locator(".message.visitor")).to_have_count(2)
    expect(an.locator(".message.visitor").last).to_contain_text(REPLY)
    expect(an.locator(".message.visitor").last).not_to_contain_text("đã viết:")

    opened = open_link(phone, answer)
    expect(opened.own.locator(".words")).to_contain_text([QUESTION, REPLY])
    expect(opened.own.locator("img")).to_be_visible()
    expect(opened.part(".line.agent .words")).to_have_text(ANSWER)
    opened.field.fill("Mình thấy rồi ạ")
    opened.loaded.click()
    expect(an.locator(".message.visitor").last).to_contain_text("Mình thấy rồi ạ")
