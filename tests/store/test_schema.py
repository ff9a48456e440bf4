"""The version of what is stored (contract R24)."""

import pytest

from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.schema import NewerSchema, claim_schema


async def test_an_empty_store_gets_our_version(client: Client) -> None:
    await claim_schema(client)
    assert await client.get(keys.SCHEMA_VERSION) == "1"


async def test_our_own_version_is_accepted(client: Client) -> None:
    await claim_schema(client)
    await claim_schema(client)


async def test_a_newer_version_is_refused_with_what_to_do(client: Client) -> None:
    await client.set(keys.SCHEMA_VERSION, "2")
    with pytest.raises(NewerSchema, match=r"schema version 2.*Install the newer"):
        await claim_schema(client)
    assert await client.get(keys.SCHEMA_VERSION) == "2"
