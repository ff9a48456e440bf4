"""What a process knows of each site's policy, and what it decides by it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatserver.actions import office as rooms
from chatserver.actions import policy_changes
from chatserver.actions.office import Office
from chatserver.actions.policy_changes import Outcome, Proposal
from chatserver.background import Background
from chatserver.domain.errors import Refused
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.store import policies
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.policies import StoredPolicy
from chatserver.store.scripts import source
from tests.domain.desk_a import no_holidays
from tests.stores import NO_FILES, NOON

SITE, OTHER = "s" * 32, "o" * 32
TWIN_AI, CHATWORK = shipped_policy_text(), shipped_policy_text("chatwork")


@pytest.fixture
async def office(client: Client) -> AsyncIterator[Office]:
    """A desk at noon, over an empty Redis."""
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        yield Office(client, appender, lambda: NOON, load_policy(TWIN_AI, no_holidays), blobs=NO_FILES)


async def apply(office: Office, site: str, text: str) -> None:
    await policy_changes.ensure_policy(office.client, site, TWIN_AI, NOON)
    await policy_changes.apply(office.client, site, Proposal(text, None, "An"), NOON, force=True)
    await office.refresh(site)


async def test_a_site_without_a_policy_follows_the_seed(office: Office) -> None:
    await office.refresh(SITE)
    assert (office.rules(SITE).company, office.policies.revision(SITE)) == ("Twin AI", 0)


async def test_each_site_has_its_own(office: Office) -> None:
    await apply(office, SITE, CHATWORK)
    await office.refresh(OTHER)
    assert [office.rules(site).company for site in (SITE, OTHER)] == ["Chatwork", "Twin AI"]
    assert [office.decision(site).department for site in (SITE, OTHER)] == ["login", "support"]


async def test_a_decision_does_not_outlive_its_policy(office: Office) -> None:
    assert office.decision(SITE).reason == "nobody_online"
    await apply(office, SITE, CHATWORK)
    assert office.decision(SITE).reason == "email_only"
    assert office.decision(SITE, "usage").reason == "sign_in_required"
    assert office.decision(SITE, "usage", plan="Business", signed_in=True).outcome == "email"


async def test_what_is_remembered_of_decisions_is_bounded(office: Office) -> None:
    for number in range(rooms.MOST_DECIDED + 100):
        office.decision(SITE, plan=f"plan {number}")
    assert len(office._decided) <= rooms.MOST_DECIDED


async def test_a_store_that_was_emptied_leads_back_to_the_seed(office: Office) -> None:
    await apply(office, SITE, CHATWORK)
    await office.client.flushall()
    await office.refresh(SITE)
    assert office.rules(SITE).company == "Twin AI"


async def test_another_text_under_the_same_number_is_noticed(office: Office) -> None:
    await apply(office, SITE, CHATWORK)
    await office.client.flushall()
    await apply(office, SITE, CHATWORK.replace('"Chatwork"', '"Work"'))
    assert (office.rules(SITE).company, office.policies.revision(SITE)) == ("Work", 2)


async def test_what_cannot_be_read_is_named_and_changes_nothing(office: Office) -> None:
    await apply(office, SITE, CHATWORK)
    newer = StoredPolicy(0, "[teleport]", "newer", NOON, "An")
    await policies.replace(office.client, SITE, newer, None)
    await office.refresh(SITE)
    assert (office.rules(SITE).company, office.policies.unread) == ("Chatwork", {SITE: 3})
    await apply(office, SITE, TWIN_AI)
    assert (office.rules(SITE).company, office.policies.unread) == ("Twin AI", {})


async def test_two_who_look_at_once_read_it_once(office: Office) -> None:
    await policy_changes.ensure_policy(office.client, SITE, CHATWORK, NOON)
    await asyncio.gather(*(office.policies.learn(office.client, SITE) for _ in range(5)))
    assert office.rules(SITE).company == "Chatwork"


async def test_of_many_who_edit_the_same_revision_one_is_first_and_the_others_are_told(
    office: Office,
) -> None:
    await policy_changes.ensure_policy(office.client, SITE, TWIN_AI, NOON)
    edits = [Proposal(TWIN_AI + f"# {number}\n", 1, f"agent {number}") for number in range(8)]
    applied = [policy_changes.apply(office.client, SITE, edit, NOON) for edit in edits]
    outcomes = await asyncio.gather(*applied, return_exceptions=True)
    first = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    others = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert (len(first), len(others)) == (1, 7)
    assert {(other.reason, other.values["by"]) for other in others} == {("policy_unseen", first[0].policy.by)}
