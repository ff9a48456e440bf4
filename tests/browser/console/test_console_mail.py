"""Answering who has left: what will happen is said before, what became of the mail after, and nothing is silent."""

import re
from collections.abc import Callable, Iterator

import pytest
import redis
from playwright.sync_api import expect

from chatserver.store import keys
from tests.browser.console.away import LAN, gone, say
from tests.browser.console.bare_visitor import BareVisitor
from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor, opened
from tests.browser.console.wire import Frame, Wire

MINUTE_MS = 60_000


@pytest.fixture
def mail_server(redis_url: str) -> Iterator[Callable[[], object]]:
    """Call it, and the server counts as one that can send mail; nothing goes out."""
    with redis.Redis.from_url(redis_url) as store:
        yield lambda: store.set(keys.MAILER, 1, ex=60)
        store.delete(keys.MAILER)


def became(wire: Wire, lan: BareVisitor, **state: object) -> None:
    """The server says what became of Lan's last mail."""
    known = next(frame for frame in reversed(wire.heard) if frame["t"] == "conversation" and frame["mails"])
    row, mails = known["row"], known["mails"]
    assert isinstance(row, dict) and isinstance(mails, list)
    assert row["conversation"] == lan.conversation
    wire.put_in(**{**known, "mails": [*mails[:-1], {**mails[-1], **state}]})


def test_it_is_said_before_how_an_answer_will_reach_lan(
    console: OpenConsole, visitor: OpenVisitor, mail_server: Callable[[], object]
) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    how = page.locator(".talk-note")
    expect(how).to_have_text("Khách đang ở đây.")
    lan.send("email", conversation=lan.conversation, address=LAN)
    lan.leave()
    expect(how).to_have_text(f"Khách đã rời trang. Máy chủ chưa gửi được email: thư tới {LAN} sẽ chờ.")
    mail_server()
    expect(how).to_have_text(f"Khách đã rời trang. Sẽ gửi qua email tới {LAN}.")
    lan.arrive()
    expect(how).to_have_text("Khách đang ở đây.")


def test_without_an_address_an_answer_waits_for_lan_to_return(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = console()
    gone(page, visitor(), address="")
    expect(page.locator(".talk-note")).to_contain_text(
        "chưa để lại email: câu trả lời chỉ hiện khi họ quay lại"
    )
    say(page, "Bạn thử lại giúp mình")
    expect(page.locator(".message.agent .foot")).to_have_text(re.compile(r"^\d+:\d\d · đã gửi$"))


def test_a_mail_says_on_its_message_how_it_stands(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor, mail_server: Callable[[], object]
) -> None:
    page = tab()
    wire = Wire(page)
    lan = gone(console(page), visitor())
    say(page, "Bạn thử lại giúp mình")
    foot = page.locator(".message.agent .foot")
    expect(foot).to_contain_text("khách chưa xem · email đang chờ gửi")
    mail_server()
    expect(foot).to_contain_text("sẽ gửi email lúc 10:0")
    became(wire, lan, state="sent", due_at=None, sent_at=sent_at(wire))
    expect(foot).to_contain_text("đã gửi email 10:0")
    became(
        wire, lan, state="retry", due_at=sent_at(wire) + 15 * MINUTE_MS, reason="put_off", detail="451 busy"
    )
    expect(foot).to_contain_text("gửi lại email lúc 10:1")
    became(wire, lan, state="uncertain", due_at=None, reason="lost_after_data")
    expect(foot).to_contain_text("chưa chắc email đã tới")
    expect(foot.get_by_role("button", name="Gửi lại")).to_be_visible()
    became(wire, lan, state="bounced", due_at=None, reason="5.1.1", detail="no such user")
    expect(foot.locator(".bad")).to_have_text("email bị trả lại")
    expect(foot.locator(".bad")).to_have_attribute("title", "5.1.1 no such user")
    expect(page.get_by_role("complementary").locator(".mail-list")).to_contain_text("email bị trả lại")


def sent_at(wire: Wire) -> int:
    """When the last mail was written."""
    known = next(frame for frame in reversed(wire.heard) if frame["t"] == "conversation" and frame["mails"])
    mails = known["mails"]
    assert isinstance(mails, list)
    return int(mails[-1]["created_at"])


def test_once_lan_has_seen_an_answer_nobody_speaks_of_mail(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = console()
    lan = gone(page, visitor())
    say(page, "Bạn thử lại giúp mình")
    foot = page.locator(".message.agent .foot")
    expect(foot).to_contain_text("email đang chờ gửi")
    lan.arrive()
    lan.send("read", conversation=lan.conversation, seq=3)
    expect(foot).to_have_text(re.compile(r"^\d+:\d\d · đã xem$"))


def test_an_email_conversation_is_answered_where_chats_are(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = console(), visitor()
    page.get_by_role("switch").click()
    expect(page.locator(".hours")).to_contain_text("chưa có nhân viên nào nhận chat")
    lan.say("Máy chủ báo lỗi")
    lan.send("email", conversation=lan.conversation, address=LAN)
    lan.until("state", email=LAN)
    lan.leave()
    page.get_by_role("switch").click()
    page.get_by_role("tab", name=re.compile("Email")).click()
    page.locator(".row", has_text=LAN).filter(has_text="Máy chủ báo lỗi").click()
    say(page, "Mình đã khởi động lại máy chủ")
    expect(page.locator(".who")).to_contain_text("Bạn đang hỗ trợ")
    expect(page.locator(".message.system", has_text="đã nhận hội thoại này")).to_have_count(0)
    expect(page.locator(".message.agent .foot")).to_contain_text("email đang chờ gửi")


def test_words_that_came_by_mail_say_so_and_lead_to_the_whole_mail(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = tab()
    wire = Wire(page)
    lan = gone(console(page), visitor())
    letter = {"subject": "Re: Câu hỏi <b>của bạn</b>", "sender": "lan@nha.vn", "file": "f" * 32}
    body = {"from": "visitor", "cid": "c" * 32, "text": "Cảm ơn bạn, được rồi", "letter": letter}
    wire.put_in(t="message", conversation=lan.conversation, seq=3, h="x", at=sent(wire), body=body)
    mark = page.locator(".message.visitor .letter")
    expect(mark).to_contain_text("qua email · Re: Câu hỏi <b>của bạn</b> · từ lan@nha.vn")
    whole = mark.get_by_role("link", name="Xem toàn bộ thư")
    expect(whole).to_have_attribute("href", re.compile(rf"^/console/[0-9a-f]{{32}}/letters/{'f' * 32}$"))


def sent(wire: Wire) -> object:
    """An instant of this desk."""
    decision: Frame = next(frame for frame in wire.heard if frame["t"] == "welcome")["decision"]  # type: ignore[assignment]
    return decision["now"]


def test_an_address_that_mail_came_back_from_is_marked(
    tab: OpenTab, console: OpenConsole, visitor: OpenVisitor
) -> None:
    page = tab()
    wire = Wire(page)
    gone(console(page), visitor())
    known = next(frame for frame in reversed(wire.heard) if frame["t"] == "conversation")
    row = known["row"]
    assert isinstance(row, dict)
    wire.put_in(**{**known, "row": {**row, "address_bounced": True}})
    expect(page.get_by_role("complementary").locator("dd.bad")).to_have_text("thư bị trả lại")
    expect(page.locator(".talk-note")).to_contain_text(f"Email tới {LAN} bị trả lại")
    expect(page.locator(".row[aria-current]")).to_contain_text("email bị trả lại")
    expect(page.get_by_role("button", name="Gửi toàn bộ hội thoại qua email")).to_be_hidden()
