"""The endless part of sending: at once, a few at a time, every site for itself, until it is told to end."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from chatserver.background import Background
from chatserver.domain.mail import Mail, Result
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.mail.worker import Turns, mailing
from chatserver.settings import Settings
from chatserver.store import keys, mail_keys, mails, sites
from chatserver.store.client import Client, command_client
from tests.fire.own_redis import own_redis
from tests.mail.postroom import LOOK_S, QUICK, Postroom, due, plain, postroom, until
from tests.mail.smtp_server import HANG, TAKE, Plan, smtp_server
from tests.stores import NOON

LAN = "lan@gmail.example"
OTHER = "0" * 32


@pytest.fixture
async def room(client: Client) -> AsyncIterator[Postroom]:
    """A mail server in good health."""
    async with smtp_server(Plan()) as plan, postroom(client, plan) as made:
        yield made


def addresses(count: int) -> list[str]:
    return [f"visitor{number}@gmail.example" for number in range(count)]


async def test_what_becomes_due_is_sent_at_once(room: Postroom) -> None:
    async with room.mailer(turns=Turns()):
        await room.due(LAN)
        began = time.monotonic()
        await until(lambda: room.plan.got)
        assert time.monotonic() - began < 5


async def test_what_is_not_due_waits_for_its_time(room: Postroom) -> None:
    mail = await room.due(LAN)
    await room.client.zadd(mail_keys.outbox(room.site.id), {mail.id: mail.due_at + 60_000})
    async with room.mailer():
        first = await room.due("an@gmail.example")
        await until(lambda: room.plan.got)
        assert [one.to for one in room.plan.got] == ["an@gmail.example"]
        assert (await room.sees(first)).state in {"sent", "leased"}
        await room.desk.passes(61)
        await until(lambda: len(room.plan.got) == 2)


async def test_two_at_work_send_each_mail_once(room: Postroom) -> None:
    for address in addresses(60):
        await room.due(address)
    async with room.mailer(), room.mailer():
        await until(lambda: len(room.plan.got) >= 60)
    assert sorted(one.to for one in room.plan.got) == sorted(addresses(60))


async def test_few_connections_carry_many_mails(room: Postroom) -> None:
    for address in addresses(60):
        await room.due(address)
    async with room.mailer():
        await until(lambda: len(room.plan.got) >= 60)
    assert room.plan.connections <= 8


async def test_a_server_that_hangs_holds_up_only_what_it_was_given(client: Client) -> None:
    plan = Plan(lambda stage, address, times: HANG if stage == "RCPT" and address == LAN else TAKE)
    async with smtp_server(plan), postroom(client, plan) as room:
        stuck = await room.due(LAN)
        for address in addresses(20):
            await room.due(address)
        async with room.mailer(turns=Turns(look_s=0.05, last_s=0.1)):
            await until(lambda: len(plan.got) == 20)
            assert (await room.sees(stuck)).state == "leased"
        assert (await room.sees(stuck)).state == "leased"  # until its lease ends


async def test_it_ends_when_told_and_lets_what_is_being_sent_come_to_its_end(client: Client) -> None:
    told, may_go_on = asyncio.Event(), asyncio.Event()
    async with smtp_server(Plan()) as plan, postroom(client, plan) as room:

        async def slow(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
            told.set()
            await may_go_on.wait()
            return await plain(post, site, mail)

        mail = await room.due(LAN)
        async with room.mailer(slow) as mailer:
            await told.wait()
            mailer.end()
            may_go_on.set()
        assert (await room.sees(mail)).state == "sent"


async def test_a_site_in_trouble_is_not_the_others_trouble(room: Postroom) -> None:
    broken = Site(OTHER, "Broken", "b" * 20, (), NOON)
    await sites.add(room.client, broken)
    await room.client.set(mail_keys.outbox(OTHER), "of another type")
    await room.due(LAN)
    async with room.mailer():
        await until(lambda: room.plan.got)


async def test_every_site_has_its_turn_whatever_one_of_them_has_to_send(room: Postroom) -> None:
    await sites.add(room.client, Site(OTHER, "Small", "b" * 20, (), NOON))
    for address in addresses(100):
        await room.due(address)
    await due(room.desk, OTHER, LAN)
    async with room.mailer():
        await until(lambda: room.plan.of(LAN))
        assert len(room.plan.got) < 60


async def test_redis_away_and_back_is_a_pause_and_no_end(clean_redis: str) -> None:
    with own_redis() as redis:
        await redis.start()
        client = command_client(redis.url)
        async with smtp_server(Plan()) as plan, postroom(client, plan, QUICK) as room, room.mailer():
            await room.due(LAN)
            await until(lambda: plan.of(LAN))
            redis.kill()
            await redis.start()
            await room.due("an@gmail.example")
            await until(lambda: len(plan.got) == 2)
        await client.aclose()


async def test_without_a_mail_server_nothing_is_sent_and_nobody_says_that_it_is(room: Postroom) -> None:
    await room.due(LAN)
    async with asyncio.TaskGroup() as group, mailing(room.desk.office, Settings(), Background(group)):
        assert not await mails.somebody_sends(room.client)
    assert (await mails.counts(room.client, room.site.id)).waiting == 1


async def test_with_one_it_is_said_while_it_runs(room: Postroom) -> None:
    settings = Settings(
        email_url=f"smtp://127.0.0.1:{room.plan.port}", default_from_email="chat@shop.example"
    )
    async with asyncio.TaskGroup() as group, mailing(room.desk.office, settings, Background(group)):
        while not await room.client.exists(keys.MAILER):
            await asyncio.sleep(LOOK_S)
