"""Whose data is meant: a visitor's id, an address or an identity leads to all that is kept of a person."""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any

from chatserver.store import keys, links
from chatserver.store.client import Client

SCAN = 1000
_ID = re.compile("[0-9a-f]{32}")


@dataclass(slots=True)
class Person:
    """What belongs together: visitor ids (browsers), digests of identities, conversation ids."""

    visitors: set[str] = field(default_factory=set)
    identities: set[str] = field(default_factory=set)
    conversations: set[str] = field(default_factory=set)


async def find(client: Client, site: str, text: str, digest: str) -> Person | None:
    """The person meant by a visitor's id, an address, or an identity (`digest` of `text`); None for nobody.

    An address is looked for in everything that is kept: this is for commands, not for requests.
    """
    person = Person()
    if _ID.fullmatch(text) and await client.exists(keys.visitor(site, text)):
        person.visitors.add(text)
    if await client.exists(keys.identity(site, digest)):
        person.identities.add(digest)
    if "@" in text:
        await _find_address(client, site, text.strip().casefold(), person)
    await _complete(client, site, person)
    return person if person.visitors or person.identities else None


async def _find_address(client: Client, site: str, address: str, person: Person) -> None:
    async for visitor, (email, _) in _hashes(client, site, "visitor", ["email", "identity"]):
        if email.casefold() == address:
            person.visitors.add(visitor)
    async for digest, (email, _) in _hashes(client, site, "identity", ["email", "id"]):
        if email.casefold() == address:
            person.identities.add(digest)
    async for _, (email, visitor) in _hashes(client, site, "conversation", ["email", "visitor"]):
        if email.casefold() == address:
            person.visitors.add(visitor)


async def _hashes(
    client: Client, site: str, kind: str, names: list[str]
) -> AsyncIterator[tuple[str, list[str]]]:
    """(id, fields) of every visitor, identity or conversation of a site."""
    prefix = f"{keys.site(site)}:{kind}:"
    found: list[str] = []
    async for key in client.scan_iter(match=f"{prefix}*", count=SCAN, _type="hash"):
        if _ID.fullmatch(str(key).removeprefix(prefix)):
            found.append(str(key))
    for start in range(0, len(found), SCAN):
        part = found[start : start + SCAN]
        async with client.pipeline(transaction=False) as pipe:
            for key in part:
                pipe.hmget(key, names)
            for key, values in zip(part, await pipe.execute(), strict=True):
                yield key.removeprefix(prefix), [value or "" for value in values]


async def _complete(client: Client, site: str, person: Person) -> None:
    """From browsers to identities, from identities to all their browsers, and to every conversation of theirs.

    What a mail's link has let a browser into is its owner's: the mail may have been passed on.
    """
    for visitor in tuple(person.visitors):
        digest: Any = await client.hget(keys.visitor(site, visitor), "identity")
        person.identities |= {str(digest)} if digest else set()
    for digest in person.identities:
        person.visitors |= set(map(str, await client.smembers(keys.identity_visitors(site, digest))))
        person.conversations |= await _members(client, keys.identity_conversations(site, digest))
    for visitor in person.visitors:
        reached = await _members(client, keys.visitor_conversations(site, visitor))
        person.conversations |= reached - await links.entered(client, site, visitor, reached)


async def _members(client: Client, key: str) -> set[str]:
    found: Iterable[Any] = await client.zrange(key, 0, -1)
    return set(map(str, found))
