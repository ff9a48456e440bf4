"""Mail from a mailbox: taken once, marked as seen only when it is kept, by one process at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from chatserver.mail.imap import MailboxAt, MailboxFault, read_imap_url, reason
from chatserver.mail.mailbox_watch import LEASE, look_once, watch_mailbox
from chatserver.settings import Settings
from chatserver.store import keys, leases, letter_keys
from chatserver.store.client import Client
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.letters import letter
from tests.mail.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.stores import client

__all__ = ["client"]
ME = "poller"


@pytest.fixture
def mailbox() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


@pytest.fixture
def settings(mailbox: ImapServer) -> Settings:
    return Settings(imap_url=mailbox.url, reply_address="reply@twinai.com")


async def test_a_mail_in_the_mailbox_is_taken_in_and_marked_as_seen(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    uid = mailbox.gets(letter())
    assert await look_once(room.desk.office, settings, ME) == 1
    assert mailbox.seen == {uid}
    [talk] = await room.all_conversations()
    assert talk.email == "lan@gmail.com"
    assert await look_once(room.desk.office, settings, ME) == 0
    assert mailbox.asked[-1] == "LOGOUT"


async def test_looking_at_a_mail_does_not_make_it_seen(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    mailbox.gets(letter())
    await room.desk.office.client.delete(keys.SITES)  # no site to take it: later, perhaps
    assert await look_once(room.desk.office, settings, ME) == 0
    assert mailbox.seen == set()
    await room.reopen_site()
    assert await look_once(room.desk.office, settings, ME) == 1


async def test_a_mail_that_was_kept_but_not_marked_is_not_taken_twice(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    mailbox.gets(letter())
    await look_once(room.desk.office, settings, ME)
    mailbox.seen.clear()  # we died in between
    assert await look_once(room.desk.office, settings, ME) == 1
    assert len(await room.all_conversations()) == 1


async def test_a_mail_that_fails_stops_no_other_and_is_set_aside_the_fifth_time(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    talk = await room.asked()
    await room.write(talk, "created_at", "never")
    raw = letter(answers=room.id_of_first(talk), message_id="bad@x.vn")
    bad, good = mailbox.gets(raw), mailbox.gets(letter("Câu khác", message_id="good@x.vn"))
    assert await look_once(room.desk.office, settings, ME) == 1
    assert mailbox.seen == {good}
    for _ in range(4):
        await look_once(room.desk.office, settings, ME)
    assert mailbox.seen == {bad, good}
    assert [one.reason for one in await room.aside()] == ["failed"]


async def test_what_is_no_mail_is_set_aside_and_seen(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    mailbox.gets(b"\0\1\2")
    assert await look_once(room.desk.office, settings, ME) == 1
    assert [one.action for one in await room.aside()] == ["quarantined"]


async def test_a_mail_that_is_not_handed_out_stops_no_other(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    mailbox.unreadable.add(mailbox.gets(letter()))
    good = mailbox.gets(letter("Câu khác", message_id="good@x.vn"))
    assert await look_once(room.desk.office, settings, ME) == 1
    assert mailbox.seen == {good}


async def test_while_another_process_has_the_mailbox_nothing_is_taken(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    mailbox.gets(letter())
    await room.desk.office.client.set(letter_keys.MAILBOX, "another", px=60_000)
    assert await look_once(room.desk.office, settings, ME) == 0
    assert mailbox.seen == set()


async def test_the_watch_goes_on_after_a_mailbox_that_was_away(
    room: MailDesk, mailbox: ImapServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.refuses = True
    mailbox.gets(letter())
    watch = asyncio.get_running_loop().create_task(watch_mailbox(room.desk.office, settings, every_s=0.01))
    try:
        async with asyncio.timeout(20):
            while "refuses our sign-in" not in caplog.text:
                await asyncio.sleep(0)
            mailbox.refuses = False
            while not mailbox.seen:
                await asyncio.sleep(0)
    finally:
        watch.cancel()
    assert PASSWORD not in caplog.text
    assert USER not in caplog.text
    assert not await leases.hold(room.desk.office.client, "another", LEASE, letter_keys.MAILBOX)


async def test_a_server_that_says_more_than_was_asked_for_is_hung_up_on_and_the_next_mail_comes_in(
    room: MailDesk, mailbox: ImapServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    swollen, next_one = mailbox.gets(letter(message_id="a@x.vn")), mailbox.gets(letter(message_id="b@x.vn"))
    mailbox.swollen[swollen] = 4_000_000_000
    assert await look_once(room.desk.office, settings, ME) == 1
    assert mailbox.seen == {next_one}
    assert f"more than was asked for of its mail {swollen}" in caplog.text


async def test_a_server_that_is_away_is_a_fault_with_a_name(room: MailDesk, settings: Settings) -> None:
    away = replace(settings, imap_url="imap://u:pw1@127.0.0.1:9")
    with pytest.raises(MailboxFault) as fault:
        await look_once(room.desk.office, away, ME)
    assert reason(fault.value) == "ConnectionRefusedError"


async def test_a_wrong_certificate_is_not_taken(
    room: MailDesk, mailbox: ImapServer, settings: Settings
) -> None:
    secure = replace(settings, imap_url=mailbox.url.replace("imap:", "imaps:"))
    with pytest.raises(MailboxFault):
        await look_once(room.desk.office, secure, ME)


@pytest.mark.parametrize(
    ("url", "at"),
    [
        (
            "imaps://a%40b.vn:p%2Fw@imap.gmail.com",
            MailboxAt("imap.gmail.com", 993, "a@b.vn", "p/w", "INBOX", True),
        ),
        (
            "imap://u:pw1@127.0.0.1/H%E1%BB%97%20tr%E1%BB%A3",
            MailboxAt("127.0.0.1", 143, "u", "pw1", "Hỗ trợ", False),
        ),
        ("imaps://u:pw2@mx:1993/a/b/", MailboxAt("mx", 1993, "u", "pw2", "a/b", True)),
    ],
)
def test_a_mailbox_is_named_by_its_url(url: str, at: MailboxAt) -> None:
    assert read_imap_url(url) == at
    assert at.password not in repr(at)
