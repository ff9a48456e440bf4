"""The naive reference for business time: look at the wall clock, minute by minute, and count."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chatserver.domain.hours import Calendar

MINUTE = timedelta(minutes=1)


def looks_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the clock on the desk's wall shows an open time."""
    local = at.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return _covers(calendar, today, minute) or _covers(calendar, yesterday, minute + 1440)


def walk(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From `start` on, one minute of the clock after the other: (since, until)."""
    while True:
        until = start.replace(second=0, microsecond=0) + MINUTE
        yield start, until
        start = until


def open_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Open time between two instants."""
    total = timedelta()
    for since, until in walk(start):
        if since >= end:
            return total
        if looks_open(calendar, since):
            total += min(until, end) - since
    raise AssertionError("unreachable")


def after_open_time(
    calendar: Calendar, start: datetime, duration: timedelta, limit: datetime
) -> datetime | None:
    """The instant after `duration` of open time; None when `limit` comes first."""
    for since, until in walk(start):
        if duration <= timedelta() or since >= limit:
            return since if duration <= timedelta() else None
        if looks_open(calendar, since):
            if until - since >= duration:
                return since + duration
            duration -= until - since
    raise AssertionError("unreachable")


def next_edge(calendar: Calendar, at: datetime, limit: datetime, *, opening: bool) -> datetime | None:
    """The first instant after `at` at which closed turns into open (or the other way round)."""
    before = looks_open(calendar, at)
    for since, _ in walk(at):
        if since >= limit:
            return None
        now_open = looks_open(calendar, since)
        if since > at and now_open != before and now_open == opening:
            return since
        before = now_open
    raise AssertionError("unreachable")


def _covers(calendar: Calendar, day: date, minute: int) -> bool:
    hours = calendar.exceptions.get(day, calendar.weekly[day.weekday()])
    return any(opens <= minute < closes for opens, closes in hours)
