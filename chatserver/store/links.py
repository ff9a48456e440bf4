"""Links in mails: kept by the hash of their code, each lets one browser into its conversation (contract S2)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from chatserver.domain.errors import Refused
from chatserver.store import keys, mail_keys
from chatserver.store.client import Client
from chatserver.store.scripts import source

LIFE = timedelta(days=30)
SPENT = "-"
"""Stands before the conversation of a link that was used."""


class LetIn(NamedTuple):
    """Where a link led: a conversation, and the address that it was mailed to, as far as anybody may see it."""

    conversation: str
    mailed_to: str


# A mail that is repeated carries the code it carried first: it lives on from now, but what is spent stays so.
_KEEP = """
local known = redis.call('GET', KEYS[1])
if known and string.sub(known, 1, 1) == '-' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""


async def keep(client: Client, site: str, code_hash: str, to: LetIn, life: timedelta = LIFE) -> bool:
    """Let a code open a conversation for `life`; False when it has been used already (`ids.secret_hash`)."""
    key = mail_keys.link(site, code_hash)
    return bool(await client.eval(_KEEP, 1, key, " ".join(to), round(life.total_seconds() * 1000)))


async def forget(client: Client, site: str, code_hashes: Iterable[str]) -> None:
    """Let these codes open nothing any more, whether or not they have been used."""
    names = [mail_keys.link(site, one) for one in code_hashes]
    if names:
        await client.unlink(*names)


async def let_in(
    client: Client, site: str, code_hash: str, visitor: str, secret_hash: str, now: int
) -> LetIn:
    """Let a visitor into a code's conversation and use the code up; of two who come at once, one gets in.

    Whoever is in already is shown the way again. Raises `Refused`: `link_unknown` for a spent, late or unknown code,
    `blocked`.
    """
    touched = keys.site(site), mail_keys.link(site, code_hash)
    reply = await client.eval(source("let_in"), 2, *touched, visitor, secret_hash, now)
    if reply[0] != "ok":
        raise Refused(f"error.{reply[0]}")
    return LetIn(str(reply[1]), str(reply[2]))


async def led_to(client: Client, site: str, code_hash: str) -> str | None:
    """Where a code leads, or led before it was used; None for a late or unknown one."""
    found = await client.get(mail_keys.link(site, code_hash))
    return str(found).removeprefix(SPENT).partition(" ")[0] if found else None


async def entered(client: Client, site: str, visitor: str, conversations: Iterable[str]) -> set[str]:
    """Those of some conversations that a link has let a visitor into, in one round trip."""
    asked = list(conversations)
    if not asked:
        return set()
    async with client.pipeline(transaction=False) as pipe:
        for conversation in asked:
            pipe.sismember(keys.let_in(site, conversation), visitor)
        known = await pipe.execute()
    return {conversation for conversation, inside in zip(asked, known, strict=True) if inside}


async def guests(client: Client, site: str, conversation: str) -> list[str]:
    """The visitors whom a link has let into a conversation."""
    return sorted(str(one) for one in await client.smembers(keys.let_in(site, conversation)))
