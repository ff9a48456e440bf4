"""What a promise is counted from: kept with the conversation, so that a change of it can be seen and named."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from chatserver.domain.conversation import Conversation, Priority
from chatserver.domain.decision import Counted, Decision, Turn, counted, due
from chatserver.domain.policy import PolicyVersion
from chatserver.domain.policy_file import TargetName

Moved = Literal["department", "priority", "policy", "holidays"]


class Terms(Struct, frozen=True, omit_defaults=True):
    """The rule under a promise; `week` stands for the weekly hours, so that only days off can differ unseen."""

    version: str
    department: str
    name: TargetName
    turn: Turn
    within_s: int = 0
    working_days: int = 0
    calendar: str = ""  # '' = every hour counts
    week: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """An instant by which we answer, the one it was counted from (both in ms), and how."""

    at: int
    start: int
    terms: Terms


def read_terms(stored: str) -> Terms | None:
    """Terms as stored; None for none, or for what a newer version wrote (contract R24)."""
    try:
        return msgspec.json.decode(stored, type=Terms) if stored else None
    except msgspec.DecodeError:
        return None


def write_terms(terms: Terms) -> str:
    """How terms are stored."""
    return msgspec.json.encode(terms).decode()


def priority_of(conversation: Conversation) -> Priority | None:
    """The priority that somebody has set; None while nobody has."""
    return conversation.priority if conversation.prioritised else None


def turn_of(conversation: Conversation) -> Turn:
    """Whether a person has answered before."""
    return "next" if conversation.agent_at else "first"


def promise_of(version: PolicyVersion, decision: Decision, plan: str | None, now: datetime) -> Promise | None:
    """The promise in a decision taken at `now`; None when it makes none."""
    if decision.reply_by is None or decision.target is None:
        return None
    terms = _terms(version, decision.department, decision.target, version.plan_named(plan))
    return Promise(_ms(decision.reply_by), _ms(now), terms)


def promise_for(version: PolicyVersion, conversation: Conversation, start: int) -> Promise | None:
    """What a conversation is promised by `version`, counted from `start` (ms).

    None when the version knows no such department, or its calendar never opens long enough.
    """
    department = version.departments.get(conversation.department)
    if department is None:
        return None
    plan = version.plan_named(conversation.plan)
    rule = counted(version, department, plan, priority_of(conversation), turn_of(conversation))
    at = due(version, department, plan, rule.target, _instant(start))
    return Promise(_ms(at), start, _terms(version, conversation.department, rule, plan)) if at else None


def resolve_by(version: PolicyVersion, conversation: Conversation) -> int | None:
    """By when (ms) a conversation is to be settled altogether, where its target says so."""
    department = version.departments.get(conversation.department)
    name: TargetName = priority_of(conversation) or "email"
    response = department and (department.targets.get(name) or version.targets.get(name))
    if not department or not response or response.resolution is None:
        return None
    start, plan = _instant(conversation.created_at), version.plan_named(conversation.plan)
    at = due(version, department, plan, response.resolution, start)
    return _ms(at) if at else None


def why_moved(before: Terms | None, after: Terms) -> Moved:
    """What moved a promise, in one word; terms that did not change leave only days off."""
    if before is None:
        return "policy"
    if before.department != after.department:
        return "department"
    if before.name != after.name:
        return "priority"
    return "holidays" if _rule(before) == _rule(after) else "policy"


def _rule(terms: Terms) -> Terms:
    return msgspec.structs.replace(terms, version="")


def _terms(version: PolicyVersion, department: str, rule: Counted, plan: str | None) -> Terms:
    target = rule.target
    return Terms(
        version=version.name,
        department=department,
        name=rule.name,
        turn=rule.turn,
        within_s=(target.within or timedelta()) // timedelta(seconds=1),
        working_days=target.working_days or 0,
        calendar=rule.calendar or "",
        week=_week(version, rule.calendar),
        plan=plan or "",
    )


def _week(version: PolicyVersion, calendar: str | None) -> str:
    if calendar is None:
        return ""
    weekly = [list(day) for day in version.calendars[calendar].weekly]
    return hashlib.sha1(repr(weekly).encode(), usedforsecurity=False).hexdigest()[:8]


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
