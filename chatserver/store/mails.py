"""Mails on their way: reading them, and giving them to one sender at a time (contract R21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_type_hints

from chatserver.domain.mail import Mail
from chatserver.store import keys, mail_keys
from chatserver.store.client import Client
from chatserver.store.pipelined import ask_all
from chatserver.store.scripts import source

_NUMBERS = {name for name, kind in get_type_hints(Mail).items() if kind is int}
_NAMES = {f.name for f in fields(Mail)} - {"conversation", "n"}
SHOWN = 50
MAILER_MS = 60_000
ListName = Literal["waiting", "dead"]
_MARK_DATA = """
if redis.call('HGET', KEYS[1], 'lease') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'phase', 'data', 'to', ARGV[2])
return 1
"""


@dataclass(frozen=True, slots=True)
class Leased:
    """A mail given to a sender; `lapsed`: another had it and died."""

    mail: Mail
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are to be sent, and how many nobody sends any more."""

    waiting: int
    dead: int


async def lease(client: Client, site: str, now: int, token: str, life_ms: int, most: int) -> list[Leased]:
    """Take up to `most` mails that are due at `now` (ms, office clock), or whose sender died, for `life_ms`."""
    names = await client.eval(source("mail_lease"), 1, keys.site(site), now, token, life_ms, most)
    found = await load_many(client, site, [name.lstrip("!") for name in names])
    lapsed = {name[1:] for name in names if name.startswith("!")}
    return [Leased(mail, mail.id in lapsed) for mail in found]


async def mark_data(client: Client, site: str, mail: Mail, to: str) -> bool:
    """Note that the server may have it from now on; False when the lease is another's by now."""
    key = mail_keys.mail(site, mail.conversation, mail.n)
    return bool(await client.eval(_MARK_DATA, 1, key, mail.lease, to))


async def load(client: Client, site: str, conversation: str, n: int) -> Mail | None:
    """One mail, or None."""
    found = await load_many(client, site, [f"{conversation}.{n}"])
    return found[0] if found else None


async def load_many(client: Client, site: str, names: Iterable[str]) -> list[Mail]:
    """Mails by `CONVERSATION.N` in the order asked for, in one round trip; absent ones are left out."""
    wanted = [(conversation, int(n)) for conversation, _, n in (name.partition(".") for name in names)]
    if not wanted:
        return []
    hashes = await ask_all(client, (("HGETALL", mail_keys.mail(site, *name)) for name in wanted))
    return [_from_hash(*name, stored) for name, stored in zip(wanted, hashes, strict=True) if stored]


async def of_conversation(client: Client, site: str, conversation: str, count: int) -> list[Mail]:
    """The last mails of a conversation that has had `count`, oldest first."""
    first = max(1, count - SHOWN + 1)
    return await load_many(client, site, (f"{conversation}.{n}" for n in range(first, count + 1)))


async def listed(
    client: Client, site: str, name: ListName, after: str | None = None, count: int = 50
) -> tuple[list[Mail], bool]:
    """A page of the mails to be sent, soonest first, or of the dead, latest first; True when more follow."""
    dead = name == "dead"
    key = mail_keys.dead_mails(site) if dead else mail_keys.outbox(site)
    start = 0
    if after:
        rank: Any = await (client.zrevrank if dead else client.zrank)(key, after)
        start = 0 if rank is None else int(rank) + 1
    names: list[Any] = await client.zrange(key, start, start + count, desc=dead)
    return await load_many(client, site, names[:count]), len(names) > count


async def counts(client: Client, site: str) -> Counts:
    """How long the lists are; what is being sent counts as waiting."""
    waiting, leased, dead = await ask_all(
        client,
        (
            ("ZCARD", key)
            for key in (mail_keys.outbox(site), mail_keys.leased(site), mail_keys.dead_mails(site))
        ),
    )
    return Counts(waiting + leased, dead)


async def say_here(client: Client) -> None:
    """Somebody who can send mail is there, for a minute."""
    await client.set(keys.MAILER, 1, px=MAILER_MS)


async def somebody_sends(client: Client) -> bool:
    """Whether mails go out at all; if not, they wait."""
    return bool(await client.exists(keys.MAILER))


def _from_hash(conversation: str, n: int, stored: Mapping[Any, Any]) -> Mail:
    known = {name: int(text) if name in _NUMBERS else text for name, text in stored.items() if text}
    defaults = {"kind": "answer", "state": "dead", "from_seq": 0, "to_seq": 0, "created_at": 0}
    told = {name: value for name, value in known.items() if name in _NAMES}
    return Mail(conversation, n, **{**defaults, **told})  # type: ignore[arg-type]
