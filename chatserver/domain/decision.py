"""The one decision: who answers a conversation now, why, and if nobody does, by when we reply.

Widget, console, mails and commands all show the same `Decision`; nobody else asks "are we open?".
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chatserver.domain.alternatives import Alternative, other_departments, other_ways
from chatserver.domain.hours import Calendar
from chatserver.domain.policy import Policy, PolicyVersion
from chatserver.domain.policy_file import Department, Priority, Target, TargetName, Way
from chatserver.domain.promise import promised_at

Outcome = Literal["agent", "queue", "email", "refused"]
Refusal = Literal["unknown_department", "plan_not_admitted", "sign_in_required"]
Reason = (
    Literal["agent_free", "all_busy"]
    | Literal["nobody_online", "closed_hours", "closed_holiday", "email_only", "email_chosen"]
    | Refusal
)
Turn = Literal["first", "next"]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a decision depends on, besides the policy."""

    now: datetime  # aware
    department: str | None = None  # None = the policy's default
    agents_online: int = 0  # present and available, of this department
    agents_free: int = 0  # of those, with capacity left
    priority: Priority | None = None  # None = nobody has set one
    plan: str | None = None  # as a verified identity names it (S2)
    signed_in: bool = False  # by a verified identity
    way: Way = "chat"  # what the visitor asks for
    turn: Turn = "first"  # whether we have answered before
    admitted: bool = False  # the conversation runs already: nobody is turned away in its midst
    members_only: bool = False  # the site lets only the identified begin a conversation


@dataclass(frozen=True, slots=True)
class Counted:
    """What a promise was counted from: the target of this name and turn, and the calendar whose open time counts."""

    name: TargetName
    turn: Turn
    target: Target
    calendar: str | None  # None = every hour


@dataclass(frozen=True, slots=True)
class Decision:
    """Instants are aware, in UTC; `decision.<reason>` is the text key of the explanation."""

    outcome: Outcome
    reason: Reason
    department: str
    policy_version: str
    open: bool = False  # the hours alone, whoever is there
    opens_at: datetime | None = None  # the next opening, while closed
    closes_at: datetime | None = (
        None  # the end of this opening; None while closed, or for a desk that never closes
    )
    closing_soon: bool = False  # open, and the closing notice is due
    reply_by: datetime | None = None  # the promise: for `email`, and wherever a priority is set
    target: Counted | None = None  # what `reply_by` was counted from
    alternatives: tuple[Alternative, ...] = ()  # other ways that are open now, the best first
    notices: tuple[str, ...] = ()  # keys of the version's notices to be shown now


def decide(policy: Policy, situation: Situation) -> Decision:
    """Decide by the version in force at `situation.now`; pure, no clock and no I/O (design.md, 4)."""
    version, now = policy.version_at(situation.now), situation.now
    plan = version.plan_named(situation.plan)
    name = situation.department or version.default_department
    department = version.departments.get(name)
    told = Decision(
        "refused", "unknown_department", name, version.name, notices=version.notices_at(now, plan)
    )

    def refusal_of(other: Department) -> Refusal | None:
        return _refusal(other, plan, situation)

    if department is None:
        return replace(told, alternatives=other_departments(version, name, refusal_of))
    calendar = version.calendar_of(department, plan)
    told = _with_hours(told, calendar, now, _notice(version))
    refusal = refusal_of(department)
    if refusal is not None:
        return replace(told, reason=refusal, alternatives=other_departments(version, name, refusal_of))
    closed: Reason = "closed_holiday" if calendar.is_day_off(now) else "closed_hours"
    outcome, reason = _outcome(department, situation, None if told.open else closed)
    told = replace(told, outcome=outcome, reason=reason)
    if outcome != "agent":
        told = replace(told, alternatives=other_ways(version, department, plan, situation.priority, now))
    if outcome == "email" or situation.priority:
        target = counted(version, department, plan, situation.priority, situation.turn)
        told = replace(told, target=target, reply_by=due(version, department, plan, target.target, now))
    return told


def due(
    version: PolicyVersion, department: Department, plan: str | None, target: Target, start: datetime
) -> datetime | None:
    """The instant by which `target` is due for what came in at `start`; None when its calendar never opens enough."""
    return promised_at(target, version.clock_of(target, department, plan), start)


def response_target(
    version: PolicyVersion, department: Department, priority: Priority | None, turn: Turn
) -> tuple[TargetName, Target]:
    """The target that holds: a priority's once somebody has set one, else what emails get; a department's own first."""
    names: tuple[TargetName, ...] = (priority, "email") if priority else ("email",)
    for name in names:
        response = department.targets.get(name) or version.targets.get(name)
        if response is not None:
            return name, response.first if turn == "first" else response.next or response.first
    raise LookupError("email")  # `policy_faults` lets no such version pass


def counted(
    version: PolicyVersion, department: Department, plan: str | None, priority: Priority | None, turn: Turn
) -> Counted:
    """The target that holds, and the calendar whose open time it counts; a plan's own hours before all."""
    name, target = response_target(version, department, priority, turn)
    own = version.plans[plan].calendar if plan else None
    calendar = None if target.clock == "calendar" else own or target.calendar or department.calendar
    return Counted(name, turn, target, calendar)


def _with_hours(told: Decision, calendar: Calendar, now: datetime, notice: timedelta) -> Decision:
    if not calendar.is_open(now):
        return replace(told, open=False, opens_at=calendar.opens_at(now))
    closes_at = calendar.closes_at(now)
    return replace(
        told, open=True, closes_at=closes_at, closing_soon=closes_at is not None and closes_at - now <= notice
    )


def _refusal(department: Department, plan: str | None, situation: Situation) -> Refusal | None:
    """Why a department does not take this visitor; signing in is the answer only where it can help."""
    if situation.admitted:
        return None
    if situation.members_only and not situation.signed_in:
        return "sign_in_required"
    if department.plans and plan is not None and plan not in department.plans:
        return "plan_not_admitted"
    if department.sign_in and not situation.signed_in:
        return "sign_in_required"
    if department.plans and plan is None:
        return "plan_not_admitted" if situation.signed_in else "sign_in_required"
    return None


def _outcome(department: Department, situation: Situation, closed: Reason | None) -> tuple[Outcome, Reason]:
    if "chat" not in department.ways:
        return "email", "email_only"
    if situation.way == "email":
        return "email", "email_chosen"
    if closed is not None:
        return "email", closed
    if situation.agents_online <= 0:
        return "email", "nobody_online"
    return ("agent", "agent_free") if situation.agents_free > 0 else ("queue", "all_busy")


def _notice(version: PolicyVersion) -> timedelta:
    return timedelta(minutes=version.numbers.closing_notice_minutes)
