"""Raising, updating and ending an incident, and who is named for it."""

from datetime import timedelta
from typing import Any

import pytest

from chatserver.actions import incidents
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.incident import Incident, Wording
from chatserver.domain.message import Speaker
from chatserver.store import incidents as kept
from chatserver.store import keys
from chatserver.store.client import Client
from tests.stores import NOON

SITE = "s" * 32
AN, BINH = Speaker("a" * 32, "An"), Speaker("b" * 32, "Bình")
DOWN, SLOW = Wording("Không đăng nhập được", "Sign-in is down"), Wording("Đăng nhập chậm", "Sign-in is slow")
LATER = NOON + timedelta(minutes=9)


async def acts(client: Client) -> list[tuple[str, str]]:
    """What the audit trail says of the site, the oldest first."""
    entries: list[Any] = await client.xrange(keys.AUDIT) or []
    return [(entry["who"], entry["act"]) for _, entry in entries if entry["subject"] == SITE]


async def test_an_incident_runs_from_its_raising_to_its_end(client: Client) -> None:
    raised = await incidents.raise_(client, SITE, AN, DOWN, NOON)
    assert raised == Incident(DOWN, millis(NOON), millis(NOON), "An") == await kept.current(client, SITE)
    updated = await incidents.update(client, SITE, BINH, SLOW, LATER)
    assert updated == Incident(SLOW, millis(NOON), millis(LATER), "Bình") == await kept.current(client, SITE)
    await incidents.end(client, SITE, AN, LATER)
    assert await kept.current(client, SITE) is None
    told = ["incident_raised", "incident_updated", "incident_ended"]
    assert await acts(client) == list(zip((AN.id, BINH.id, AN.id), told, strict=True))


async def test_while_one_is_told_another_is_not_raised(client: Client) -> None:
    await incidents.raise_(client, SITE, AN, DOWN, NOON)
    with pytest.raises(Refused) as refused:
        await incidents.raise_(client, SITE, BINH, SLOW, LATER)
    assert refused.value.reason == "incident_stands"
    assert (await incidents.standing(client, SITE)).wording == DOWN
    assert len(await acts(client)) == 1


async def test_what_has_ended_is_neither_updated_nor_ended_again(client: Client) -> None:
    for act in (incidents.update(client, SITE, AN, SLOW, NOON), incidents.end(client, SITE, AN, NOON)):
        with pytest.raises(Refused) as refused:
            await act
        assert refused.value.reason == "no_incident"
    assert await acts(client) == []
