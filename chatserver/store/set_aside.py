"""Mails that landed nowhere: kept to be looked at, each with the reason, never answered (contract R22)."""

from collections.abc import Collection
from itertools import accumulate
from typing import Any

import msgspec
from msgspec import Struct

from chatserver.store import file_keys, letter_keys
from chatserver.store.client import Client


class SetAside(Struct, frozen=True, omit_defaults=True):
    """One of them; `id` is the raw mail's in the file store, `at` ms."""

    id: str
    at: int
    action: str
    reason: str
    sender: str
    subject: str
    conversation: str = ""  # where it would have landed, if it said so rightly
    size: int = 0  # bytes


async def add(client: Client, site: str, one: SetAside) -> None:
    """Put a mail on the list; again is as once. From now on its bytes go with the list (see `files.loose`)."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.hset(letter_keys.set_aside_facts(site), one.id, msgspec.json.encode(one).decode())
        pipe.zadd(letter_keys.set_aside(site), {one.id: one.at})
        pipe.zrem(file_keys.loose(site), one.id)
        await pipe.execute()


async def listed(
    client: Client, site: str, after: str | None = None, count: int = 50
) -> tuple[list[SetAside], bool]:
    """A page of the list, latest first, beginning after mail `after`; True when more follow."""
    key, start = letter_keys.set_aside(site), 0
    if after:
        rank: Any = await client.zrevrank(key, after)
        start = 0 if rank is None else int(rank) + 1
    names: list[Any] = await client.zrange(key, start, start + count, desc=True)
    if not names:
        return [], False
    stored: list[Any] = await client.hmget(letter_keys.set_aside_facts(site), names[:count])
    return [msgspec.json.decode(one, type=SetAside) for one in stored if one], len(names) > count


async def outlived(client: Client, site: str, before: int, most: int) -> list[str]:
    """Whose time is over: put there at or before an instant (ms), or pushed out by `most` later ones."""
    key = letter_keys.set_aside(site)
    async with client.pipeline(transaction=False) as pipe:
        pipe.zrangebyscore(key, "-inf", before)
        pipe.zrange(key, 0, -most - 1)
        old, pushed = await pipe.execute()
    return list(dict.fromkeys(map(str, [*old, *pushed])))


async def too_much(client: Client, site: str, most_bytes: int) -> list[str]:
    """The oldest ones that go when all of them may not be larger than this."""
    found = await _all(client, site)
    sizes = accumulate(one.size for one in found)
    return [one.id for one, total in zip(found, sizes, strict=True) if total > most_bytes]


async def about(
    client: Client, site: str, conversations: Collection[str], addresses: Collection[str]
) -> list[str]:
    """Those that would have landed in one of these conversations, or came from one of these addresses."""
    senders = {address.casefold() for address in addresses if address}
    found = await _all(client, site)
    return [one.id for one in found if one.conversation in conversations or one.sender.casefold() in senders]


async def remove(client: Client, site: str, file_id: str) -> None:
    """Take one off the list."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.zrem(letter_keys.set_aside(site), file_id)
        pipe.hdel(letter_keys.set_aside_facts(site), file_id)
        await pipe.execute()


async def _all(client: Client, site: str) -> list[SetAside]:
    """The whole list, the latest first."""
    names: list[Any] = await client.zrange(letter_keys.set_aside(site), 0, -1, desc=True)
    stored: list[Any] = await client.hmget(letter_keys.set_aside_facts(site), names) if names else []
    return [msgspec.json.decode(one, type=SetAside) for one in stored if one]
