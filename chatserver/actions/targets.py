"""When a response target is due, and how much of its time has passed: what `chatserver policy deadline` answers."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chatserver.actions.decisions import counted_target
from chatserver.domain.decision import Counted, counted
from chatserver.domain.errors import Refused
from chatserver.domain.hours import Calendar
from chatserver.domain.policy import Policy, PolicyVersion
from chatserver.domain.policy_file import Priority, Target
from chatserver.domain.promise import promised_at
from chatserver.protocol.decided import BothLanguages, Deadline
from chatserver.texts import word_promise


def target_due(
    policy: Policy,
    start: datetime,
    department: str | None,
    priority: Priority | None,
    time: timedelta | int | None = None,
    plan: str | None = None,
    until: datetime | None = None,
) -> Deadline:
    """By when what came in at `start` is to be answered, by the version in force then.

    The department's target for `priority` (without one: for emails) gives the clock, and the time unless `time`
    does: a duration, or a number of working days. Raises `Refused('error.unknown_department')`.
    """
    version = policy.version_at(start)
    known = version.departments.get(department or version.default_department)
    if known is None:
        raise Refused("error.unknown_department")
    rule = counted(version, known, version.plan_named(plan), priority, "first")
    if time is not None:
        rule = _with_time(rule, time, known.calendar)
    calendar = version.calendars[rule.calendar] if rule.calendar else None
    due = promised_at(rule.target, calendar, start)
    own = _seconds(rule.target) if due else None
    return Deadline(
        deadline=due.astimezone(version.zone) if due else None,
        worded=_worded(due, version) if due else None,
        open_seconds=_open_seconds(rule.target, calendar, start, until) if until else own,
        target=counted_target(rule),
        policy_version=version.name,
    )


def _with_time(rule: Counted, time: timedelta | int, own: str) -> Counted:
    """The same clock for another time; where every hour counts, working days are those of the department's hours."""
    if isinstance(time, timedelta):
        target = replace(rule.target, within=time, working_days=None)
        return Counted(rule.name, rule.turn, target, rule.calendar)
    target = replace(rule.target, within=None, working_days=time, clock="business")
    return Counted(rule.name, rule.turn, target, rule.calendar or own)


def _seconds(target: Target) -> int | float:
    """Up to its deadline, all of a target's time has passed."""
    return _whole((target.within or timedelta(days=target.working_days or 0)).total_seconds())


def _open_seconds(target: Target, calendar: Calendar | None, start: datetime, end: datetime) -> int | float:
    if calendar is None:
        seconds = max((end - start).total_seconds(), 0)
    elif target.working_days is not None:
        seconds = calendar.whole_days().open_seconds(start, end)
    else:
        seconds = calendar.open_seconds(start, end)
    return _whole(seconds)


def _whole(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds


def _worded(due: datetime, version: PolicyVersion) -> BothLanguages:
    return BothLanguages(vi=word_promise(due, version.zone, "vi"), en=word_promise(due, version.zone, "en"))
