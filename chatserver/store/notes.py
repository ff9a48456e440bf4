"""Notes: what agents write among themselves in a conversation, beside the visitor's stream (contract R2)."""

from dataclasses import dataclass
from typing import Any

import msgspec

from chatserver.domain.message import Note
from chatserver.store import keys
from chatserver.store.client import Client

MOST = 200
_notes = msgspec.json.Decoder(Note)


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note with its place: after which message it was written."""

    number: int
    after_seq: int
    at: int
    note: Note


async def notes(client: Client, site: str, conversation: str) -> list[KeptNote]:
    """The last notes of a conversation, oldest first."""
    entries: list[Any] = await client.xrevrange(keys.notes(site, conversation), count=MOST) or []
    return [
        KeptNote(
            int(name.partition("-")[0]), int(kept["after_seq"]), int(kept["at"]), _notes.decode(kept["body"])
        )
        for name, kept in reversed(entries)
    ]
