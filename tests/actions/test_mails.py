"""How an attempt to send ends for its conversation, and what agents may ask of mails."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatserver.actions.mails import ask_transcript, send_again, settle
from chatserver.actions.messages import say_as_agent
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Mail, bounced
from chatserver.domain.message import Speaker
from chatserver.store import keys, mails
from chatserver.store.appends import Append
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk

AN = Speaker("an", "An")
LAN = "lan@gmail.example"
LIFE_MS = 90_000


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk at which nobody sits: whoever writes is answered by mail."""
    async with desk(client) as made:
        yield made


async def asked(shop: Desk) -> str:
    """A visitor has written and left an address, and is not here."""
    name = await shop.writes()
    step = Append(name, millis(shop.office.now), set={"email": LAN})
    await shop.office.appender.append(SITE, step)
    return name


async def answered(shop: Desk, name: str) -> Mail:
    """An agent answers, and the mail about it is in a sender's hands a minute later."""
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    await shop.passes(61)
    return await leased(shop, "answer")


async def leased(shop: Desk, kind: str) -> Mail:
    """The mail of a kind among all that is due."""
    now = millis(shop.office.now)
    due = await mails.lease(shop.office.client, SITE, now, random_id(), LIFE_MS, 10)
    (mail,) = [one.mail for one in due if one.mail.kind == kind]
    return mail


async def stored(shop: Desk, mail: Mail) -> Mail:
    """The mail as it is now."""
    found = await mails.load(shop.office.client, SITE, mail.conversation, mail.n)
    assert found is not None
    return found


