"""Holds both sides' histories against a full read of the store: what the contract promises, and nothing else.

Pure: a story that broke a promise is found here, whatever broke it (contract R2, R3, R5, R6, R9).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.fire.history import Acked, History, Said, Saw, Wrong
from tests.fire.stored import Stored


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken promise."""

    conversation: str
    what: str


def check(history: History, stored: Mapping[str, Stored], readers: Iterable[tuple[str, str]]) -> list[Fault]:
    """Every fault found; `readers` are (client, conversation) pairs that must have seen all of it."""
    faults = [Fault(wrong.conversation, f"{wrong.who}: {wrong.what}") for wrong in history.of(Wrong)]
    for conversation, whole in stored.items():
        faults += (Fault(conversation, what) for what in _chain(whole))
    said = history.of(Said)
    faults += _nobody_said(said, stored)
    for one in said:
        faults += (Fault(one.conversation, what) for what in _once(one, stored.get(one.conversation)))
    faults += _order(said, stored)
    faults += _acks(history, stored)
    faults += _seen(history, stored, readers)
    return faults


def _chain(whole: Stored) -> Iterator[str]:
    """Dense from 1, each hash made of the one before and the cid, the summary at the end of it (R2)."""
    h = ""
    for seq, entry in enumerate(whole.entries, start=1):
        h = hashlib.sha1((h + entry.cid).encode(), usedforsecurity=False).hexdigest()[:12]
        if entry.id != f"{seq}-0":
            yield f"entry {entry.id} stands at {seq}"
        if entry.h != h:
            yield f"the chain breaks at {seq}"
    if (whole.seq, whole.h) != (len(whole.entries), h):
        yield f"the summary says {whole.seq} {whole.h}, the stream ends at {len(whole.entries)} {h}"


def _nobody_said(said: list[Said], stored: Mapping[str, Stored]) -> Iterator[Fault]:
    known = {(one.conversation, one.cid) for one in said}
    for conversation, whole in stored.items():
        for entry in whole.entries:
            if entry.author != "system" and (conversation, entry.cid) not in known:
                yield Fault(conversation, f"{entry.id} was said by nobody")


def _once(said: Said, whole: Stored | None) -> Iterator[str]:
    """Stored exactly once in the end, since every client offers until it is acked (R5)."""
    texts = [entry.text for entry in whole.entries if entry.cid == said.cid] if whole else []
    if len(texts) != 1:
        yield f"{said.cid} of {said.who} is stored {len(texts)} times"
    elif texts[0] != said.text:
        yield f"{said.cid} of {said.who} is stored with another text"


def _order(said: list[Said], stored: Mapping[str, Stored]) -> Iterator[Fault]:
    """A sender's messages keep their order (R5)."""
    lines: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in said:
        lines[one.conversation, one.who].append(one.cid)
    for (conversation, who), cids in lines.items():
        place = {cid: index for index, cid in enumerate(cids)}
        whole = stored.get(conversation)
        came = [place[entry.cid] for entry in whole.entries if entry.cid in place] if whole else []
        if came != sorted(came):
            yield Fault(conversation, f"the words of {who} are out of order")


def _acks(history: History, stored: Mapping[str, Stored]) -> Iterator[Fault]:
    """An ack is for ever: this cid at this seq with this hash (R3, R5); everything said was acked in the end."""
    acked = set()
    for ack in history.of(Acked):
        acked.add(ack.cid)
        whole = stored.get(ack.conversation)
        entry = whole.entries[ack.seq - 1] if whole and 0 < ack.seq <= len(whole.entries) else None
        if entry is None or (entry.cid, entry.h) != (ack.cid, ack.h):
            yield Fault(
                ack.conversation, f"{ack.cid} was acked at {ack.seq} {ack.h}, where {entry} is stored"
            )
    for one in history.of(Said):
        if one.cid not in acked:
            yield Fault(one.conversation, f"{one.cid} of {one.who} was never acked")


def _seen(
    history: History, stored: Mapping[str, Stored], readers: Iterable[tuple[str, str]]
) -> Iterator[Fault]:
    """Every reader saw the stored order, all of it, each line once (R5, R6, R9)."""
    saw: defaultdict[tuple[str, str], list[Saw]] = defaultdict(list)
    for one in history.of(Saw):
        saw[one.who, one.conversation].append(one)
    for who, conversation in readers:
        lines = [(one.cid, one.h, one.text) for one in saw[who, conversation]]
        whole = stored.get(conversation)
        wanted = [(entry.cid, entry.h, entry.text) for entry in whole.entries] if whole else []
        if lines != wanted:
            missing = Counter(cid for cid, _, _ in wanted) - Counter(cid for cid, _, _ in lines)
            yield Fault(conversation, f"{who} saw {len(lines)} of {len(wanted)}; missing {[*missing]}")
