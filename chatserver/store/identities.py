"""Identities: a site's keys and settings, which visitor is who, and what a person's conversations are (contract S2)."""

from dataclasses import dataclass
from typing import Any

import msgspec

from chatserver.domain.errors import Refused
from chatserver.domain.identity import Identity
from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.scripts import source

_IDENTIFY = source("identify")
_keys: msgspec.json.Decoder[IdentityKey] = msgspec.json.Decoder(IdentityKey)


@dataclass(frozen=True, slots=True)
class Identified:
    """A visitor as the newest token says; `earlier` is the conversation they had before they had an identity."""

    digest: str
    name: str
    email: str
    plan: str
    until: int
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as the console shows them; `until` (ms) is when the last proof ends or has ended."""

    id: str
    name: str
    email: str
    plan: str
    until: int


async def rules(client: Client, site: str) -> IdentityRules:
    """A site's keys and settings."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.hgetall(keys.identity_keys(site))
        pipe.hmget(keys.site(site), ["identity_required", "anonymous_refused"])
        stored, (required, refused) = await pipe.execute()
    known = sorted((_keys.decode(text) for text in stored.values()), key=lambda key: key.created_at)
    return IdentityRules({key.kid: key for key in known}, required == "1", refused != "1")


async def keep_rules(client: Client, site: str, rules: IdentityRules) -> None:
    """Keep a site's keys and settings as a whole; processes follow within two seconds."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.delete(keys.identity_keys(site))
        for key in rules.keys.values():
            pipe.hset(keys.identity_keys(site), key.kid, msgspec.json.encode(key).decode())
        pipe.hset(keys.site(site), "identity_required", int(rules.required))
        pipe.hset(keys.site(site), "anonymous_refused", int(not rules.anonymous))
        await pipe.execute()


async def bind(
    client: Client, site: str, visitor: str, secret_hash: str, identity: Identity, now: int
) -> Identified:
    """Say that a visitor is a person; raises `Refused`: `blocked`, `identity_other` (they are another one)."""
    said = [
        identity.id,
        identity.name,
        identity.email,
        identity.plan,
        identity.until,
        identity.issued_at,
        now,
    ]
    reply = await client.eval(
        _IDENTIFY, 1, keys.site(site), visitor, secret_hash, identity.digest, *map(str, said)
    )
    if reply[0] != "ok":
        raise Refused(f"error.{reply[0]}")
    _, name, email, plan, until, earlier = reply
    return Identified(identity.digest, name, email, plan, int(until), earlier)


async def conversations_of(client: Client, site: str, digest: str, count: int) -> list[str]:
    """Ids of a person's conversations, the one begun or joined last first."""
    found = await client.zrange(keys.identity_conversations(site, digest), 0, count - 1, desc=True)
    return [str(one) for one in found]


async def browsers(client: Client, site: str, visitor: str, digest: str) -> list[str]:
    """The visitors behind a conversation: who began it first, then who else has been the person whose it is."""
    others = await client.smembers(keys.identity_visitors(site, digest)) if digest else set()
    return [visitor, *sorted(str(one) for one in others if one != visitor)]


async def contact(client: Client, site: str, digest: str) -> Contact | None:
    """A person as the site's server last described them."""
    names = ["id", "name", "email", "plan", "identity_until"]
    found: list[Any] = await client.hmget(keys.identity(site, digest), names)
    person, name, email, plan, until = found
    return Contact(person, name or "", email or "", plan or "", int(until or 0)) if person else None
