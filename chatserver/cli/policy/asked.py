"""What `policy explain` and `policy deadline` are asked, by options or by a line of a batch: one shape for both."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from chatserver.domain.decision import Situation
from chatserver.domain.policy_file import Priority, Way

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LONGEST = timedelta(days=3_660)  # counting costs time by the day
Shape = TypeVar("Shape", bound=Struct)


class Misasked(Exception):
    """A question that makes no sense: a code and a sentence."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class ExplainAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A situation; `agents_online` and `free` of the department, one agent by default."""

    at: str
    department: str | None = None
    plan: str | None = None
    signed_in: bool = False
    priority: Priority | None = None
    channel: Way = "chat"
    agents_online: Count = 1
    free: Count | None = None


class DeadlineAsked(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A target: that of a priority, or one of its own on the same clock."""

    start: str
    department: str | None = None
    target: timedelta | None = None
    working_days: Annotated[int, Meta(ge=1, le=3_660)] | None = None
    priority: Priority | None = None
    plan: str | None = None
    until: str | None = None


def read_asked(raw: object, shape: type[Shape]) -> Shape:
    """Options or a decoded line as a question; raises `Misasked` for a wrong name, type or value."""
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as fault:
        raise Misasked("bad_value", _named(str(fault))) from None


def _named(fault: str) -> str:
    """What msgspec finds, led by the name of the option or key it is about."""
    if found := re.fullmatch(r"Object (missing required|contains unknown) field `(.*)`", fault):
        return f"{found[2]}: {'is needed' if found[1] == 'missing required' else 'there is no such option'}"
    what, _, name = fault.partition(" - at `$.")
    return f"{name.removesuffix('`')}: {what}" if name else fault


def situation_of(asked: ExplainAsked) -> Situation:
    """The situation that a question describes; nobody can be free who is not online."""
    free = asked.agents_online if asked.free is None else min(asked.free, asked.agents_online)
    return Situation(
        now=instant("at", asked.at),
        department=asked.department,
        agents_online=asked.agents_online,
        agents_free=free,
        priority=asked.priority,
        plan=asked.plan,
        signed_in=asked.signed_in,
        way=asked.channel,
    )


def time_of(asked: DeadlineAsked) -> timedelta | int | None:
    """The time that a question gives; None leaves it to the priority."""
    if asked.target is not None and asked.working_days is not None:
        raise Misasked("two_targets", "target and working_days exclude each other")
    if asked.target is None and asked.working_days is None and asked.priority is None:
        raise Misasked("no_target", "one of target, working_days and priority is needed")
    if asked.target is not None and not timedelta() < asked.target <= LONGEST:
        raise Misasked("bad_target", f"target must be longer than nothing and at most {LONGEST.days} days")
    return asked.target or asked.working_days


def instant(name: str, text: str) -> datetime:
    """An ISO 8601 instant with its offset; raises `Misasked`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Misasked("bad_instant", f"{name}: {text!r} is not like 2026-03-04T22:00:00+07:00") from None
    if found.tzinfo is None:
        raise Misasked("no_offset", f"{name}: {text!r} lacks an offset, as in 2026-03-04T22:00:00+07:00")
    try:
        in_utc = found.astimezone(UTC)
    except OverflowError:
        in_utc = EARLIEST - timedelta(days=1)
    if not EARLIEST <= in_utc < LATEST:
        raise Misasked("out_of_range", f"{name}: {text!r} is not between 1900 and 2200")
    return in_utc
