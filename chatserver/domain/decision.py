"""The one decision: who answers a conversation now, why, and if nobody does, by when we reply.

Widget, console, mails and commands all show the same `Decision`; nobody else asks "are we open?".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chatserver.domain.policy import Policy, PolicyVersion
from chatserver.domain.policy_file import Department, Priority, Target
from chatserver.domain.promise import promised_at

Outcome = Literal["agent", "queue", "email", "refused"]
Reason = Literal[
    "agent_free", "all_busy", "nobody_online", "closed_hours", "email_only", "unknown_department"
]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a decision depends on, besides the policy."""

    now: datetime  # aware
    department: str | None = None  # None = the policy's default
    agents_online: int = 0  # present and available, of this department
    agents_free: int = 0  # of those, with capacity left
    priority: Priority | None = None  # None = nobody has set one


@dataclass(frozen=True, slots=True)
class Decision:
    """Instants are aware, in UTC; `decision.<reason>` is the text key of the explanation."""

    outcome: Outcome
    reason: Reason
    department: str
    open: bool = False  # the department's hours alone, whoever is there
    opens_at: datetime | None = None  # the next opening, while closed
    closes_at: datetime | None = (
        None  # the end of this opening, while open; None for a desk that never closes
    )
    closing_soon: bool = False  # open, and the closing notice is due
    reply_by: datetime | None = None  # the promise, for the outcome `email`
    target: Target | None = None  # what `reply_by` was counted from


def decide(policy: Policy, situation: Situation) -> Decision:
    """Decide by the version in force at `situation.now`; pure, no clock and no I/O (design.md, 4)."""
    version = policy.version_at(situation.now)
    name = situation.department or version.default_department
    department = version.departments.get(name)
    if department is None:
        return Decision("refused", "unknown_department", name)
    calendar, now = version.calendars[department.calendar], situation.now
    is_open = calendar.is_open(now)
    outcome, reason = _outcome(department, situation, is_open=is_open)
    target = _target(version, situation.priority) if outcome == "email" else None
    closes_at = calendar.closes_at(now) if is_open else None
    return Decision(
        outcome,
        reason,
        name,
        open=is_open,
        opens_at=None if is_open else calendar.opens_at(now),
        closes_at=closes_at,
        closing_soon=closes_at is not None and closes_at - now <= _notice(version),
        reply_by=None if target is None else promised_at(target, version.calendars, now),
        target=target,
    )


def next_change(policy: Policy, department: str | None, now: datetime) -> datetime | None:
    """The next instant after `now` at which the clock alone may change a decision; None when it never does.

    Closing notice, closing, opening, and the start of the next version: what every process wakes up for.
    """
    version, following = policy.version_at(now), policy.version_after(now)
    instants = [following.starts if following else None]
    found = version.departments.get(department or version.default_department)
    if found is not None:
        calendar = version.calendars[found.calendar]
        closes_at = calendar.closes_at(now)
        instants += [closes_at and closes_at - _notice(version), closes_at or calendar.opens_at(now)]
    return min((instant for instant in instants if instant is not None and instant > now), default=None)


def _outcome(department: Department, situation: Situation, *, is_open: bool) -> tuple[Outcome, Reason]:
    if "chat" not in department.ways:
        return "email", "email_only"
    if not is_open:
        return "email", "closed_hours"
    if situation.agents_online <= 0:
        return "email", "nobody_online"
    return ("agent", "agent_free") if situation.agents_free > 0 else ("queue", "all_busy")


def _target(version: PolicyVersion, priority: Priority | None) -> Target:
    """A priority's own target holds once somebody has set one, else what a captured email promises."""
    own: Target | None = getattr(version.targets, priority) if priority else None
    return own or version.targets.email


def _notice(version: PolicyVersion) -> timedelta:
    return timedelta(minutes=version.numbers.closing_notice_minutes)
