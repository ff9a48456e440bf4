"""What a returning client gets: everything newer, or a reset with its reason (contract R7)."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

Verdict = Literal["newer", "trimmed", "diverged"]


class Position(Struct, frozen=True):
    """Where a client says it stands."""

    epoch: str
    seq: int
    h: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored: the end, the owner, and the chain hash at the client's seq (None: no such entry)."""

    epoch: str
    seq: int
    version: int
    visitor: str
    h_at_position: str | None
    identity: str = ""
    id: str = ""  # of the conversation


def chained(h: str, cid: str) -> str:
    """The chain hash of a message under `cid` after one whose hash is `h`; '' before the first (contract R2)."""
    return hashlib.sha1((h + cid).encode(), usedforsecurity=False).hexdigest()[:12]


def judge(position: Position, stored: Standing | None) -> Verdict:
    """Compare a position with what is stored; seq 0 holds nothing, so it can only be behind.

    diverged: other epoch, ahead of the store, or the same seq with another hash (R9, R10). Acks and live
    messages do not carry the epoch, so a client may drop before it was ever told: then the hash alone decides.
    """
    if position.seq == 0:
        return "newer"
    if stored is None or position.epoch not in {"", stored.epoch} or position.seq > stored.seq:
        return "diverged"
    if stored.h_at_position is None:
        return "trimmed"
    return "newer" if stored.h_at_position == position.h else "diverged"
