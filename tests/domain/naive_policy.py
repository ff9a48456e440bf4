"""The naive reference for a whole policy: look at the wall clock, minute by minute, and count."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tests.domain.random_policies import Desk, Openings, Rule, Week

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LooksOpen = Callable[[datetime], bool]


def openings_on(desk: Desk, week: Week, day: date) -> Openings:
    """The openings that begin on a date."""
    if day in week.other:
        return week.other[day]
    if day in week.closed:
        return ()
    if week.like is not None and day in desk.make_up:
        return week.days[week.like]
    if week.country and day in desk.off:
        return ()
    return week.days[day.weekday()]


def clock_of(desk: Desk, calendar: str) -> LooksOpen:
    """Whether the clock on the wall shows an open time of a calendar."""
    zone, week = ZoneInfo(desk.zone), desk.weeks[calendar]

    @cache
    def open_minutes(day: date) -> frozenset[int]:
        """Those of its own openings, and what is left of the night before."""
        own = (minute for opens, closes in openings_on(desk, week, day) for minute in range(opens, closes))
        night = openings_on(desk, week, day - DAY)
        return frozenset(own).union(*(range(opens - 1440, closes - 1440) for opens, closes in night))

    def looks_open(at: datetime) -> bool:
        local = at.astimezone(zone)
        return local.hour * 60 + local.minute in open_minutes(local.date())

    return looks_open


def working_days_of(desk: Desk, calendar: str) -> LooksOpen:
    """Whether the calendar on the wall shows a date with any opening."""
    zone, week = ZoneInfo(desk.zone), desk.weeks[calendar]
    return lambda at: bool(openings_on(desk, week, at.astimezone(zone).date()))


def is_day_off(desk: Desk, calendar: str, at: datetime) -> bool:
    """Whether a date is closed though its weekday is not."""
    day, week = at.astimezone(ZoneInfo(desk.zone)).date(), desk.weeks[calendar]
    return openings_on(desk, week, day) == () != week.days[day.weekday()]


def due(desk: Desk, rule: Rule, plan: bool, start: datetime, limit: datetime) -> datetime | None:
    """When a target is due; None when that is not before `limit`."""
    if rule.every_hour:
        return start + rule.minutes * MINUTE
    calendar = (desk.plan if plan else None) or rule.calendar or "a"
    counts = clock_of(desk, calendar) if rule.minutes else working_days_of(desk, calendar)
    left = rule.minutes * MINUTE or rule.days * DAY
    for since, until in walk(start, limit):
        if counts(since):
            if until - since >= left:
                return since + left
            left -= until - since
    return None


def open_time(looks_open: LooksOpen, start: datetime, end: datetime) -> timedelta:
    """Open time between two instants."""
    pieces = (min(until, end) - since for since, until in walk(start, end) if looks_open(since))
    return sum(pieces, timedelta())


def next_edge(looks_open: LooksOpen, at: datetime, limit: datetime) -> datetime | None:
    """The first instant after `at` at which open turns into closed, or the other way round."""
    now = looks_open(at)
    return next((since for since, _ in walk(at, limit) if looks_open(since) != now), None)


def walk(start: datetime, limit: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From `start` on, one minute of the clock after the other: (since, until), `since` before `limit`."""
    until = start.replace(second=0, microsecond=0) + MINUTE
    while start < limit:
        yield start, until
        start, until = until, until + MINUTE
