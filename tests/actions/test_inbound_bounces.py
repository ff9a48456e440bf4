"""A mail of ours comes back: the mail says so, the thread says so, and what it had kept is owed again."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions import erasure
from chatserver.actions.conversations import leave_address
from chatserver.domain.errors import Unavailable
from chatserver.domain.reader import Reader
from chatserver.store import mails
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.letters import LAN, SUPPORT, bounce, letter


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client, hour=10) as made:
        yield made


async def test_an_answer_that_came_back_is_marked_and_the_thread_told_once(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    raw = bounce(room.id_of(mail), LAN)
    done = await room.gets(raw)
    assert (done.action, done.reason, done.conversation) == ("bounce", "permanent", talk)
    marked = (await room.mails(talk))[mail.n - 1]
    assert (marked.state, marked.reason) == ("bounced", "5.1.1")
    assert "no such user" in marked.detail
    assert (await room.desk.sees(talk)).email_bounced == LAN
    assert (await room.messages(talk))[-1]["key"] == "system.mail_bounced"
    assert (await room.messages(talk))[-1]["values"] == {"email": LAN}
    assert (await room.gets(raw)).reason == "known"
    assert (await room.desk.lines(talk)).count("system.mail_bounced") == 1


async def test_a_promise_that_a_bounced_answer_had_kept_stands_again_as_it_was(room: MailDesk) -> None:
    talk = await room.asked()
    promised = (await room.desk.sees(talk)).promise_at
    assert promised
    mail = await room.answered(talk)
    kept = await room.desk.sees(talk)
    assert (kept.promise_at, kept.promise_state, kept.unseen_since) == (0, "kept", 0)
    await room.gets(bounce(room.id_of(mail), LAN))
    found = await room.desk.sees(talk)
    assert (found.promise_at, found.promise_state, found.promise_kept_at) == (promised, "pending", 0)
    assert found.unseen_since == room.now


async def test_when_its_time_has_passed_meanwhile_it_is_broken(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    room.desk.clock.now += timedelta(days=2)
    await room.gets(bounce(room.id_of(mail), LAN))
    await room.desk.sweeps()
    assert (await room.desk.sees(talk)).promise_state == "breached"


async def test_an_answer_that_was_read_in_the_widget_has_kept_its_promise(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    await room.write(talk, "read_by_visitor", str(mail.to_seq))
    await room.gets(bounce(room.id_of(mail), LAN))
    found = await room.desk.sees(talk)
    assert (found.promise_at, found.promise_state, found.unseen_since) == (0, "kept", 0)
    assert found.email_bounced == LAN


async def test_another_address_is_sent_the_answer_that_came_back(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    await room.gets(bounce(room.id_of(mail), LAN))
    await leave_address(room.desk.office, SITE, Reader(talk), talk, "lan@cty.vn")
    again = (await room.mails(talk))[-1]
    assert (again.kind, again.state, again.to_seq >= mail.to_seq) == ("answer", "queued", True)


async def test_a_mail_to_the_department_that_comes_back_says_nothing_of_the_visitor(room: MailDesk) -> None:
    talk = await room.asked(address="")
    capture = (await room.mails(talk))[0]
    await room.sent(talk, "capture")
    assert (await room.gets(bounce(room.id_of(capture), SUPPORT))).reason == "permanent"
    assert (await room.mails(talk))[0].state == "bounced"
    assert (await room.desk.sees(talk)).email_bounced == ""
    assert "system.mail_bounced" not in await room.desk.lines(talk)


async def test_an_address_that_was_corrected_meanwhile_is_not_the_bounced_one(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    await leave_address(room.desk.office, SITE, Reader(talk), talk, "lan@cty.vn")
    await room.gets(bounce(room.id_of(mail), LAN))
    assert (await room.desk.sees(talk)).email_bounced == ""
    assert "system.mail_bounced" not in await room.desk.lines(talk)


async def test_a_mail_that_is_only_late_is_noted_and_nothing_else(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    done = await room.gets(bounce(room.id_of(mail), LAN, action="delayed", status="4.4.1"))
    assert (done.action, done.reason) == ("bounce", "delayed")
    noted = (await room.mails(talk))[mail.n - 1]
    assert (noted.state, noted.reason, noted.sent_at) == ("sent", "delayed", mail.sent_at)
    assert (await room.desk.sees(talk)).promise_state == "kept"


async def test_a_bounce_to_the_conversations_own_address_means_the_last_mail_of_its_recipient(
    room: MailDesk,
) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    raw = bounce("", LAN).replace(b"To: support@twinai.com", b"To: " + room.reply_to(talk).encode(), 1)
    assert (await room.gets(raw)).reason == "permanent"
    assert (await room.mails(talk))[mail.n - 1].state == "bounced"


async def test_a_bounce_of_somebody_elses_mail_is_set_aside(room: MailDesk) -> None:
    done = await room.gets(bounce("forged@twinai.com", LAN))
    assert (done.action, done.reason) == ("bounce", "not_ours")
    assert [one.reason for one in await room.aside()] == ["not_ours"]


async def test_a_bounce_that_is_faster_than_our_own_notes_comes_again(room: MailDesk) -> None:
    talk = await room.asked()
    receipt = (await room.mails(talk))[-1]
    await mails.lease(room.desk.office.client, SITE, room.now + 10**9, "t" * 32, 60_000, 50)
    with pytest.raises(Unavailable):
        await room.gets(bounce(room.id_of(receipt), LAN))


async def test_a_mail_from_an_address_that_had_bounced_shows_that_it_works(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    await room.gets(bounce(room.id_of(mail), LAN))
    await room.gets(letter("Tôi đây", to=room.reply_to(talk)))
    assert (await room.desk.sees(talk)).email_bounced == ""


async def test_erasing_a_person_takes_the_address_that_mails_came_back_from(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    await room.gets(bounce(room.id_of(mail), LAN))
    office = room.desk.office
    person = await erasure.person_named(office.client, SITE, talk)
    await erasure.erase(office.client, office.appender, office.blobs, SITE, person, office.now)
    line = next(one for one in await room.messages(talk) if one.get("key") == "system.mail_bounced")
    assert line["values"] == {"email": "…"}
    assert (await room.desk.sees(talk)).email_bounced == ""
