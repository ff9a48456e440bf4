"""A mail on its way: what kinds there are, and what becomes of one after each attempt (contract R21, R22)."""

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

Kind = Literal["capture", "receipt", "answer", "promise", "transcript"]
"""To the department: what came in. To the visitor: we have it; an agent's words; a new time; the whole talk."""
State = Literal["queued", "leased", "retry", "uncertain", "sent", "cancelled", "dead", "bounced"]
Result = Literal[
    "accepted",  # the mail server has taken it
    "refused",  # 5xx: it never will
    "put_off",  # 4xx, or nobody answered: later perhaps
    "lost_after_data",  # the connection ended before the answer to DATA: it may have it
    "not_needed",  # seen already, or no longer true
    "no_address",  # nobody to send it to
    "limited",  # too many to this address or of this site just now
    "unfit",  # it could not be worded
    "lapsed",  # who was sending it died before DATA
]
MINUTE_MS = 60_000
WAITS_MIN = (1, 5, 15, 60, 180, 360, 720)
LONGEST_MS = 48 * 60 * MINUTE_MS
MOST_FAULTS = 5
LINES = {
    "system.promise_broken": "promise",
    "system.promise_moved": "promise",
    "system.promise_own": "promise",
}
"""System lines that a visitor is also told by mail, at once."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a conversation, as last stored; instants in ms by the office clock, 0 = never."""

    conversation: str
    n: int
    kind: Kind
    state: State
    from_seq: int
    to_seq: int
    created_at: int
    due_at: int = 0  # when it is tried next; 0: never again by itself
    attempts: int = 0
    faults: int = 0  # how often it could not even be tried (R22)
    uncertain: int = 0  # how often a server was lost after DATA
    tried_at: int = 0  # the first attempt: 48 h later we give up
    lease: str = ""
    phase: str = ""  # "data": the server may have it
    to: str = ""  # the address of the last attempt
    reason: str = ""  # of the last attempt's failure: a `Result`, `expired`, or what a bounce says
    detail: str = ""  # the other server's words
    sent_at: int = 0

    @property
    def id(self) -> str:
        """Its name outside of its conversation."""
        return f"{self.conversation}.{self.n}"


class Settling(Struct, frozen=True):
    """What becomes of a mail, applied only while it is in `was` under `lease`; `due_at` 0: nothing by itself."""

    n: int
    lease: str
    was: State
    state: State
    due_at: int = 0
    fields: dict[str, str] = {}


class Asked(Struct, frozen=True):
    """Which mail a step asks for; all others follow from the change itself (`store/scripts/mails.lua`)."""

    kind: str = ""  # promise, transcript
    after_ms: int = 0  # an agent's words are mailed so much later, unless they have been seen
    letter: bool = False  # the words came by mail: whoever wrote them is promised an answer by mail


def settled(mail: Mail, result: Result, now: int, *, wait_ms: int = 0, detail: str = "") -> Settling:
    """What becomes of a leased mail after an attempt; `wait_ms` only for `limited`."""
    told = {"reason": "" if result == "accepted" else result, "detail": detail[:300]}
    match result:
        case "accepted":
            return _ends(mail, "sent", told | {"sent_at": str(now)})
        case "not_needed":
            return _ends(mail, "cancelled", told)
        case "refused" | "no_address":
            return _ends(mail, "dead", told)
        case "limited":
            return _limited(mail, now + wait_ms, told)
        case "lost_after_data":
            return _uncertain(mail, now, told | {"uncertain": str(mail.uncertain + 1)})
        case "unfit" | "lapsed":
            return _faulty(mail, now, told | {"faults": str(mail.faults + 1)})
        case "put_off":
            return _put_off(mail, now, told)


def sent_again(mail: Mail, now: int) -> Settling:
    """An agent wants it sent again: everything about earlier attempts is forgotten but its Message-ID."""
    forgotten = dict.fromkeys(("reason", "detail", "phase", "tried_at", "sent_at"), "")
    counts = dict.fromkeys(("attempts", "faults", "uncertain"), "0")
    return _again(mail, "queued", now, {**forgotten, **counts})


def bounced(mail: Mail, reason: str, detail: str) -> Settling:
    """A mail server that had taken it gives it back."""
    return _ends(mail, "bounced", {"reason": reason, "detail": detail[:300]})


def wait_after(attempts: int) -> int:
    """How long to wait after so many attempts, ms: 1, 5, 15, 60 minutes, then up to half a day (R21)."""
    return WAITS_MIN[min(max(attempts, 1), len(WAITS_MIN)) - 1] * MINUTE_MS


def _limited(mail: Mail, due: int, told: dict[str, str]) -> Settling:
    """It was not tried: neither the attempt nor the time until its limit counts against it."""
    untried = {"tried_at": ""} if mail.attempts <= 1 else {}
    return _again(mail, "queued", due, told | untried | {"attempts": str(max(0, mail.attempts - 1))})


def _put_off(mail: Mail, now: int, told: dict[str, str]) -> Settling:
    due = now + wait_after(mail.attempts)
    if due > (mail.tried_at or now) + LONGEST_MS:
        return _ends(mail, "dead", told | {"reason": "expired"})
    return _again(mail, "retry", due, told)


def _uncertain(mail: Mail, now: int, told: dict[str, str]) -> Settling:
    """Repeated once, under the same Message-ID; after that only a person may send it again."""
    if mail.uncertain:
        return _ends(mail, "uncertain", told)
    return _again(mail, "uncertain", now + wait_after(1), told)


def _faulty(mail: Mail, now: int, told: dict[str, str]) -> Settling:
    if mail.faults + 1 >= MOST_FAULTS:
        return _ends(mail, "dead", told)
    return _again(mail, "retry", now, told)


def _ends(mail: Mail, state: State, fields: dict[str, str]) -> Settling:
    return Settling(mail.n, mail.lease, mail.state, state, 0, fields)


def _again(mail: Mail, state: State, due_at: int, fields: dict[str, str]) -> Settling:
    return Settling(mail.n, mail.lease, mail.state, state, due_at, fields)
