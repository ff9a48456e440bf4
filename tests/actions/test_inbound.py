"""Mail comes in: it lands where it belongs, opens a conversation, or is set aside; never twice, never in silence."""

from collections.abc import AsyncIterator

import pytest

from chatserver.actions import erasure
from chatserver.domain.mail_tokens import reply_token
from chatserver.store import files, keys, visitors
from chatserver.store.blobs import blob
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.actions.mail_desk import DOMAIN, MailDesk, mail_desk
from tests.file_samples import png
from tests.letters import LAN, SUPPORT, letter

PNG = png(8, 8)


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


async def test_a_reply_lands_in_its_conversation_as_the_visitors_message(room: MailDesk) -> None:
    talk = await room.asked()
    raw = letter("Tôi gửi thêm số hoá đơn: 4711", to=room.reply_to(talk), subject="Re: Hoá đơn")
    done = await room.gets(raw)
    assert (done.action, done.reason, done.site, done.conversation, done.seq) == (
        "reply",
        "token",
        SITE,
        talk,
        2,
    )
    said = (await room.messages(talk))[-1]
    assert said["from"] == "visitor"
    assert said["text"] == "Tôi gửi thêm số hoá đơn: 4711"
    assert said["letter"]["subject"] == "Re: Hoá đơn"
    assert said["letter"]["sender"] == LAN


