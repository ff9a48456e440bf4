"""A mail to a department opens a conversation; floods, strangers and machines do not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions import erasure
from chatserver.actions.inbound import end_set_aside, limits
from chatserver.domain.errors import ChatError, Unavailable
from chatserver.store import attempts, files, keys, set_aside
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.letters import LAN, SUPPORT, letter


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


async def test_a_mail_to_a_department_opens_a_conversation_with_its_promise(room: MailDesk) -> None:
    done = await room.gets(letter(to="Twin AI <billing@twinai.com>"))
    assert (done.action, done.reason, done.seq) == ("new", "department", 1)
    found = await room.desk.sees(done.conversation)
    assert (found.status, found.department, found.email) == ("email", "billing", LAN)
    assert (found.name, found.language) == ("Nguyễn Thị Lan", "vi")
    assert found.promise_at > room.now
    assert sorted(await room.kinds(found.id)) == ["capture", "receipt"]


async def test_the_envelopes_recipient_decides_before_the_headers(room: MailDesk) -> None:
    done = await room.gets(letter(to="someone@else.vn"), "billing@twinai.com")
    assert (await room.desk.sees(done.conversation)).department == "billing"


async def test_a_department_is_found_in_any_case_and_behind_a_plus(room: MailDesk) -> None:
    done = await room.gets(letter(to="Support+shop@TwinAI.com"))
    assert (await room.desk.sees(done.conversation)).department == "support"


async def test_an_english_mail_is_answered_in_english(room: MailDesk) -> None:
    done = await room.gets(letter("I can not sign in to my account, please help me", subject="Sign in"))
    assert (await room.desk.sees(done.conversation)).language == "en"


async def test_a_second_delivery_opens_no_second_conversation(room: MailDesk) -> None:
    raw = letter(to=f"{SUPPORT}, billing@twinai.com")
    first = await room.gets(raw, SUPPORT)
    assert await room.gets(raw, "billing@twinai.com") == first
    assert len(await room.all_conversations()) == 1
    assert len(await room.messages(first.conversation)) == 1


async def test_two_mails_of_one_person_are_two_conversations_of_one_visitor(room: MailDesk) -> None:
    first = await room.gets(letter())
    second = await room.gets(letter("Câu khác", message_id="second@mail.gmail.com", sender="LAN@gmail.com"))
    assert first.conversation != second.conversation
    talks = [await room.desk.sees(one.conversation) for one in (first, second)]
    assert talks[0].visitor == talks[1].visitor


async def test_a_mail_is_no_proof_of_a_plan_so_the_default_department_has_it(room: MailDesk) -> None:
    done = await room.gets(letter(to="enterprise@twinai.com"))
    found = await room.desk.sees(done.conversation)
    assert (found.department, found.plan) == ("support", "")
    assert found.promise_at > room.now


async def test_an_answer_to_a_talk_that_is_gone_is_a_new_question(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    await room.desk.office.client.flushdb()
    await room.reopen_site()
    done = await room.gets(letter("Vẫn hỏng", answers=room.id_of(mail)))
    assert (done.action, done.reason) == ("new", "department")


async def test_a_mail_whose_sender_cannot_be_read_is_set_aside(room: MailDesk) -> None:
    done = await room.gets(letter(sender="Lan"))
    assert (done.action, done.reason) == ("quarantined", "no_sender")


async def test_a_mail_to_nobody_of_ours_is_set_aside_whole(room: MailDesk) -> None:
    raw = letter(to="sales@twinai.com")
    done = await room.gets(raw)
    assert (done.action, done.reason) == ("quarantined", "unknown_recipient")
    [listed] = await room.aside()
    assert (listed.sender, listed.subject, listed.at) == (LAN, "Không đăng nhập được", room.now)
    stored = await files.load(room.desk.office.client, SITE, listed.id)
    assert stored is not None and stored.size == len(raw)
    assert await room.gets(raw) == done
    assert len(await room.aside()) == 1


async def test_what_was_set_aside_is_let_go_after_thirty_days_and_not_after_one(room: MailDesk) -> None:
    await room.gets(letter(to="sales@twinai.com"))
    [listed] = await room.aside()
    office = room.desk.office
    room.desk.clock.now += timedelta(days=29)
    await room.desk.sweeps()
    await end_set_aside(office, SITE)
    assert await files.loose(office.client, SITE, room.now) == []
    assert await files.load(office.client, SITE, listed.id) is not None
    room.desk.clock.now += timedelta(days=2)
    await end_set_aside(office, SITE)
    assert await room.aside() == []
    assert await files.load(office.client, SITE, listed.id) is None
    assert await files.gone(office.client, SITE) == [listed.id]


@pytest.mark.parametrize(
    ("headers", "action", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply", "auto_submitted"),
        ({"Subject": "Trả lời tự động: Nghỉ phép"}, "auto_reply", "out_of_office"),
        ({"List_Id": "<news.shop.vn>"}, "ignored", "list"),
        ({"X_Chatserver": "1"}, "ignored", "own"),
    ],
)
async def test_what_machines_write_is_never_answered_and_set_aside(
    room: MailDesk, headers: dict[str, str], action: str, reason: str
) -> None:
    subject = headers.pop("Subject", "x")
    talk = await room.asked()
    for to in (SUPPORT, room.reply_to(talk)):
        raw = letter(to=to, subject=subject, message_id=to, **headers)  # type: ignore[arg-type]
        done = await room.gets(raw)
        assert (done.action, done.reason) == (action, reason)
    assert len(await room.all_conversations()) == 1
    assert len(await room.messages(talk)) == 1
    assert [one.reason for one in await room.aside()] == [reason, reason]


async def test_our_own_mail_that_comes_back_is_not_even_listed(room: MailDesk) -> None:
    talk = await room.asked()
    capture = (await room.mails(talk))[0]
    done = await room.gets(letter(sender="x@y.vn", message_id=room.id_of(capture)))
    assert (done.action, done.reason) == ("ignored", "own")
    assert await room.aside() == []


async def test_two_servers_that_write_to_each_other_stop_after_one_mail(room: MailDesk) -> None:
    first = await room.gets(letter(sender="support@other.vn"))
    receipt = letter(
        "Chúng tôi đã nhận câu hỏi của bạn",
        sender="support@other.vn",
        message_id="r@other.vn",
        X_Chatserver="1",
    )
    assert (await room.gets(receipt)).action == "ignored"
    assert len(await room.kinds(first.conversation)) == 2


async def test_a_department_that_writes_to_itself_is_no_visitor(room: MailDesk) -> None:
    done = await room.gets(letter(sender="billing@twinai.com"))
    assert (done.action, done.reason) == ("ignored", "from_us")


async def test_who_floods_us_is_set_aside_and_others_come_through(room: MailDesk) -> None:
    reasons = [(await room.gets(letter(message_id=f"{n}@x.vn"))).reason for n in range(22)]
    assert reasons == ["department"] * 20 + ["too_many"] * 2
    assert (await room.gets(letter(message_id="0@x.vn"))).reason == "department"
    assert (await room.gets(letter(sender="minh@cty.vn", message_id="m@cty.vn"))).action == "new"


async def test_who_floods_us_uses_up_nobody_elses_places(
    room: MailDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OF_ONE_SITE", (3600, 21))
    for n in range(22):
        await room.gets(letter(message_id=f"{n}@x.vn"))
    assert (await room.gets(letter(sender="minh@cty.vn", message_id="m@cty.vn"))).action == "new"
    with pytest.raises(Unavailable):
        await room.gets(letter(sender="an@cty.vn", message_id="a@cty.vn"))


async def test_more_than_a_site_takes_comes_again_later(room: MailDesk) -> None:
    client = room.desk.office.client
    while await attempts.spend(client, f"letters:{SITE}", 0.5, 600) is None:
        pass
    with pytest.raises(ChatError) as refused:
        await room.gets(letter())
    assert isinstance(refused.value, Unavailable)
    assert refused.value.reason == "too_many"
    assert await room.aside() == []


async def test_what_fails_five_times_by_our_fault_is_set_aside_and_stops_nothing_else(
    room: MailDesk, caplog: pytest.LogCaptureFixture
) -> None:
    talk = await room.asked()
    await room.desk.office.client.hset(keys.conversation(SITE, talk), "created_at", "never")
    for _ in range(4):
        with pytest.raises(Unavailable):
            await room.gets(letter(to=room.reply_to(talk)))
    done = await room.gets(letter(to=room.reply_to(talk)))
    assert (done.action, done.reason) == ("quarantined", "failed")
    assert "could not be handled" in caplog.text
    assert (await room.gets(letter("Câu khác", message_id="next@x.vn"))).action == "new"


async def test_another_persons_mail_under_a_message_id_that_is_taken_is_set_aside(room: MailDesk) -> None:
    await room.gets(letter("Tôi trước"))
    done = await room.gets(letter("Tôi mới là người viết", sender="minh@cty.vn"))
    assert (done.action, done.reason) == ("quarantined", "same_id")


async def test_the_latest_that_was_set_aside_is_kept_when_all_of_it_is_too_large(room: MailDesk) -> None:
    client = room.desk.office.client
    raws = [letter("x" * 5_000, to="a@b.vn", message_id=f"{n}@x.vn") for n in range(4)]
    for raw in raws:
        room.desk.clock.now += timedelta(seconds=1)
        await room.gets(raw)
    listed = [one.id for one in await room.aside()]
    assert await set_aside.too_much(client, SITE, 10**9) == []
    assert await set_aside.too_much(client, SITE, 2 * len(raws[0]) + 100) == listed[2:]


async def test_who_is_erased_is_erased_from_what_was_set_aside_too(room: MailDesk) -> None:
    talk = await room.asked()
    await room.gets(letter(to=room.reply_to(talk), message_id="away@x.vn", Auto_Submitted="auto-replied"))
    await room.gets(letter(to="sales@twinai.com"))
    await room.gets(letter(to="sales@twinai.com", sender="minh@cty.vn", message_id="minh@cty.vn"))
    office = room.desk.office
    person = await erasure.person_named(office.client, SITE, talk)
    await erasure.erase(office.client, office.appender, office.blobs, SITE, person, office.now)
    assert [one.sender for one in await room.aside()] == ["minh@cty.vn"]
