"""Which mails each step of a conversation queues, and what takes them away (contract R21)."""

import pytest

from chatserver.domain.mail import Asked
from chatserver.store import erasure, keys, mails
from tests.store.outbox import HOUR, LAN, PROMISE_AT, SECOND, SITE, TALK, Outbox


async def test_words_at_night_are_told_to_the_department_when_no_more_come(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.asks(20 * SECOND)
    (mail,) = await outbox.mails()
    assert (mail.kind, mail.state, mail.from_seq, mail.to_seq) == ("capture", "queued", 1, 2)
    assert mail.due_at == 50 * SECOND


async def test_who_goes_on_writing_holds_that_mail_up_for_five_minutes_at_most(outbox: Outbox) -> None:
    for second in range(0, 400, 20):
        await outbox.asks(1 + second * SECOND)
    (mail,) = await outbox.mails()
    assert (mail.to_seq, mail.due_at) == (20, 380 * SECOND + 1)  # not put off any more, due at once
    assert mail.created_at == 1


async def test_an_address_is_answered_by_a_receipt_once(outbox: Outbox) -> None:
    await outbox.asks(1)
    assert await outbox.told() == [("capture", "queued", 1, 1)]
    await outbox.leaves(2)
    await outbox.leaves(3)
    await outbox.asks(4)
    assert await outbox.told() == [("capture", "queued", 1, 2), ("receipt", "queued", 1, 1)]
    assert (await outbox.mails())[1].due_at == 2


async def test_another_address_gets_a_receipt_of_its_own(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.leaves(2)
    (taken, _) = await outbox.taken(40 * SECOND)
    await outbox.leaves(50 * SECOND, "lan@work.example")
    assert [one.kind for one in await outbox.mails()] == ["capture", "receipt", "receipt"]
    assert taken.kind == "receipt"


async def test_words_while_somebody_is_there_cause_no_mail(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.leaves(2)
    assert await outbox.mails() == []


async def test_a_wait_that_ends_in_an_email_promise_is_told_to_both_sides(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.leaves(2)
    await outbox.says(3, "system.waited_in_vain", status="email", promise_at=str(PROMISE_AT))
    assert await outbox.told() == [("capture", "queued", 1, 2), ("receipt", "queued", 2, 2)]


async def test_an_answer_is_mailed_a_minute_later_with_all_that_was_said_until_then(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.leaves(2)
    await outbox.answers(10 * SECOND)
    await outbox.answers(50 * SECOND)
    (mail,) = await outbox.mails()
    assert (mail.kind, mail.from_seq, mail.to_seq, mail.due_at) == ("answer", 2, 3, 110 * SECOND)


async def test_an_answer_hurries_when_the_promise_would_be_broken_by_waiting(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.leaves(2)
    await outbox.answers(PROMISE_AT - 40 * SECOND)
    assert (await outbox.mails())[-1].due_at == PROMISE_AT - 15 * SECOND
    await outbox.answers(PROMISE_AT - SECOND)
    assert (await outbox.mails())[-1].due_at == PROMISE_AT - SECOND


async def test_an_answer_without_an_address_waits_for_one(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.answers(2)
    await outbox.answers(3)
    assert [one.kind for one in await outbox.mails()] == ["capture"]
    await outbox.leaves(4)
    last = (await outbox.mails())[-1]
    assert (last.kind, last.from_seq, last.to_seq, last.due_at) == ("answer", 1, 3, 4)


async def test_from_its_lease_on_a_mail_stands_and_another_one_begins(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.leaves(2)
    await outbox.answers(3, after_ms=0)
    (leased,) = await outbox.taken(4)
    await outbox.answers(5, after_ms=0)
    assert await outbox.told() == [("answer", "leased", 2, 2), ("answer", "queued", 3, 3)]
    await outbox.settles(leased, "put_off", 6)
    assert (await outbox.told())[0] == ("answer", "retry", 2, 2)


async def test_a_broken_a_moved_and_an_own_promise_are_mailed_at_once(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.leaves(2)
    for at, key in enumerate(
        ["system.promise_broken", "system.promise_moved", "system.promise_own"], start=3
    ):
        await outbox.says(at, key, promise_at=str(PROMISE_AT + at))
    assert await outbox.told() == [
        ("capture", "queued", 1, 1),
        ("receipt", "queued", 1, 1),
        ("promise", "queued", 2, 4),
    ]
    assert (await outbox.mails())[2].due_at == 5


async def test_a_transcript_holds_everything(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.asks(2, "waiting")
    await outbox.leaves(3)
    await outbox.step(4, asked=Asked(kind="transcript"))
    assert await outbox.told() == [("transcript", "queued", 1, 2)]


async def test_words_that_came_by_mail_are_promised_an_answer_by_mail(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.leaves(2)
    await outbox.answers(3)
    promise = {"promise_at": str(PROMISE_AT), "promise_state": "pending"}
    await outbox.asks(4, letter=True)
    assert (await outbox.talk()).status == "open"
    assert (await outbox.talk()).promise_at == int(promise["promise_at"])
    assert [one.kind for one in await outbox.mails()] == ["answer", "receipt"]


async def test_nothing_is_mailed_to_an_address_that_mails_came_back_from(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.leaves(2)
    await outbox.knows(email_bounced=LAN)
    await outbox.answers(3)
    assert [one.kind for one in await outbox.mails()] == ["capture", "receipt"]
    await outbox.leaves(4, "lan@work.example")
    assert [one.kind for one in await outbox.mails()] == ["capture", "receipt", "answer"]


async def test_what_is_told_for_show_is_never_mailed(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.knows(muted="1")
    await outbox.leaves(2)
    await outbox.answers(3)
    await outbox.step(4, asked=Asked(kind="transcript"))
    assert await outbox.mails() == []


async def test_a_cancelled_mail_that_no_server_has_seen_begins_anew_under_its_number(outbox: Outbox) -> None:
    await outbox.asks(1, "waiting")
    await outbox.leaves(2)
    await outbox.answers(3, after_ms=0)
    (mail,) = await outbox.taken(4)
    await outbox.settles(mail, "not_needed", 5)
    await outbox.answers(6, after_ms=0)
    assert await outbox.told() == [("answer", "queued", 3, 3)]


async def test_every_step_of_a_mail_is_a_new_version_of_its_conversation(outbox: Outbox) -> None:
    await outbox.asks(1)
    (mail,) = await outbox.taken(HOUR)
    before = (await outbox.talk()).version
    await outbox.settles(mail, "accepted", HOUR)
    assert (await outbox.talk()).version == before + 1


@pytest.mark.parametrize("how", ["erased", "removed"])
async def test_a_conversation_that_ends_for_good_takes_its_mails_with_it(outbox: Outbox, how: str) -> None:
    await outbox.asks(1)
    await outbox.leaves(2)
    (leased,) = await outbox.leases(3)
    if how == "erased":
        await erasure.erase_words(outbox.client, SITE, TALK, "another epoch")
    else:
        await outbox.says(4, "system.closed", status="closed")
        assert await erasure.remove(outbox.client, SITE, TALK, HOUR)
    counts = await mails.counts(outbox.client, SITE)
    assert (counts.waiting, counts.dead) == (0, 0)
    assert await outbox.leases(HOUR) == []
    assert not await mails.mark_data(outbox.client, SITE, leased.mail, LAN)
    assert [one async for one in outbox.client.scan_iter(f"{keys.site(SITE)}:conversation:*:mail:*")] == []
