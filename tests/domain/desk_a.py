"""The shipped desk "Twin AI" for tests, and its local time."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from chatserver.domain.decision import Decision, Situation, decide
from chatserver.domain.holidays import Holidays, public_holidays
from chatserver.domain.policy import Policy, load_policy, shipped_policy_text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@cache
def twin_ai() -> Policy:
    """The policy that a new site starts with."""
    return load_policy(shipped_policy_text(), public_holidays)


def no_holidays(_country: str) -> Holidays:
    """For policies in which they do not matter."""
    return Holidays()


def ict(text: str) -> datetime:
    """An instant in the desk's zone, "2026-03-04 22:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def decided(
    at: str, *, online: int = 1, free: int | None = None, policy: Policy | None = None, **more: Any
) -> Decision:
    """What desk A decides at a local time, with so many agents there and so many of them free.

    `more` is what else a `Situation` has; `policy` stands in for desk A's own.
    """
    free = online if free is None else free
    situation = Situation(now=ict(at), agents_online=online, agents_free=free, **more)
    return decide(policy or twin_ai(), situation)


def changed(before: str, after: str) -> Policy:
    """Desk A with something else in its file."""
    text = shipped_policy_text()
    assert before in text
    return load_policy(text.replace(before, after), public_holidays)