async def test_a_reply_without_token_is_known_by_what_it_answers(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    done = await room.gets(letter("Cảm ơn, còn một câu nữa", to=SUPPORT, answers=room.id_of(mail)))
    assert (done.action, done.reason, done.conversation) == ("reply", "references", talk)


async def test_a_reply_is_decided_and_promised_again_and_the_department_mailed(room: MailDesk) -> None:
    talk = await room.asked()
    mail = await room.answered(talk)
    assert not (await room.desk.sees(talk)).promise_at
    await room.desk.goes("an")
    await room.gets(letter("Vẫn chưa được", to=room.reply_to(talk), answers=room.id_of(mail)))
    found = await room.desk.sees(talk)
    assert found.promise_at > room.now
    assert found.promise_state == "pending"
    assert await room.field(talk, "letter_id") == "first@mail.gmail.com"
    assert (await room.mails(talk))[-1].kind == "receipt"


async def test_a_reply_to_a_closed_conversation_opens_it_again_for_the_department(room: MailDesk) -> None:
    talk = await room.asked()
    await room.closes(talk)
    await room.gets(letter("Chưa xong đâu", to=room.reply_to(talk)))
    found = await room.desk.sees(talk)
    assert found.status == "email"
    assert found.promise_at > room.now
    assert {"capture", "receipt"} <= set(await room.kinds(talk))


async def test_a_second_delivery_is_a_duplicate_and_says_the_same(room: MailDesk) -> None:
    talk = await room.asked()
    raw = letter("Một lần thôi", to=room.reply_to(talk), files=(("a.png", PNG),))
    first = await room.gets(raw)
    assert await room.gets(b"Received: by another way\r\n" + raw) == first
    assert len(await room.messages(talk)) == 2


async def test_the_same_message_id_with_other_words_is_neither_lost_nor_said(room: MailDesk) -> None:
    talk = await room.asked()
    await room.gets(letter("Một", to=room.reply_to(talk)))
    done = await room.gets(letter("Hai", to=room.reply_to(talk)))
    assert (done.action, done.reason) == ("quarantined", "same_id")
    assert [one.reason for one in await room.aside()] == ["same_id"]


async def test_a_mail_without_message_id_lands_once_too(room: MailDesk) -> None:
    talk = await room.asked()
    raw = letter("Không có số", to=room.reply_to(talk), message_id="")
    assert await room.gets(raw) == await room.gets(raw)
    assert len(await room.messages(talk)) == 2


async def test_somebody_else_who_was_given_the_mail_may_answer_it(room: MailDesk) -> None:
    talk = await room.asked()
    done = await room.gets(letter("Tôi là đồng nghiệp của Lan", to=room.reply_to(talk), sender="minh@cty.vn"))
    assert done.action == "reply"
    assert (await room.messages(talk))[-1]["letter"]["sender"] == "minh@cty.vn"
    assert (await room.desk.sees(talk)).email == LAN


@pytest.mark.parametrize("sender", [SUPPORT, "no-reply@twinai.com", "an@twinai.com"])
async def test_our_own_peoples_mail_is_not_the_visitors_word(room: MailDesk, sender: str) -> None:
    agent = {"name": "An", "email": "an@twinai.com", "active": "1", f"role:{SITE}": "agent"}
    await room.desk.office.client.hset(keys.agent("an"), mapping=agent)  # type: ignore[arg-type]
    await room.desk.office.client.hset(keys.AGENT_EMAILS, "an@twinai.com", "an")
    talk = await room.asked()
    done = await room.gets(letter("Gửi Lan", to=room.reply_to(talk), sender=sender))
    assert (done.action, done.reason) == ("ignored", "from_us")
    assert len(await room.messages(talk)) == 1


@pytest.mark.parametrize("to", [SUPPORT, f"{SUPPORT}, reply+mistyped@{DOMAIN}"])
async def test_a_colleagues_answer_to_the_departments_mail_is_not_the_visitors_word(
    room: MailDesk, to: str
) -> None:
    talk = await room.asked()
    capture = (await room.mails(talk))[0]
    assert capture.kind == "capture"
    done = await room.gets(letter("Gửi Lan", sender="binh@other.vn", to=to, answers=room.id_of(capture)))
    assert (done.action, done.reason) == ("quarantined", "not_the_visitor")


async def test_files_of_a_reply_are_kept_and_said(room: MailDesk) -> None:
    talk = await room.asked()
    sent = (("ảnh.png", PNG), ("setup.exe", b"MZ\x90\x00"), ("trống.txt", b""))
    await room.gets(letter("Xem ảnh", to=room.reply_to(talk), files=sent))
    said = (await room.messages(talk))[-1]
    assert [(one["name"], one["type"]) for one in said["files"]] == [
        ("ảnh.png", "image/png"),
        ("setup.exe.bin", "application/octet-stream"),
    ]
    assert said["text"] == "Xem ảnh\n\n(Không nhận được tệp: trống.txt)"
    stored = await files.load(room.desk.office.client, SITE, said["files"][0]["id"])
    assert stored is not None
    assert (stored.conversation, stored.owner, stored.state) == (talk, "mail", "ready")


async def test_no_more_files_than_a_message_may_have_and_the_rest_is_named(room: MailDesk) -> None:
    talk = await room.asked()
    many = tuple((f"{n}.csv", b"a,%d" % n) for n in range(12))
    await room.gets(letter("Nhiều tệp", to=room.reply_to(talk), files=many))
    said = (await room.messages(talk))[-1]
    assert len(said["files"]) == 10
    assert "10.csv, 11.csv" in said["text"]


async def test_the_whole_mail_is_kept_with_the_message(room: MailDesk) -> None:
    talk = await room.asked()
    raw = letter("x", to=room.reply_to(talk))
    await room.gets(raw)
    kept = (await room.messages(talk))[-1]["letter"]["file"]
    pieces = [one async for one in room.desk.office.blobs.read(blob(SITE, kept))]
    assert b"".join(pieces) == raw


async def test_a_long_mail_is_cut_and_says_so(room: MailDesk) -> None:
    talk = await room.asked()
    await room.gets(letter("ế " * 20_000, to=room.reply_to(talk)))
    text = (await room.messages(talk))[-1]["text"]
    assert 9_900 < len(text) <= 10_000
    assert text.endswith("(Thư còn dài, phần còn lại nằm trong toàn bộ thư.)")


@pytest.mark.parametrize(
    ("text", "subject", "shown"),
    [("", "Hoá đơn đâu?", "Hoá đơn đâu?"), ("\u200b", "\u200b", "(Thư không có nội dung)")],
)
async def test_an_empty_mail_says_its_subject_or_that_it_is_empty(
    room: MailDesk, text: str, subject: str, shown: str
) -> None:
    talk = await room.asked()
    await room.gets(letter(text, to=room.reply_to(talk), subject=subject))
    assert (await room.messages(talk))[-1]["text"] == shown


async def test_a_screenshot_without_words_is_a_message(room: MailDesk) -> None:
    talk = await room.asked()
    await room.gets(letter("", subject="", to=room.reply_to(talk), files=(("a.png", PNG),)))
    said = (await room.messages(talk))[-1]
    assert said.get("text", "") == ""
    assert len(said["files"]) == 1


async def test_a_forged_token_lands_nowhere(room: MailDesk) -> None:
    talk = await room.asked()
    forged = reply_token(b"x" * 32, talk)
    done = await room.gets(letter("Cho tôi vào", to=f"reply+{forged}@{DOMAIN}, {SUPPORT}"))
    assert (done.action, done.reason) == ("quarantined", "unknown_token")
    assert len(await room.messages(talk)) == 1
    assert [one.id for one in await room.all_conversations()] == [talk]


async def test_a_token_of_an_erased_conversation_opens_it_no_more(room: MailDesk) -> None:
    talk = await room.asked()
    office = room.desk.office
    person = await erasure.person_named(office.client, SITE, talk)
    await erasure.erase(office.client, office.appender, office.blobs, SITE, person, office.now)
    before = len(await room.messages(talk))
    done = await room.gets(letter("Tôi đây", to=room.reply_to(talk)))
    assert (done.action, done.reason) == ("quarantined", "unknown_token")
    assert len(await room.messages(talk)) == before


async def test_a_token_of_a_removed_conversation_is_unknown(room: MailDesk) -> None:
    done = await room.gets(letter("Tôi đây", to=room.reply_to("ab" * 16)))
    assert (done.action, done.reason) == ("quarantined", "unknown_token")
    assert (await room.aside())[0].sender == LAN


async def test_a_blocked_visitors_mail_is_ignored_and_listed(room: MailDesk) -> None:
    talk = await room.asked()
    await room.desk.office.client.hset(keys.visitor(SITE, talk), "blocked", "1")
    done = await room.gets(letter("Trả lời đi", to=room.reply_to(talk)))
    assert (done.action, done.reason, done.conversation) == ("ignored", "blocked", talk)
    assert (await visitors.find(room.desk.office.client, SITE, talk)).blocked
