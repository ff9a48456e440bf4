"""Links in mails (contract S2)."""

import asyncio
from datetime import timedelta

import pytest

from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash
from chatserver.store import erasure, keys, links, mail_keys
from chatserver.store.client import Client
from chatserver.store.links import LetIn

CODE = secret_hash("code")
NOW = 1_000
TALK = LetIn("talk", "l…@example.com")


@pytest.fixture(autouse=True)
async def conversation(client: Client) -> None:
    """There is one, begun by Lan."""
    await client.hset(keys.conversation("shop", "talk"), "visitor", "lan")


async def enter(client: Client, visitor: str, code: str = CODE, site: str = "shop") -> str:
    """What a browser is answered that follows a link."""
    try:
        let_in = await links.let_in(client, site, code, visitor, secret_hash(visitor), NOW)
        return let_in.conversation
    except Refused as refused:
        return refused.reason


async def test_a_link_lets_in_one_browser_and_that_one_again(client: Client) -> None:
    assert await links.keep(client, "shop", CODE, TALK)
    assert await enter(client, "phone") == "talk"
    assert await enter(client, "laptop") == "link_unknown"
    assert await enter(client, "phone") == "talk"
    assert await links.entered(client, "shop", "phone", ["talk", "other"]) == {"talk"}
    assert await links.entered(client, "shop", "laptop", ["talk"]) == set()
    assert await links.entered(client, "shop", "laptop", []) == set()


async def test_whoever_is_let_in_is_told_whose_mail_it_was_however_often(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    for _ in range(2):
        assert await links.let_in(client, "shop", CODE, "phone", secret_hash("phone"), NOW) == TALK
    assert await links.led_to(client, "shop", CODE) == "talk"


async def test_a_link_that_was_forgotten_opens_nothing_used_or_not(client: Client) -> None:
    used, fresh = secret_hash("used"), secret_hash("fresh")
    for code in (used, fresh):
        await links.keep(client, "shop", code, TALK)
    await enter(client, "phone", used)
    await links.forget(client, "shop", [used, fresh, secret_hash("never kept")])
    await links.forget(client, "shop", [])
    assert [await enter(client, "laptop", code) for code in (used, fresh)] == ["link_unknown"] * 2
    assert await links.led_to(client, "shop", used) is None


async def test_who_is_let_in_is_registered_and_comes_back_to_the_conversation(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    await client.hset(keys.visitor("shop", "phone"), "context", "{}")
    await client.expire(keys.visitor("shop", "phone"), 60)
    await enter(client, "phone")
    record = await client.hgetall(keys.visitor("shop", "phone"))
    assert (record["secret_hash"], record["conversation"]) == (secret_hash("phone"), "talk")
    assert await client.ttl(keys.visitor("shop", "phone")) == -1
    assert await client.zrange(keys.visitor_conversations("shop", "phone"), 0, -1) == ["talk"]


async def test_whose_conversation_it_is_does_not_use_the_link_up(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    assert await enter(client, "lan") == "talk"
    assert await links.entered(client, "shop", "lan", ["talk"]) == set()
    assert await enter(client, "phone") == "talk"


async def test_of_two_who_open_a_link_at_once_one_is_let_in(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    answers = await asyncio.gather(*(enter(client, f"browser {n}") for n in range(20)))
    assert sorted(answers) == ["link_unknown"] * 19 + ["talk"]


async def test_an_unknown_link_another_sites_and_one_to_nowhere_open_nothing(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    await links.keep(client, "shop", secret_hash("old"), LetIn("removed", ""))
    assert await enter(client, "phone", secret_hash("another")) == "link_unknown"
    assert await enter(client, "phone", site="other") == "link_unknown"
    assert await enter(client, "phone", secret_hash("old")) == "link_unknown"
    assert await enter(client, "phone") == "talk"


async def test_a_blocked_or_foreign_secret_is_not_let_in_and_the_link_stays_good(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    await client.hset(
        keys.visitor("shop", "rude"), mapping={"secret_hash": secret_hash("rude"), "blocked": 1}
    )
    await client.hset(keys.visitor("shop", "thief"), "secret_hash", "of somebody else")
    assert [await enter(client, who) for who in ("rude", "thief")] == ["blocked", "blocked"]
    assert await enter(client, "phone") == "talk"


async def test_a_spent_link_still_tells_us_where_it_led(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    assert await links.led_to(client, "shop", CODE) == "talk"
    await enter(client, "phone")
    assert await links.led_to(client, "shop", CODE) == "talk"
    assert await links.led_to(client, "shop", secret_hash("another")) is None


async def test_a_link_lives_thirty_days_and_on_from_each_repetition_of_its_mail(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK, timedelta(hours=1))
    assert await links.keep(client, "shop", CODE, TALK)
    life = await client.ttl(mail_keys.link("shop", CODE))
    assert 30 * 86_400 - 60 < life <= 30 * 86_400


async def test_a_repeated_mail_does_not_make_a_spent_link_good_again(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    await enter(client, "phone")
    assert not await links.keep(client, "shop", CODE, TALK)
    assert await enter(client, "laptop") == "link_unknown"


async def test_a_spent_link_is_remembered_no_longer_than_it_would_have_lived(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK, timedelta(hours=1))
    await enter(client, "phone")
    assert 0 < await client.ttl(mail_keys.link("shop", CODE)) <= 3600


async def test_a_conversation_that_is_removed_is_forgotten_by_whom_it_let_in(client: Client) -> None:
    await links.keep(client, "shop", CODE, TALK)
    await enter(client, "phone")
    assert await links.guests(client, "shop", "talk") == ["phone"]
    await client.hset(keys.conversation("shop", "talk"), mapping={"status": "closed", "closed_at": NOW})
    assert await erasure.remove(client, "shop", "talk", NOW)
    assert await links.guests(client, "shop", "talk") == []
    assert not await client.exists(keys.visitor("shop", "phone"), keys.visitor_conversations("shop", "phone"))