async def test_an_answer_that_was_accepted_keeps_the_promise_in_the_same_step(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    before = await shop.sees(name)
    assert before.promise_at and before.unseen_since
    assert await settle(shop.office, SITE, mail, "accepted")
    found = await shop.sees(name)
    assert (found.promise_state, found.promise_kept_at) == ("kept", millis(shop.office.now))
    assert (found.promise_at, found.unseen_since, found.version) == (0, 0, before.version + 1)
    assert (await stored(shop, mail)).state == "sent"


@pytest.mark.parametrize("result", ["refused", "put_off", "lost_after_data", "not_needed", "no_address"])
async def test_an_answer_that_was_not_accepted_keeps_nothing(shop: Desk, result: str) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    assert await settle(shop.office, SITE, mail, result)  # type: ignore[arg-type]
    found = await shop.sees(name)
    assert found.promise_at and found.unseen_since
    assert found.promise_state == "pending"


async def test_a_receipt_keeps_no_promise(shop: Desk) -> None:
    name = await asked(shop)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    receipt = await leased(shop, "receipt")
    await settle(shop.office, SITE, receipt, "accepted")
    assert (await shop.sees(name)).promise_at


async def test_an_answer_accepted_late_breaks_the_promise(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    step = Append(name, 1, set={"promise_at": str(millis(shop.office.now) - 1)})
    await shop.office.appender.append(SITE, step)
    await settle(shop.office, SITE, mail, "accepted")
    assert (await shop.sees(name)).promise_state == "breached"


async def test_the_mail_of_an_earlier_answer_does_not_keep_the_promise_of_a_later_question(
    shop: Desk,
) -> None:
    name = await asked(shop)
    first = await answered(shop, name)
    await shop.writes(name, "còn một câu nữa")
    await shop.passes(60)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "để mình xem")
    unseen = (await shop.sees(name)).unseen_since
    assert unseen == millis(shop.office.now)
    await settle(shop.office, SITE, first, "accepted")
    assert (await shop.sees(name)).unseen_since == unseen
    await shop.passes(61)
    await settle(shop.office, SITE, await leased(shop, "answer"), "accepted")
    assert (await shop.sees(name)).unseen_since == 0


async def test_who_has_lost_the_lease_changes_nothing(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    assert await settle(shop.office, SITE, mail, "put_off")
    assert not await settle(shop.office, SITE, mail, "accepted")
    assert (await stored(shop, mail)).state == "retry"
    assert (await shop.sees(name)).promise_at


async def test_a_conversation_that_was_removed_is_nobodys_trouble(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    await shop.office.client.unlink(keys.conversation(SITE, name))
    assert not await settle(shop.office, SITE, mail, "accepted")


async def test_an_agent_sends_a_dead_mail_again_and_it_is_written_down(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    await settle(shop.office, SITE, mail, "refused", detail="550 no")
    await send_again(shop.office, SITE, AN, name, mail.n)
    found = await stored(shop, mail)
    assert (found.state, found.reason, found.attempts) == ("queued", "", 0)
    entries = await shop.office.client.xrange(keys.AUDIT)
    assert entries[-1][1] == {  # type: ignore[index]
        "who": "an", "act": "mail_again", "subject": mail.id, "at": str(millis(shop.office.now)),
    }  # fmt: skip
    again = await leased(shop, "answer")
    await settle(shop.office, SITE, again, "accepted")
    assert (await shop.sees(name)).promise_state == "kept"


async def test_a_bounced_mail_may_be_sent_again(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    await settle(shop.office, SITE, mail, "accepted")
    back = bounced(await stored(shop, mail), "5.1.1", "no such user")
    await shop.office.appender.append(SITE, Append(name, millis(shop.office.now), settling=back))
    await send_again(shop.office, SITE, AN, name, mail.n)
    assert (await stored(shop, mail)).state == "queued"


async def test_a_mail_is_sent_again_to_another_address_and_not_to_one_that_gives_it_back(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    await settle(shop.office, SITE, mail, "accepted")
    back = bounced(await stored(shop, mail), "5.1.1", "no such user")
    found = await shop.sees(name)
    marked = {"email_bounced": found.email}
    await shop.office.appender.append(SITE, Append(name, millis(shop.office.now), settling=back, set=marked))
    with pytest.raises(Refused, match="address_bounced"):
        await send_again(shop.office, SITE, AN, name, mail.n)
    await shop.office.appender.append(SITE, Append(name, millis(shop.office.now), set={"email": "lan@b.vn"}))
    await send_again(shop.office, SITE, AN, name, mail.n)
    assert (await stored(shop, mail)).state == "queued"


async def test_what_is_on_its_way_sent_or_needed_no_longer_is_not_sent_again(shop: Desk) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    await _not_again(shop, mail)  # somebody has it
    await settle(shop.office, SITE, mail, "lost_after_data")
    await _not_again(shop, mail)  # it is repeated by itself
    await shop.passes(61)
    await settle(shop.office, SITE, await leased(shop, "answer"), "not_needed")
    await _not_again(shop, mail)
    await say_as_agent(shop.office, SITE, AN, name, random_id(), "chào bạn")
    await shop.passes(61)
    sent = await leased(shop, "answer")
    await settle(shop.office, SITE, sent, "accepted")
    await _not_again(shop, sent)


async def _not_again(shop: Desk, mail: Mail) -> None:
    with pytest.raises(Refused, match="changed"):
        await send_again(shop.office, SITE, AN, mail.conversation, mail.n)


async def test_a_mail_that_is_not_there_is_not_sent_again(shop: Desk) -> None:
    name = await asked(shop)
    for conversation, n in ((name, 99), (random_id(), 1)):
        with pytest.raises(Refused, match="unknown_conversation"):
            await send_again(shop.office, SITE, AN, conversation, n)


async def test_a_transcript_is_mailed_three_times_at_once_and_no_more(shop: Desk) -> None:
    name = await asked(shop)
    for _ in range(3):
        await ask_transcript(shop.office, SITE, name)
    with pytest.raises(Refused, match="too_many") as refused:
        await ask_transcript(shop.office, SITE, name)
    assert refused.value.retry_after
    found = await mails.of_conversation(shop.office.client, SITE, name, (await shop.sees(name)).mails)
    assert [one.kind for one in found] == ["capture", "receipt", "transcript"]


async def test_a_transcript_needs_an_address_that_takes_mail(shop: Desk) -> None:
    name = await shop.writes()
    with pytest.raises(Refused, match="no_address"):
        await ask_transcript(shop.office, SITE, name)
    known = await asked(shop)
    await shop.office.client.hset(keys.conversation(SITE, known), "email_bounced", LAN)
    with pytest.raises(Refused, match="no_address"):
        await ask_transcript(shop.office, SITE, known)
    with pytest.raises(Refused, match="unknown_conversation"):
        await ask_transcript(shop.office, SITE, random_id())


async def test_a_conversation_that_changes_meanwhile_does_not_keep_its_mail_from_being_settled(
    shop: Desk,
) -> None:
    name = await asked(shop)
    mail = await answered(shop, name)
    unseen = (await shop.sees(name)).unseen_since
    async with asyncio.TaskGroup() as group:
        settling = group.create_task(settle(shop.office, SITE, mail, "accepted"))
        for later in range(1, 50):
            step = Append(name, unseen, set={"unseen_since": str(unseen - later)})
            group.create_task(_appended(shop, step))
    assert settling.result()
    assert (await stored(shop, mail)).state == "sent"


async def _appended(shop: Desk, step: Append) -> None:
    await shop.office.appender.append(SITE, step)
