"""The headers of a mail: its thread, where answers and bounces go, and that machines do not answer."""

from datetime import timedelta

import pytest

from chatserver.actions.promises import promise_own
from chatserver.clock import millis
from chatserver.domain.mail_tokens import conversation_of, mail_named
from chatserver.domain.message import Letter, VisitorMessage, encode
from chatserver.store import keys
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.mail.story import AN, LAN, NO_REPLIES, SECRET, Story, story


async def asked(told: Story) -> None:
    await told.asks("Tôi bị trừ tiền hai lần trong tháng này.")
    await told.leaves(LAN)


async def test_a_mail_comes_from_the_company_and_its_department(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        mail = await told.mail("receipt")
        [sender] = mail["From"].addresses
        assert (sender.display_name, sender.addr_spec) == ("Twin AI · Hỗ trợ", "chat@twinai.example")


async def test_an_answer_to_it_comes_back_to_its_conversation(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        found = await told.outgoing("receipt")
        [reply_to] = found.message["Reply-To"].addresses
        name, _, token = reply_to.username.partition("+")
        assert (name, reply_to.domain) == ("reply", "twinai.example")
        assert conversation_of(SECRET, token) == told.conversation
        assert found.sender == reply_to.addr_spec, "a bounce comes back there too"
        assert mail_named(SECRET, found.message["Message-ID"]) == (told.conversation, 2)


async def test_without_an_address_for_replies_they_go_to_the_department(client: Client) -> None:
    async with story(client) as told:
        told.settings = NO_REPLIES
        await asked(told)
        found = await told.outgoing("receipt")
        assert found.message["Reply-To"] == "support@twinai.com"
        assert found.sender == "chat@twinai.example"


async def test_a_department_never_answers_as_the_visitor(client: Client) -> None:
    async with story(client) as told:
        await told.asks("Tôi bị trừ tiền hai lần trong tháng này.")
        assert (await told.mail("capture"))["Reply-To"] is None


async def test_the_mails_to_a_visitor_are_one_thread_under_one_subject(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        receipt = await told.mail("receipt")
        assert receipt["References"] is None
        await told.sent("receipt")
        at = millis(told.desk.office.now + timedelta(hours=12))
        await promise_own(told.desk.office, SITE, AN, told.conversation, at)
        promise = await told.mail("promise")
        await told.sent("promise")
        await told.answers("Một lần thôi.")
        answer = await told.mail("answer")
        assert receipt["Subject"] == "Câu hỏi của bạn gửi Twin AI, thứ Tư 4/3"
        assert promise["Subject"] == answer["Subject"] == f"Re: {receipt['Subject']}"
        assert promise["In-Reply-To"] == receipt["Message-ID"]
        assert answer["References"] == f"{receipt['Message-ID']} {promise['Message-ID']}"


async def test_the_department_has_a_thread_of_its_own(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        first = await told.mail("capture")
        await told.sent("capture")
        await told.sent("receipt")
        await told.asks("Còn một việc nữa.")
        second = await told.mail("capture")
        assert second["References"] == first["Message-ID"] != second["Message-ID"]
        assert second["Subject"] == f"Re: {first['Subject']}"


async def test_a_mail_that_was_never_sent_is_in_no_thread(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Một lần thôi.")
        answer = await told.mail("answer")
        assert answer["References"] is None
        assert not answer["Subject"].startswith("Re:")


async def test_a_repeated_mail_has_the_same_name(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        first = await told.mail("receipt")
        told.desk.clock.now += timedelta(hours=1)
        second = await told.mail("receipt")
        assert first["Message-ID"] == second["Message-ID"]
        assert (first["Date"], second["Date"]) == (
            "Wed, 04 Mar 2026 16:01:00 +0000",
            "Wed, 04 Mar 2026 17:01:00 +0000",
        )


async def test_machines_are_told_not_to_answer(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        assert (await told.mail("receipt"))["Auto-Submitted"] == "auto-replied"
        assert (await told.mail("capture"))["Auto-Submitted"] == "auto-generated"
        await told.answers("Một lần thôi.")
        answer = await told.mail("answer")
        assert answer["Auto-Submitted"] is None
        assert answer["X-Chatserver"] == "1"
        assert "OOF" in answer["X-Auto-Response-Suppress"]
        assert "NDR" not in answer["X-Auto-Response-Suppress"], "a bounce is what we want to know of"


async def wrote_a_mail(told: Story, subject: str) -> None:
    """What was asked came by mail."""
    await told.asks("Tôi bị trừ tiền hai lần trong tháng này.")
    letter = Letter(subject, LAN, "")
    body = encode(VisitorMessage("c" * 32, "Tôi bị trừ tiền hai lần.", letter=letter))
    messages = keys.messages(SITE, told.conversation)
    await told.client.delete(messages)
    await told.client.xadd(messages, {"h": "h", "at": 1, "body": body}, id="1-0")
    await told.knows(letter_id="CAF-8@mail.gmail.com")
    await told.leaves(LAN)


@pytest.mark.parametrize(
    "subject",
    [
        "Nhận quà tại http://evil",
        "Nhận quà tại evil.vn",
        "Viết cho eve@evil",
        "Gọi 090 123-45 67 nhận quà",
        "evil。com",
    ],
)
async def test_a_receipt_repeats_no_subject_that_leads_away_for_the_sender_may_be_forged(
    client: Client, subject: str
) -> None:
    async with story(client) as told:
        await wrote_a_mail(told, subject)
        assert (await told.mail("receipt"))["Subject"].startswith("Câu hỏi của bạn gửi Twin AI")
        await told.answers("Bạn xem ở đây.")
        assert (await told.mail("answer"))["Subject"] == f"Re: {subject}"


async def test_words_that_came_by_mail_are_answered_in_their_own_thread(client: Client) -> None:
    async with story(client) as told:
        await wrote_a_mail(told, "RE: Fwd: Hoá đơn tháng 2")
        receipt = await told.mail("receipt")
        assert receipt["Subject"] == "Re: Hoá đơn tháng 2"
        assert receipt["In-Reply-To"] == receipt["References"] == "<CAF-8@mail.gmail.com>"
        assert (await told.mail("capture"))["Subject"] == "Câu hỏi của khách: Hoá đơn tháng 2"


async def test_a_forged_name_of_a_letter_is_left_out(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        for forged in (
            "x> <y",
            "x\r\nBcc: eve@evil.example",
            "é@x",
            "=?utf-8?q?x=0D=0ABcc=3A_eve?=@x",
            "x" * 300,
        ):
            await told.knows(letter_id=forged)
            assert (await told.mail("receipt"))["References"] is None
