"""Random policies as plain data, and as the file that says the same.

Everything about one is read from one string of random bytes: a draw of hypothesis' for each choice would cost
more than all the counting. Zeros are the simplest choice, so that it can still make a failing policy smaller.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from chatserver.domain.decision import Situation

CHANGES = {  # a day on which the zone's clock changes, or in the Casablanca case stops being on summer time
    "Asia/Ho_Chi_Minh": [date(2026, 2, 17)],
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22)],
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAWN = 180  # an opening that crosses midnight ends before it; where there are such, none begins before it
Openings = tuple[tuple[int, int], ...]  # minutes of the day; an end beyond 1440 is on the next
Choice = TypeVar("Choice")


class Week(NamedTuple):
    """One calendar; `other` stands before `closed`, that before public holidays, those before the week."""

    days: tuple[Openings, ...]
    closed: frozenset[date]
    other: dict[date, Openings]
    country: bool  # public holidays are closed
    like: int | None  # the weekday whose hours make-up days have


class Rule(NamedTuple):
    """A response target: minutes, or working days when `minutes` is 0."""

    minutes: int
    days: int
    every_hour: bool
    calendar: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A policy of one version: a department "support" on the calendar "a", a plan "gold" on `plan` if given."""

    zone: str
    weeks: dict[str, Week]
    off: frozenset[date]
    make_up: frozenset[date]
    plan: str | None
    first: Rule
    following: Rule | None
    urgent: Rule | None  # the department's own, for `critical`


class Dice:
    """Random bytes, read choice by choice."""

    def __init__(self, random: bytes) -> None:
        self._left = int.from_bytes(random, "little")

    def roll(self, sides: int) -> int:
        """A number below `sides`."""
        self._left, found = divmod(self._left, sides)
        return found

    def pick(self, *choices: Choice) -> Choice:
        """One of them."""
        return choices[self.roll(len(choices))]


def questions() -> st.SearchStrategy[tuple[Desk, Situation]]:
    """A policy, and a situation near a change of its clock."""
    return st.binary(min_size=128, max_size=128).map(lambda random: question(Dice(random)))


def question(dice: Dice) -> tuple[Desk, Situation]:
    """The policy and the situation that some random bytes stand for."""
    zone = dice.pick(*CHANGES)
    around = dice.pick(*CHANGES[zone])
    minutes = dice.pick(dice.roll(5760), dice.roll(96) * 60) - 2880  # whole hours make edges meet more often
    seconds = dice.pick(0, 0, 1, 59.999999)
    now = datetime(around.year, around.month, around.day, tzinfo=UTC) + timedelta(
        minutes=minutes, seconds=seconds
    )
    online = dice.roll(3)
    situation = Situation(
        now,
        agents_online=online,
        agents_free=dice.roll(online + 1),
        priority=dice.pick(None, "critical", "low"),
        plan=dice.pick(None, "gold", "Vàng", "silver"),
        turn=dice.pick("first", "next"),
    )
    return _desk(dice, zone, around), situation


def _desk(dice: Dice, zone: str, around: date) -> Desk:
    off, make_up = _days_near(dice, around), _days_near(dice, around)
    return Desk(
        zone,
        weeks={name: _week(dice, around) for name in ("a", "b")},
        off=off,
        make_up=make_up - off,
        plan=dice.pick(None, "a", "b"),
        first=_rule(dice),
        following=dice.pick(None, _rule(dice)),
        urgent=dice.pick(None, _rule(dice)),
    )


def _week(dice: Dice, around: date) -> Week:
    dawn = dice.pick(0, DAWN)
    working = _openings(dice, dawn) or (((480, 1020),) if dawn else ((0, 1440),))
    weekend = dice.pick((), _openings(dice, dawn))
    other = {day: _openings(dice, dice.pick(0, DAWN)) for day in _days_near(dice, around)}
    closed = _days_near(dice, around) - other.keys()
    like = dice.pick(None, None, 0, 4, 5, 6)
    return Week((working,) * 5 + (weekend,) * 2, closed, other, like is not None or dice.roll(2) == 1, like)


def _openings(dice: Dice, dawn: int) -> Openings:
    """Up to two openings of a day, and perhaps one across midnight."""
    step = dice.pick(30, 1)
    points = sorted(dawn + dice.roll((1440 - dawn) // step + 1) * step for _ in range(dice.pick(0, 2, 2, 4)))
    found = [
        (opens, closes) for opens, closes in zip(points[::2], points[1::2], strict=True) if opens < closes
    ]
    last = found[-1][1] if found else dawn
    if dawn and last < 1440 and dice.roll(2):
        found.append((last + dice.roll(1440 - last), 1441 + dice.roll(dawn - 1)))
    return tuple(found)


def _days_near(dice: Dice, around: date) -> frozenset[date]:
    """None, one or two of the eight days around a day."""
    return frozenset(around + timedelta(days=dice.roll(8) - 3) for _ in range(dice.roll(3)))


def _rule(dice: Dice) -> Rule:
    kind, calendar = dice.pick("minutes", "minutes", "days", "every hour"), dice.pick(None, "a", "b")
    if kind == "days":
        return Rule(0, 1 + dice.roll(2), False, calendar)
    minutes = 1 + dice.pick(dice.roll(90), dice.roll(1500))
    return Rule(minutes, 0, kind == "every hour", None if kind == "every hour" else calendar)


def as_file(desk: Desk) -> str:
    """The policy file that says what a desk is."""
    plan = f'calendar = "{desk.plan}"' if desk.plan else ""
    lines = [
        '[[version]]\ncompany = "Shop"\ndefault_department = "support"',
        f'zone = "{desk.zone}"',
        *(_calendar(name, week) for name, week in desk.weeks.items()),
        '[version.departments.support]\nname = { vi = "Hỗ trợ", en = "Support" }\ncalendar = "a"',
        f'[version.plans.gold]\nname = {{ vi = "Vàng", en = "Gold" }}\n{plan}',
        f"[version.targets.email]\nfirst = {_target(desk.first)}",
        f"next = {_target(desk.following)}" if desk.following else "",
    ]
    if desk.urgent:
        lines.append(f"[version.departments.support.targets.critical]\nfirst = {_target(desk.urgent)}")
    return "\n".join(lines)


def _calendar(name: str, week: Week) -> str:
    lines = [f"[version.calendars.{name}]"]
    lines += [f"hours.{day} = {_texts(hours)}" for day, hours in zip(WEEKDAYS, week.days, strict=True)]
    lines += ['holidays = "XX"'] if week.country else []
    lines += [f'make_up_days_like = "{WEEKDAYS[week.like]}"'] if week.like is not None else []
    lines += [f"closed = [{', '.join(map(str, sorted(week.closed)))}]"]
    lines += [f"other_hours.{day} = {_texts(hours)}" for day, hours in week.other.items()]
    return "\n".join(lines)


def _texts(hours: Openings) -> str:
    spelled = (
        f'"{_clock(opens)}-{_clock(closes if closes <= 1440 else closes - 1440)}"' for opens, closes in hours
    )
    return f"[{', '.join(spelled)}]"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _target(rule: Rule) -> str:
    time = f'within = "PT{rule.minutes}M"' if rule.minutes else f"working_days = {rule.days}"
    every_hour = ', clock = "calendar"' if rule.every_hour else ""
    calendar = f', calendar = "{rule.calendar}"' if rule.calendar else ""
    return f"{{ {time}{every_hour}{calendar} }}"
