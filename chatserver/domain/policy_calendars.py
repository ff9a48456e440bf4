"""From the calendars of a policy file to calendars that count, noting by key path what makes no sense."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from chatserver.domain.errors import Fault
from chatserver.domain.holidays import Holidays
from chatserver.domain.hours import Calendar, Hours, Interval
from chatserver.domain.policy_file import CalendarFile
from chatserver.domain.policy_read import FAULTY, is_noted, sound

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPENING = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")
DAY = 1440

HolidaysOf = Callable[[str], Holidays]


def read_calendar(
    shape: CalendarFile, zone: ZoneInfo, holidays_of: HolidaysOf, path: str, faults: list[Fault]
) -> Calendar:
    """The calendar that a file's table describes; only good for use while `faults` stays empty."""
    every_day = _hours(shape.hours.every_day, f"{path}.hours.every_day", faults)
    days = [
        tuple(sorted(every_day + _hours(getattr(shape.hours, day), f"{path}.hours.{day}", faults)))
        for day in WEEKDAYS
    ]
    like = shape.make_up_days_like
    make_up = days[WEEKDAYS.index(like)] if like is not None else None
    exceptions = dict(_exceptions(shape, holidays_of, make_up, path, faults))
    faults.extend(_overlaps(days, path))
    if not any(days) and not any(exceptions.values()) and not is_noted(faults, path):
        faults.append(Fault(f"{path}.hours", "is never open"))
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
    return Calendar(zone, (monday, tuesday, wednesday, thursday, friday, saturday, sunday), exceptions)


def _exceptions(
    shape: CalendarFile, holidays_of: HolidaysOf, make_up: Hours | None, path: str, faults: list[Fault]
) -> Iterator[tuple[date, Hours]]:
    public = _public(shape, holidays_of, path, faults)
    yield from ((day, ()) for day in public.off)
    if make_up is not None:
        yield from ((day, make_up) for day in public.make_up)
    yield from ((day, ()) for day in shape.closed if day is not FAULTY)
    for day, texts in sound(shape.other_hours):
        hours = tuple(sorted(_hours(texts, f"{path}.other_hours.{day}", faults)))
        if day in shape.closed:
            faults.append(Fault(f"{path}.other_hours.{day}", "is also in `closed`"))
        if _overlapping(hours):
            faults.append(Fault(f"{path}.other_hours.{day}", "has openings that overlap"))
        yield day, hours


def _public(shape: CalendarFile, holidays_of: HolidaysOf, path: str, faults: list[Fault]) -> Holidays:
    if shape.holidays is None:
        if shape.make_up_days_like is not None:
            faults.append(
                Fault(f"{path}.make_up_days_like", "needs `holidays`: the country that swaps the days")
            )
        return Holidays()
    try:
        return holidays_of(shape.holidays)
    except LookupError:
        faults.append(Fault(f"{path}.holidays", f"has no public holidays for {shape.holidays!r}"))
        return Holidays()


def _hours(texts: Iterable[str], path: str, faults: list[Fault]) -> Hours:
    found = (_interval(text, f"{path}[{i}]", faults) for i, text in enumerate(texts) if text is not FAULTY)
    return tuple(interval for interval in found if interval is not None)


def _interval(text: str, path: str, faults: list[Fault]) -> Interval | None:
    match = OPENING.fullmatch(text.strip())
    if match is None:
        faults.append(Fault(path, f"{text!r} is not like 08:00-22:00"))
        return None
    hour, minute, end_hour, end_minute = map(int, match.groups())
    opens, closes = hour * 60 + minute, end_hour * 60 + end_minute
    if opens >= DAY or closes > DAY:
        faults.append(Fault(path, f"{text!r} has a time that no clock shows"))
    elif opens == closes:
        faults.append(Fault(path, f"{text!r} is empty; a whole day is 00:00-24:00"))
    else:
        return Interval(opens, closes if closes > opens else closes + DAY)
    return None


def _overlaps(days: list[Hours], path: str) -> Iterator[Fault]:
    for i, day in enumerate(WEEKDAYS):
        following = days[(i + 1) % 7]
        if _overlapping(days[i]):
            yield Fault(f"{path}.hours.{day}", "has openings that overlap")
        elif days[i] and following and max(h.closes for h in days[i]) - DAY > following[0].opens:
            yield Fault(f"{path}.hours.{day}", f"runs into the openings of {WEEKDAYS[(i + 1) % 7]}")


def _overlapping(hours: Hours) -> bool:
    return any(earlier.closes > later.opens for earlier, later in pairwise(hours))
