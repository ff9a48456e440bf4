"""When a desk is open, and how business time is counted.

A calendar says which *wall-clock* times are open: at every instant the clock on the desk's wall is looked up.
So a repeated hour (end of summer time) counts twice and a skipped one not at all. Inside, instants are whole
microseconds since 1970 (integers are exact and several times faster than datetimes); the timeline is cut into
stretches of one UTC offset, and in each of them wall time is plain arithmetic.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE = 60_000_000
DAY = 1440 * MINUTE
WEEK = 7 * DAY  # no zone changes its offset twice within one
SPAN_WEEKS = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
END_OF_TIME = (date(9990, 1, 1).toordinal() - EPOCH_DAY) * DAY


class Interval(NamedTuple):
    """Half-open minutes of the day on which it opens; `closes` is beyond 1440 when it crosses midnight."""

    opens: int
    closes: int


Hours = tuple[Interval, ...]
WHOLE_DAY: Hours = (Interval(0, 1440),)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours of one zone: `weekly` from Monday, and dates that have hours of their own.

    An interval belongs to the date on which it opens: closing a date does not cut the night before short.
    """

    zone: ZoneInfo
    weekly: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
    exceptions: Mapping[date, Hours]  # a closed date has no interval
    all_day: bool = False  # every date with an opening is open from midnight to midnight

    def is_open(self, at: datetime) -> bool:
        """Say whether the instant `at` (aware) lies inside an opening; closing instants do not."""
        instant = _micros(at)
        return next(self._openings(instant, instant + 1), None) is not None

    def is_day_off(self, at: datetime) -> bool:
        """Say whether the date of `at` is closed though its weekday works: a holiday, or a day closed by hand."""
        day = at.astimezone(self.zone).date()
        return self.exceptions.get(day) == () and bool(self.weekly[day.weekday()])

    def opens_at(self, at: datetime) -> datetime | None:
        """The first instant after `at` at which closed turns into open; None when that never happens."""
        instant = _micros(at)
        edge = None if self.is_open(at) else instant
        for opens, closes in self._openings(instant, self._settled(instant)):
            if edge is not None and opens > edge:
                return _instant(opens)
            edge = closes
        return None

    def closes_at(self, at: datetime) -> datetime | None:
        """The end of the opening that `at` is in; None while closed, and for a desk that never closes."""
        edge = instant = _micros(at)
        settled = self._settled(instant)
        for opens, closes in self._openings(instant, settled):
            if opens > edge:
                break
            edge = closes
        return _instant(edge) if instant < edge < settled else None

    def open_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds of open time between two instants; 0 when `end` is not after `start`."""
        pieces = self._openings(_micros(start), _micros(end))
        return sum(closes - opens for opens, closes in pieces) / 1_000_000

    def add_business_time(self, start: datetime, duration: timedelta) -> datetime | None:
        """The earliest instant with `duration` of open time between `start` and it.

        `start` itself for no duration; None when the calendar never opens long enough.
        """
        left = duration // timedelta(microseconds=1)
        if left <= 0:
            return start
        for opens, closes in self._openings(_micros(start), self._last_opening(_micros(start))):
            if closes - opens >= left:
                return _instant(opens + left)
            left -= closes - opens
        return None

    def add_working_days(self, start: datetime, days: int) -> datetime | None:
        """The instant after `days` × 24 h of working-day time; a date with any opening is a working day."""
        return self.whole_days().add_business_time(start, timedelta(days=days))

    def whole_days(self) -> "Calendar":
        """The same working days, each of them open all day: what working days are counted on."""
        return replace(self, all_day=True)

    def _settled(self, instant: int) -> int:
        """A whole week of ordinary days after `instant` and the last exception: nothing new comes later."""
        last = max(self.exceptions, default=date.min)
        return max(instant, (last.toordinal() - EPOCH_DAY) * DAY) + 10 * DAY

    def _last_opening(self, instant: int) -> int:
        return END_OF_TIME if any(self.weekly) else self._settled(instant)

    def _openings(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The open pieces of [start, end) in order; they never overlap but may touch (at midnight)."""
        done = start
        for since, until, offset in _stretches(self.zone, start, end):
            for opens, closes in self._on_the_wall(since + offset, until + offset):
                piece = max(opens - offset, since, done), min(closes - offset, until)
                if piece[0] < piece[1]:
                    yield piece
                    done = piece[1]

    def _on_the_wall(self, since: int, until: int) -> Iterator[tuple[int, int]]:
        for day in range(since // DAY - 1, until // DAY + 1):  # the day before may reach past midnight
            for opens, closes in self._hours_on(day + EPOCH_DAY):
                yield day * DAY + opens * MINUTE, day * DAY + closes * MINUTE

    def _hours_on(self, ordinal: int) -> Hours:
        own = self.exceptions.get(date.fromordinal(ordinal))
        hours = self.weekly[(ordinal - 1) % 7] if own is None else own
        return WHOLE_DAY if hours and self.all_day else hours


def _stretches(zone: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut [start, end) where the zone's UTC offset changes: (since, until, offset), all in microseconds."""
    span = SPAN_WEEKS * WEEK
    for number in range(start // span, (end - 1) // span + 1):
        for since, until, offset in _span(zone, number):
            if since < end and until > start:
                yield max(since, start), min(until, end), offset


@lru_cache(maxsize=1024)  # a year is 14 of them; asking a zone costs more than all the counting
def _span(zone: ZoneInfo, number: int) -> tuple[tuple[int, int, int], ...]:
    merged: list[tuple[int, int, int]] = []
    for week in range(number * SPAN_WEEKS, (number + 1) * SPAN_WEEKS):
        for since, until, offset in _week(zone, week):
            if merged and merged[-1][2] == offset:
                since = merged.pop()[0]
            merged.append((since, until, offset))
    return tuple(merged)


def _week(zone: ZoneInfo, number: int) -> tuple[tuple[int, int, int], ...]:
    start, end = number * WEEK, (number + 1) * WEEK
    before, after = _offset(zone, start), _offset(zone, end - 1)
    if before == after:
        return ((start, end, before),)
    change = _change(zone, start, end)
    return ((start, change, before), (change, end, after))


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first instant of the new offset; `before` has the old one, `after - 1` the new one."""
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: int) -> int:
    away = _instant(instant).astimezone(zone).utcoffset() or timedelta()
    return away // timedelta(microseconds=1)


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _instant(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)
