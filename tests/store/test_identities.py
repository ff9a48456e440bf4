"""A visitor becomes a person, and what they begin is that person's (contract S2, S1)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.background import Background
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.identity import Identity
from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.domain.ids import random_id
from chatserver.domain.message import VisitorMessage
from chatserver.store import conversations, identities, keys, visitors
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.identities import Identified
from chatserver.store.scripts import source
from tests.stores import NOON

SITE = "5" * 32
AT = millis(NOON)
LIFE = 660_000


@pytest.fixture
async def append(client: Client) -> AsyncIterator[Appender]:
    """The one append."""
    async with asyncio.TaskGroup() as group:
        yield Appender(Batch(client, source("append"), Background(group)))


def person(sub: str = "u-17", issued_at: int = AT, **facts: str) -> Identity:
    """A person whose token is good for eleven minutes."""
    known = {"name": "Trần Lan", "email": "lan@shop.example", "plan": "Business", **facts}
    return Identity(sub, known["name"], known["email"], known["plan"], issued_at + LIFE, issued_at)


async def bind(client: Client, visitor: str, who: Identity, now: int = AT) -> Identified:
    """Say that a visitor is a person."""
    return await identities.bind(client, SITE, visitor, "hash of " + visitor, who, now)


def words(visitor: str, conversation: str, at: int = AT) -> Append:
    """Some words of a visitor."""
    arrival = Arrival(visitor, "hash of " + visitor, random_id(), "waiting", {}, "agent_free")
    return Append(conversation, at, VisitorMessage(random_id(), "Xin chào"), arrival, set={"language": "vi"})


async def test_keys_and_settings_are_kept(client: Client) -> None:
    assert await identities.rules(client, SITE) == IdentityRules()
    first, second = IdentityKey("k1", "HS256", "secret", 1), IdentityKey("k2", "EdDSA", "PEM", 2)
    strict = IdentityRules({"k1": first, "k2": second}, required=True, anonymous=False)
    await identities.keep_rules(client, SITE, strict)
    assert await identities.rules(client, SITE) == strict
    await identities.keep_rules(client, SITE, strict.without_key("k1"))
    assert list((await identities.rules(client, SITE)).keys) == ["k2"]


async def test_an_identified_visitor_is_found_as_that_person(client: Client) -> None:
    known = await bind(client, "v1", person())
    assert known == Identified(
        person().digest, "Trần Lan", "lan@shop.example", "Business", AT + LIFE, earlier=""
    )
    assert (await visitors.find(client, SITE, "v1")).identified == known
    contact = await identities.contact(client, SITE, person().digest)
    assert contact is not None
    assert (contact.id, contact.name, contact.until) == ("u-17", "Trần Lan", AT + LIFE)
    assert await identities.contact(client, SITE, "0" * 32) is None


async def test_a_visitor_is_one_person_for_ever(client: Client) -> None:
    await bind(client, "v1", person())
    with pytest.raises(Refused) as refused:
        await bind(client, "v1", person("u-18"), AT + LIFE * 100)
    assert refused.value.reason == "identity_other"


async def test_nobody_binds_a_visitor_whose_secret_they_do_not_have(client: Client) -> None:
    await bind(client, "v1", person())
    with pytest.raises(Refused) as refused:
        await identities.bind(client, SITE, "v1", "another hash", person(), AT)
    assert refused.value.reason == "blocked"
    await client.hset(keys.visitor(SITE, "v1"), "blocked", "1")
    with pytest.raises(Refused) as refused:
        await bind(client, "v1", person())
    assert refused.value.reason == "blocked"


async def test_the_newer_token_holds_whichever_comes_last(client: Client) -> None:
    await bind(client, "v1", person(plan="Enterprise", issued_at=AT + 1000))
    stale = await bind(client, "v1", person(plan="Free"))
    assert (stale.plan, stale.until) == ("Enterprise", AT + 1000 + LIFE)
    other_device = await bind(client, "v2", person(plan="Free"))
    assert other_device.plan == "Free"  # that is what this device has been shown to be
    contact = await identities.contact(client, SITE, person().digest)
    assert contact is not None
    assert contact.plan == "Enterprise"


async def test_what_an_identified_visitor_begins_is_the_persons(client: Client, append: Appender) -> None:
    conversation = random_id()
    await bind(client, "v1", person())
    await append.append(SITE, words("v1", conversation))
    found = await conversations.load(client, SITE, conversation)
    assert found is not None
    assert (found.identity, found.name, found.plan) == (person().digest, "Trần Lan", "Business")
    assert found.email == "lan@shop.example"
    assert await identities.conversations_of(client, SITE, person().digest, 10) == [conversation]


async def test_a_plan_counts_only_while_it_is_proven(client: Client, append: Appender) -> None:
    conversation = random_id()
    await bind(client, "v1", person())
    await append.append(SITE, words("v1", conversation, AT + LIFE))
    found = await conversations.load(client, SITE, conversation)
    assert found is not None
    assert (found.identity, found.plan) == (person().digest, "")


async def test_the_person_writes_from_another_browser_while_identified(
    client: Client, append: Appender
) -> None:
    conversation = random_id()
    await bind(client, "v1", person())
    await append.append(SITE, words("v1", conversation))
    await bind(client, "v2", person())
    assert (await append.append(SITE, words("v2", conversation))).seq == 2
    with pytest.raises(Refused) as refused:
        await append.append(SITE, words("v2", conversation, AT + LIFE))
    assert refused.value.reason == "unknown_conversation"
    assert (await append.append(SITE, words("v1", conversation, AT + LIFE))).seq == 3  # their own browser


async def test_nobody_else_writes_into_a_persons_conversation(client: Client, append: Appender) -> None:
    conversation = random_id()
    await bind(client, "v1", person())
    await append.append(SITE, words("v1", conversation))
    await bind(client, "v3", person("u-18"))
    for stranger in ("v3", "v4"):
        with pytest.raises(Refused) as refused:
            await append.append(SITE, words(stranger, conversation))
        assert refused.value.reason == "unknown_conversation"


async def test_two_visitors_without_an_identity_share_nothing(client: Client, append: Appender) -> None:
    conversation = random_id()
    await append.append(SITE, words("v1", conversation))
    with pytest.raises(Refused):
        await append.append(SITE, words("v2", conversation))
    found = await conversations.load(client, SITE, conversation)
    assert found is not None
    assert found.identity == ""


async def test_the_first_identity_finds_the_conversation_of_before(client: Client, append: Appender) -> None:
    conversation = random_id()
    await append.append(SITE, words("v1", conversation))
    assert (await bind(client, "v1", person())).earlier == conversation
    later = person(issued_at=AT + 5000)
    assert (await bind(client, "v1", later)).earlier == ""  # no longer a visitor who never had an identity


async def test_joining_lists_the_conversation(client: Client, append: Appender) -> None:
    conversation = random_id()
    await append.append(SITE, words("v1", conversation))
    digest = person().digest
    joined = Append(conversation, AT, None, expect={"identity": ""}, set={"identity": digest})
    await append.append(SITE, joined)
    assert await identities.conversations_of(client, SITE, digest, 10) == [conversation]
    with pytest.raises(Refused) as refused:
        await append.append(SITE, joined)
    assert refused.value.reason == "changed"


async def test_a_person_has_the_conversation_they_took_up_last_first(
    client: Client, append: Appender
) -> None:
    await bind(client, "v1", person())
    first, second = random_id(), random_id()
    for minutes, conversation in enumerate((first, second)):
        await append.append(SITE, words("v1", conversation, AT + minutes * 60_000))
    digest = person().digest
    assert await identities.conversations_of(client, SITE, digest, 10) == [second, first]
    at = millis(NOON + timedelta(minutes=3))
    await append.append(SITE, Append(first, at, None, set={"status": "closed"}))
    await append.append(SITE, words("v1", first, at))
    assert await identities.conversations_of(client, SITE, digest, 1) == [first]
