"""Reading all that is kept of a person, as stored; secrets and our own bookkeeping are left out."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from chatserver.store import conversations, keys
from chatserver.store.client import Client
from chatserver.store.conversations import Stored
from chatserver.store.files import StoredFile

OURS = {"secret_hash", "limit"}


async def visitor(client: Client, site: str, visitor: str) -> dict[str, str]:
    """A visitor's record."""
    found: dict[Any, Any] = await client.hgetall(keys.visitor(site, visitor))
    return {str(name): str(value) for name, value in found.items() if name not in OURS}


async def trail(client: Client, site: str, visitor: str) -> list[dict[str, Any]]:
    """The pages they saw, newest first."""
    return [msgspec.json.decode(page) for page in await client.lrange(keys.trail(site, visitor), 0, -1)]


async def identity(client: Client, site: str, digest: str) -> dict[str, str]:
    """A person as the site's own server described them."""
    found: dict[Any, Any] = await client.hgetall(keys.identity(site, digest))
    return {str(name): str(value) for name, value in found.items()}


async def conversation(client: Client, site: str, conversation: str) -> dict[str, Any]:
    """A conversation's summary, field by field, and why it went where it went."""
    found: dict[Any, Any] = await client.hgetall(keys.conversation(site, conversation))
    why = [msgspec.json.decode(one) for one in await client.lrange(keys.why(site, conversation), 0, -1)]
    return {**{str(name): str(value) for name, value in found.items()}, "why": why}


def file(file: StoredFile) -> dict[str, Any]:
    """A file's record; its bytes are handed out by the server, under the message that it came with."""
    told = msgspec.to_builtins(file.told)
    return {**told, "at": file.created_at, "owner": file.owner}


async def messages(client: Client, site: str, conversation: str) -> AsyncIterator[Stored]:
    """Every message, oldest first, page by page."""
    seq = 0
    while page := await conversations.messages_after(client, site, conversation, seq):
        for message in page:
            yield message
        seq = page[-1].seq


async def notes(client: Client, site: str, conversation: str) -> list[dict[str, Any]]:
    """What agents wrote about it."""
    entries: list[Any] = await client.xrange(keys.notes(site, conversation), "-", "+") or []
    return [
        {"at": int(kept["at"]), "after_seq": int(kept["after_seq"]), **msgspec.json.decode(kept["body"])}
        for _, kept in entries
    ]
