"""Links in mails (contract S2)."""

import asyncio
from datetime import timedelta

from chatserver.domain.ids import secret_hash
from chatserver.store import links, mail_keys
from chatserver.store.client import Client

CODE = secret_hash("code")


async def test_a_link_opens_its_conversation_once(client: Client) -> None:
    assert await links.keep(client, "shop", CODE, "conversation")
    assert await links.take(client, "shop", CODE) == "conversation"
    assert await links.take(client, "shop", CODE) is None


async def test_of_two_who_open_a_link_at_once_one_is_let_in(client: Client) -> None:
    await links.keep(client, "shop", CODE, "conversation")
    taken = await asyncio.gather(*(links.take(client, "shop", CODE) for _ in range(20)))
    assert sorted(taken, key=str).count("conversation") == 1


async def test_an_unknown_link_and_another_sites_open_nothing(client: Client) -> None:
    await links.keep(client, "shop", CODE, "conversation")
    assert await links.take(client, "shop", secret_hash("another")) is None
    assert await links.take(client, "other", CODE) is None
    assert await links.take(client, "shop", CODE) == "conversation"


async def test_a_link_lives_thirty_days_and_on_from_each_repetition_of_its_mail(client: Client) -> None:
    await links.keep(client, "shop", CODE, "conversation", timedelta(hours=1))
    assert await links.keep(client, "shop", CODE, "conversation")
    life = await client.ttl(mail_keys.link("shop", CODE))
    assert 30 * 86_400 - 60 < life <= 30 * 86_400


async def test_a_repeated_mail_does_not_make_a_spent_link_good_again(client: Client) -> None:
    await links.keep(client, "shop", CODE, "conversation")
    await links.take(client, "shop", CODE)
    assert not await links.keep(client, "shop", CODE, "conversation")
    assert await links.take(client, "shop", CODE) is None


async def test_a_spent_link_is_remembered_no_longer_than_it_would_have_lived(client: Client) -> None:
    await links.keep(client, "shop", CODE, "conversation", timedelta(hours=1))
    await links.take(client, "shop", CODE)
    assert 0 < await client.ttl(mail_keys.link("shop", CODE)) <= 3600
