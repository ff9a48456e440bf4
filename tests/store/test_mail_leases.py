"""Who may send a mail, and for how long: leases, and the lists that a mail stands in (contract R21, R22)."""

import pytest

from chatserver.domain.errors import Refused
from chatserver.store import keys, mail_keys, mails
from chatserver.store.client import Client
from tests.store.outbox import HOUR, LAN, SECOND, SITE, TALK, Outbox


async def test_a_mail_is_given_when_it_is_due_and_to_one_sender_only(outbox: Outbox) -> None:
    await outbox.asks(1)
    assert await outbox.leases(30 * SECOND) == []
    first, second = await outbox.leases(31 * SECOND, "one"), await outbox.leases(31 * SECOND, "two")
    assert ([one.mail.n for one in first], second) == ([1], [])
    mail = first[0].mail
    assert (mail.state, mail.lease, mail.attempts, mail.tried_at) == ("leased", "one", 1, 31 * SECOND)
    assert not first[0].lapsed


async def test_who_dies_loses_the_mail_to_the_next_and_can_settle_it_no_more(outbox: Outbox) -> None:
    await outbox.asks(1)
    (late,) = await outbox.leases(HOUR, "late", life_ms=0)
    assert await mails.mark_data(outbox.client, SITE, late.mail, LAN)
    (taken,) = await outbox.leases(HOUR, "next")
    assert (taken.lapsed, taken.mail.phase, taken.mail.attempts, taken.mail.to) == (True, "data", 1, LAN)
    assert not await mails.mark_data(outbox.client, SITE, late.mail, LAN)
    with pytest.raises(Refused, match="changed"):
        await outbox.settles(late.mail, "accepted", HOUR)
    await outbox.settles(taken.mail, "lost_after_data", HOUR)
    assert (await outbox.mails())[0].state == "uncertain"


async def test_leases_run_on_redis_own_clock_whatever_the_office_says(outbox: Outbox) -> None:
    await outbox.asks(1)
    await outbox.leases(HOUR)
    assert await outbox.leases(HOUR * 10_000) == []


async def test_after_redis_clock_was_set_back_no_lease_lasts_two_hours(outbox: Outbox) -> None:
    await outbox.asks(1)
    (held,) = await outbox.leases(HOUR, "held")
    await outbox.client.zincrby(
        mail_keys.leased(SITE), 2 * HOUR, held.mail.id
    )  # as seen from two hours before
    (taken,) = await outbox.leases(HOUR, "next", life_ms=0)
    assert (taken.mail.id, taken.lapsed) == (held.mail.id, True)


async def test_a_mail_stands_in_one_list_or_in_none(outbox: Outbox) -> None:
    async def lists() -> list[int]:
        sets = (mail_keys.outbox(SITE), mail_keys.leased(SITE), mail_keys.dead_mails(SITE))
        return [int(await outbox.client.zcard(one)) for one in sets]

    await outbox.asks(1)
    assert await lists() == [1, 0, 0]
    (mail,) = await outbox.taken(HOUR)
    assert await lists() == [0, 1, 0]
    await outbox.settles(mail, "put_off", HOUR)
    assert await lists() == [1, 0, 0]
    (mail,) = await outbox.taken(2 * HOUR)
    await outbox.settles(mail, "refused", 2 * HOUR)
    assert await lists() == [0, 0, 1]
    counts = await mails.counts(outbox.client, SITE)
    assert (counts.waiting, counts.dead) == (0, 1)
    found, more = await mails.listed(outbox.client, SITE, "dead")
    assert ([one.id for one in found], more) == ([f"{TALK}.1"], False)


async def test_that_somebody_sends_is_known_for_a_minute(client: Client) -> None:
    assert not await mails.somebody_sends(client)
    await mails.say_here(client)
    assert await mails.somebody_sends(client)
    assert 0 < await client.pttl(keys.MAILER) <= 60_000
