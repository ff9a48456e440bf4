"""Records of files: what has come of each, whose it is, and in which conversation it was said (contract S4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from chatserver.domain.message import File
from chatserver.store import file_keys, keys
from chatserver.store.client import Client
from chatserver.store.pipelined import ask_all
from chatserver.store.scripts import source

State = Literal["coming", "ready"]
_BEGIN = """
if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('SISMEMBER', KEYS[3], ARGV[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
return 1
"""
_ADVANCE = """
local known = redis.call('HMGET', KEYS[1], 'received', 'state')
if known[1] ~= ARGV[1] or known[2] ~= 'coming' then return 0 end
local parts = redis.call('HGET', KEYS[1], 'parts')
redis.call('HSET', KEYS[1], 'received', ARGV[1] + ARGV[2], 'parts', parts .. (parts ~= '' and ' ' or '') .. ARGV[2])
return 1
"""
_FINISH = """
if redis.call('HGET', KEYS[1], 'state') ~= 'coming' then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV))
return 1
"""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file's record; `owner` is `visitor:ID`, `agent:ID` or `mail`, sizes are bytes."""

    id: str
    name: str
    size: int
    owner: str
    created_at: int
    state: State = "coming"
    received: int = 0
    parts: tuple[int, ...] = ()  # the lengths of what has come
    conversation: str = ""  # '' until it is said
    type: str = ""
    width: int = 0
    height: int = 0

    @property
    def told(self) -> File:
        """As a message tells it."""
        return File(self.id, self.name, self.type, self.size, self.width, self.height)

    def typed(self, name: str, kind: str, width: int, height: int) -> "StoredFile":
        """The same, whole: its type is known now."""
        return replace(self, state="ready", name=name, type=kind, width=width, height=height)


async def begin(client: Client, site: str, file: StoredFile) -> bool:
    """Keep a new file's record; False when there is one of this id, or bytes of one that is gone."""
    touched = file_keys.file(site, file.id), file_keys.loose(site), file_keys.gone(site)
    flat = [part for field in _fields(file).items() for part in field]
    return bool(await client.eval(_BEGIN, 3, *touched, file.id, file.created_at, *flat))


async def load(client: Client, site: str, file_id: str) -> StoredFile | None:
    """A file's record."""
    return _from_hash(file_id, await client.hgetall(file_keys.file(site, file_id)))


async def load_many(client: Client, site: str, file_ids: Iterable[str]) -> list[StoredFile]:
    """Records in the order asked for; absent ones are left out."""
    wanted = list(file_ids)
    if not wanted:
        return []
    hashes = await ask_all(client, (("HGETALL", file_keys.file(site, one)) for one in wanted))
    found = (_from_hash(name, stored) for name, stored in zip(wanted, hashes, strict=True))
    return [file for file in found if file]


async def advance(client: Client, site: str, file_id: str, offset: int, length: int) -> bool:
    """Count a part that has come; False when another was faster, or nobody waits for it any more."""
    return bool(await client.eval(_ADVANCE, 1, file_keys.file(site, file_id), offset, length))


async def finish(client: Client, site: str, file: StoredFile) -> bool:
    """Keep what a whole file is; False when that was done, or the file is gone."""
    known = {name: value for name, value in _fields(file).items() if name not in {"conversation", "owner"}}
    flat = [part for field in known.items() for part in field]
    return bool(await client.eval(_FINISH, 1, file_keys.file(site, file.id), *flat))


async def claim(client: Client, site: str, owner: str, conversation: str, file_ids: Sequence[str]) -> bool:
    """Put an owner's files into a conversation, all or none; again is as once."""
    asked = " ".join((owner, *file_ids))
    return bool(await client.eval(source("file_claim"), 1, keys.site(site), conversation, asked))


async def discard(client: Client, site: str, file: StoredFile) -> bool:
    """Take away the record of a file that is in no message; its bytes are to follow (see `gone`)."""
    return bool(await client.eval(source("file_discard"), 1, keys.site(site), file.id, file.conversation))


async def loose(client: Client, site: str, before: int, count: int = -1) -> list[StoredFile]:
    """Files that may be in no message and were begun at or before an instant (ms), the oldest first."""
    found = await client.zrangebyscore(file_keys.loose(site), "-inf", before, start=0, num=count)
    return await load_many(client, site, (str(one) for one in found))


async def of_conversation(client: Client, site: str, conversation: str) -> list[StoredFile]:
    """What goes with a conversation, the oldest first."""
    found = await load_many(
        client, site, map(str, await client.smembers(file_keys.files(site, conversation)))
    )
    return sorted(found, key=lambda file: (file.created_at, file.id))


async def gone(client: Client, site: str) -> list[str]:
    """The files whose bytes are to go."""
    return sorted(str(one) for one in await client.smembers(file_keys.gone(site)))


async def forget(client: Client, site: str, file_id: str) -> None:
    """Its bytes are gone too."""
    await client.srem(file_keys.gone(site), file_id)


def _fields(file: StoredFile) -> dict[str, str | int]:
    return {
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "received": file.received,
        "parts": " ".join(map(str, file.parts)),
        "owner": file.owner,
        "conversation": file.conversation,
        "created_at": file.created_at,
        "state": file.state,
        "width": file.width,
        "height": file.height,
    }


def _from_hash(file_id: str, stored: Mapping[Any, Any]) -> StoredFile | None:
    if not stored.get("owner"):
        return None
    return StoredFile(
        id=file_id,
        name=stored["name"],
        size=int(stored["size"]),
        owner=stored["owner"],
        created_at=int(stored["created_at"]),
        state=stored["state"],
        received=int(stored["received"]),
        parts=tuple(map(int, stored["parts"].split())),
        conversation=stored["conversation"],
        type=stored["type"],
        width=int(stored["width"]),
        height=int(stored["height"]),
    )
