"""Reading conversations: summaries, histories, lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any, Literal, get_type_hints

from chatserver.domain.conversation import Conversation
from chatserver.domain.resume import Standing
from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.pipelined import ask_all

_NUMBERS = {name for name, kind in get_type_hints(Conversation).items() if kind is int}
_NAMES = set(Conversation.__struct_fields__) - {"id"}
_REPEATED = {"status", "department", "priority", "language", "last_from", "reason", "plan", "promise_state"}
"""The same few words in every summary: each is kept in memory once."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class Stored:
    """One line of the stream; `body` is JSON as it was appended."""

    seq: int
    h: str
    at: int
    body: str


async def load(client: Client, site: str, conversation: str) -> Conversation | None:
    """The summary, or None when there is no such conversation."""
    return _from_hash(conversation, await client.hgetall(keys.conversation(site, conversation)))


async def load_many(client: Client, site: str, conversations: Iterable[str]) -> list[Conversation]:
    """Summaries in the order asked for, in one round trip; absent ones are left out."""
    wanted = list(conversations)
    if not wanted:
        return []
    hashes = await ask_all(client, (("HGETALL", keys.conversation(site, name)) for name in wanted))
    found = (_from_hash(name, stored) for name, stored in zip(wanted, hashes, strict=True))
    return [conversation for conversation in found if conversation]


async def standing(client: Client, site: str, conversation: str, seq: int) -> Standing | None:
    """What a resuming client is held against (contract R7), or None when there is no such conversation."""
    async with client.pipeline(transaction=False) as pipe:
        pipe.hmget(keys.conversation(site, conversation), ["epoch", "seq", "version", "visitor", "identity"])
        pipe.xrange(keys.messages(site, conversation), f"{seq}-0", f"{seq}-0")
        known, entry = await pipe.execute()
    if known[0] is None:
        return None
    h_at_position = entry[0][1]["h"] if entry else None
    epoch, at, version, visitor, identity = known
    numbers = int(at or 0), int(version or 0)
    return Standing(epoch, *numbers, visitor or "", h_at_position, identity or "", conversation)


async def has_said(client: Client, site: str, conversation: str, cid: str) -> bool:
    """Whether a message of this id is known here, erased or not (contract R4)."""
    return bool(await client.hexists(keys.cids(site, conversation), cid))


async def messages_after(client: Client, site: str, conversation: str, seq: int) -> list[Stored]:
    """The next `PAGE` messages after `seq`, oldest first."""
    key = keys.messages(site, conversation)
    entries: list[Any] = await client.xrange(key, f"({seq}-0", "+", count=PAGE) or []
    return [
        Stored(int(name.partition("-")[0]), stored["h"], int(stored["at"]), stored["body"])
        for name, stored in entries
    ]


async def ends(client: Client, site: str, conversations: Iterable[str]) -> list[tuple[str, str, int, int]]:
    """(conversation, epoch, seq, version) as stored, in one round trip; an absent one has epoch ''."""
    wanted = list(conversations)
    if not wanted:
        return []
    async with client.pipeline(transaction=False) as pipe:
        for conversation in wanted:
            pipe.hmget(keys.conversation(site, conversation), ["epoch", "seq", "version"])
        known = await pipe.execute()
    return [
        (name, found[0] or "", int(found[1] or 0), int(found[2] or 0))
        for name, found in zip(wanted, known, strict=True)
    ]


ListName = Literal["waiting", "mine", "email", "closed", "open", "sleeping", "unseen"]
_NEWEST_FIRST = {"mine", "closed"}


async def listed(
    client: Client, site: str, name: ListName, agent: str = "", after: str | None = None, count: int = 50
) -> tuple[list[Conversation], bool]:
    """A page of a list in its order, beginning after conversation `after`; True when more follow."""
    key = keys.mine(site, agent) if name == "mine" else keys.inbox(site, name)
    start = 0
    if after:
        rank: Any = await (client.zrevrank if name in _NEWEST_FIRST else client.zrank)(key, after)
        start = 0 if rank is None else int(rank) + 1
    names: list[Any] = await client.zrange(key, start, start + count, desc=name in _NEWEST_FIRST)
    return await load_many(client, site, names[:count]), len(names) > count


async def length(client: Client, site: str, name: ListName) -> int:
    """How long a list is that all agents share."""
    return int(await client.zcard(keys.inbox(site, name)))


async def whole_list(client: Client, site: str, name: ListName, agent: str = "") -> list[Conversation]:
    """A list as it is now, from end to end, in its order."""
    key = keys.mine(site, agent) if name == "mine" else keys.inbox(site, name)
    names: list[Any] = await client.zrange(key, 0, -1, desc=name in _NEWEST_FIRST)
    found: list[Conversation] = []
    for start in range(0, len(names), PAGE):
        found += await load_many(client, site, names[start : start + PAGE])
    return found


@dataclass(frozen=True, slots=True)
class Inbox:
    """The version that every list change raises, and how long the shared lists are (contract R6)."""

    version: int
    waiting: int
    email: int
    sleeping: int
    unseen: int


async def inbox(client: Client, site: str) -> Inbox:
    """Version first, then counts: a change in between is told again, never missed."""
    async with client.pipeline(transaction=True) as pipe:
        pipe.get(keys.inbox_version(site))
        for name in ("waiting", "email", "sleeping", "unseen"):
            pipe.zcard(keys.inbox(site, name))
        version, *lengths = await pipe.execute()
    return Inbox(int(version or 0), *lengths)


def _from_hash(name: str, stored: Mapping[Any, Any]) -> Conversation | None:
    if not stored.get("visitor"):
        return None
    defaults = {"seq": 0, "h": "", "version": 0, "status": "waiting", "created_at": 0}
    known = {
        field: int(text) if field in _NUMBERS else intern(text) if field in _REPEATED else text
        for field, text in stored.items()
        if text and field in _NAMES
    }
    return Conversation(id=name, **{**defaults, **known})  # type: ignore[arg-type]
