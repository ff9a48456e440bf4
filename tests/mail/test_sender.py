"""One mail's turn: what each end means for it, how much goes to one address, and trouble on our own side."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest

from chatserver.domain.mail import MOST_FAULTS, Mail, Result
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.mail.sender import LIMITS, Pace
from chatserver.mail.smtp import Smtp
from chatserver.store import attempts, mails
from chatserver.store.client import Client, command_client
from tests.fire.own_redis import own_redis
from tests.mail.postroom import QUICK, Postroom, plain, postroom
from tests.mail.smtp_server import CUT, TAKE, Plan, smtp_server

LAN, AN = "lan@gmail.example", "an@gmail.example"
READER = hashlib.sha256(LAN.encode()).hexdigest()[:32]


@pytest.fixture
async def room(client: Client) -> AsyncIterator[Postroom]:
    """A mail server in good health."""
    async with smtp_server(Plan()) as plan, postroom(client, plan) as made:
        yield made


async def test_a_mail_is_sent_once_and_stands_as_sent(room: Postroom) -> None:
    mail = await room.due(LAN)
    await room.sends()
    found = await room.sees(mail)
    assert (found.state, found.to, found.phase) == ("sent", LAN, "data")
    assert len(room.plan.of(LAN)) == 1
    assert await room.leased() == []


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("550 no such user", "dead", "refused"),
        ("451 later", "retry", "put_off"),
        (CUT, "uncertain", "lost_after_data"),
    ],
)
async def test_what_the_server_says_decides(client: Client, answer: str, state: str, reason: str) -> None:
    plan = Plan(lambda stage, address, times: answer if stage == "DATA" else TAKE)
    async with smtp_server(plan), postroom(client, plan) as room:
        mail = await room.due(LAN)
        await room.sends()
        found = await room.sees(mail)
    assert (found.state, found.reason) == (state, reason)
    assert found.detail.startswith(answer.split(" ", maxsplit=1)[0] if answer != CUT else "")


async def test_a_repeated_mail_has_the_same_message_id(client: Client) -> None:
    def cuts_once(stage: str, address: str, times: int) -> str:
        return "keep and cut" if stage == "DATA" and times == 1 else TAKE

    async with smtp_server(Plan(cuts_once)) as plan, postroom(client, plan) as room:
        mail = await room.due(LAN)
        await room.sends()
        await room.desk.passes(61)
        await room.sends()
        assert (await room.sees(mail)).state == "sent"
        assert len({one.message_id for one in plan.of(LAN)}) == 1
        assert len(plan.of(LAN)) == 2


async def test_who_died_after_data_leaves_it_uncertain_and_before_it_only_a_fault(room: Postroom) -> None:
    before, after = await room.due(LAN), await room.due(AN)
    for leased in await room.leased(life_ms=0):
        if leased.mail.id == after.id:
            assert await mails.mark_data(room.client, room.site.id, leased.mail, AN)
    await room.sends()  # who takes them over does not send them: it notes how they ended
    assert room.plan.got == []
    assert [(await room.sees(one)).state for one in (before, after)] == ["retry", "uncertain"]
    assert (await room.sees(before)).faults == 1


async def test_a_mail_that_cannot_be_worded_is_dead_after_five_times_and_blocks_nothing(
    room: Postroom,
) -> None:
    poison = await room.due(LAN)
    good = await room.due(AN)

    async def compose(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
        if mail.id == poison.id:
            raise KeyError("poison")
        return await plain(post, site, mail)

    for _ in range(MOST_FAULTS):
        await room.sends(compose)
    assert [(await room.sees(one)).state for one in (poison, good)] == ["dead", "sent"]
    assert (await room.sees(poison)).reason == "unfit"


@pytest.mark.parametrize(("result", "state"), [("not_needed", "cancelled"), ("no_address", "dead")])
async def test_what_need_not_or_cannot_be_sent_reaches_no_server(
    room: Postroom, result: Result, state: str
) -> None:
    async def compose(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
        return result

    mail = await room.due(LAN)
    await room.sends(compose)
    assert (await room.sees(mail)).state == state
    assert room.plan.connections == 0


async def test_one_address_gets_ten_mails_at_once_and_the_others_wait(room: Postroom) -> None:
    written = [await room.due(LAN) for _ in range(12)]
    other = await room.due(AN)
    await room.sends()
    found = [await room.sees(one) for one in written]
    assert sorted(one.state for one in found) == ["queued"] * 2 + ["sent"] * 10
    assert (await room.sees(other)).state == "sent"
    waits = [one for one in found if one.state == "queued"]
    assert all(one.due_at > 1 and one.attempts == 0 and one.reason == "limited" for one in waits)


async def test_names_behind_a_plus_are_one_address(room: Postroom) -> None:
    for number in range(12):
        await room.due(f"lan+{number}@Gmail.example")
    await room.sends()
    assert len(room.plan.got) == 10


async def test_mails_that_wait_for_one_reader_keep_back_nobody_elses(room: Postroom) -> None:
    for _ in range(10):
        await room.due(LAN)
    await room.sends(limits=LIMITS._replace(address=Pace(360, 1), site=Pace(3600, 3)))
    other = await room.due(AN)
    await room.sends(limits=LIMITS._replace(address=Pace(360, 1), site=Pace(3600, 3)))
    assert (await room.sees(other)).state == "sent"


async def test_a_mail_that_waits_for_its_site_does_not_wait_for_its_reader_too(room: Postroom) -> None:
    await room.due(AN)
    await room.sends()
    waits = await room.due(LAN)
    few = LIMITS._replace(address=Pace(360, 1), site=Pace(3600, 1))
    await room.sends(limits=few)
    assert (await room.sees(waits)).reason == "limited"
    assert await attempts.spend(room.client, f"mails:{room.site.id}:{READER}", 360, 1) is None


async def test_a_sites_own_limit_makes_its_mails_wait_too(room: Postroom) -> None:
    for number in range(3):
        await room.due(f"visitor{number}@gmail.example")
    await room.sends(limits=LIMITS._replace(site=Pace(3600, 2)))
    assert len(room.plan.got) == 2
    assert (await mails.counts(room.client, room.site.id)).waiting == 1


async def test_what_was_sent_is_noted_when_redis_is_back(clean_redis: str) -> None:
    with own_redis() as redis:
        await redis.start()
        client = command_client(redis.url)

        def freezes(stage: str, address: str, times: int) -> str:
            if stage == "DATA":
                redis.freeze()
                asyncio.get_running_loop().call_later(2.5, redis.thaw)
            return TAKE

        async with smtp_server(Plan(freezes)) as plan, postroom(client, plan) as room:
            mail = await room.due(LAN)
            await room.sends()
            assert (await room.sees(mail)).state == "sent"
            assert len(plan.of(LAN)) == 1
        await client.aclose()


async def test_while_redis_is_away_nothing_is_handed_over(room: Postroom) -> None:
    mail = await room.due(LAN)
    (leased,) = await room.leased()

    async def away(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
        raise ConnectionError("Redis is away")

    await room.sender(away).send(room.site, leased, Smtp(room.server))
    found = await room.sees(mail)
    assert (found.state, found.faults, room.plan.got) == ("retry", 0, [])


async def test_a_dead_mail_server_costs_one_attempt_each(client: Client) -> None:
    async with smtp_server(Plan()) as plan:
        pass
    async with postroom(client, plan, QUICK) as room:
        mail = await room.due(LAN)
        await room.sends()
        found = await room.sees(mail)
    assert (found.state, found.attempts, found.phase) == ("retry", 1, "")
