"""What a list of a visitor's conversations shows of each: their first words, and how much they have not seen."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from chatserver.domain.conversation import Conversation
from chatserver.store import keys
from chatserver.store.client import Client

FIRST, UNSEEN = 5, 100  # messages looked at: somebody else may have spoken first; nobody counts more


class Glance(Struct, frozen=True):
    """One conversation: first words of the visitor ('' when they were erased, or there were only files)."""

    words: str
    unread: int


class _Said(Struct):
    """The part of a stored body that is looked at."""

    from_: str = msgspec.field(name="from")
    text: str = ""


async def glances(client: Client, site: str, found: Sequence[Conversation]) -> list[Glance]:
    """In the order given, in one round trip."""
    if not found:
        return []
    async with client.pipeline(transaction=False) as pipe:
        for one in found:
            key = keys.messages(site, one.id)
            pipe.xrange(key, "-", "+", count=FIRST)
            pipe.xrange(key, f"({one.read_by_visitor}-0", "+", count=UNSEEN)
        read = await pipe.execute()
    return [_glance(*pair) for pair in zip(read[::2], read[1::2], strict=True)]


def _glance(first: list[tuple[str, dict[str, str]]], unseen: list[tuple[str, dict[str, str]]]) -> Glance:
    words = (said.text for said in map(_said, first) if said.from_ == "visitor")
    return Glance(next(words, ""), sum(_said(entry).from_ == "agent" for entry in unseen))


def _said(entry: tuple[str, dict[str, str]]) -> _Said:
    return msgspec.json.decode(entry[1]["body"], type=_Said)
