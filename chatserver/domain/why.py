"""Why a conversation went where it went: each decision taken on it, as it is kept and shown."""

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from chatserver.domain.decision import Decision

Step = Literal["", "priority", "moved", "broken"]


class Why(Struct, frozen=True, omit_defaults=True):
    """One decision; instants in ms. `online` names the agents who were there, `free` counts those with room."""

    at: int
    version: str
    department: str
    outcome: str
    reason: str
    target: str = ""  # the response target that was counted, as the policy names it
    turn: str = ""
    reply_by: int = 0
    online: tuple[str, ...] = ()
    free: int = 0
    agent: str = ""  # whom it was offered to, by name
    step: Step = ""  # what made us count a promise anew


_one: msgspec.json.Decoder[Why] = msgspec.json.Decoder(Why)


def why(decision: Decision, at: int, online: Iterable[str], free: int, step: Step = "") -> Why:
    """What is kept of a decision taken at `at`."""
    counted = decision.target
    return Why(
        at=at,
        version=decision.policy_version,
        department=decision.department,
        outcome=decision.outcome,
        reason=decision.reason,
        target=counted.name if counted else "",
        turn=counted.turn if counted else "",
        reply_by=round(decision.reply_by.timestamp() * 1000) if decision.reply_by else 0,
        online=tuple(online),
        free=free,
        step=step,
    )


def write_why(one: Why) -> str:
    """How it is kept."""
    return msgspec.json.encode(one).decode()


def read_why(stored: Iterable[str | bytes]) -> list[Why]:
    """What was kept, oldest first; what nobody can read any more is left out (contract R22, R24)."""
    found = []
    for text in stored:
        try:
            found.append(_one.decode(text))
        except msgspec.DecodeError:
            continue
    return found
