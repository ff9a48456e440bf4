"""Who did what (contract S6)."""

from typing import Any

from chatserver.clock import millis
from chatserver.store import audit, keys
from chatserver.store.client import Client
from tests.stores import NOON


async def test_acts_are_appended_in_order(client: Client) -> None:
    await audit.record(client, audit.OPERATOR, "agent_added", "a", NOON)
    await audit.record(client, "a", "sign_in", "a", NOON)
    entries: list[Any] = await client.xrange(keys.AUDIT) or []
    acts = [fields for _, fields in entries]
    assert [(act["who"], act["act"], act["subject"]) for act in acts] == [
        ("operator", "agent_added", "a"),
        ("a", "sign_in", "a"),
    ]
    assert acts[0]["at"] == str(millis(NOON))
