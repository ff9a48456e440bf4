"""Every text we show, from one catalogue a language, and the wording of instants.

The widget words the same instants from the same catalogue keys (`widget/words.js`); both are tested against
`tests/data/worded_instants.json`. The algorithm, for its twin:

1. Take `at` to the zone's wall clock. {clock} is the hour (no leading zero), a colon, two digits of minutes.
2. With `now` on the same date there: `date.today`; on the date before: `date.tomorrow`. Both have {clock}.
3. Else `date.on` with {clock} and {day}; {day} is `date.day` with {weekday} of `date.weekdays` (from Monday),
   {date} and {month} of `date.months`; or `date.day_year` with {year} too, when `now` falls in another year.
4. With `beside`, if its wall clock differs: `date.yours` with {instant} = all of the above and {yours} = the
   clock alone when the date is the same there, else all of the above for that zone, without `now`.
5. By when (a promise): `promise.before` with {instant}; but exactly at 00:00 `promise.within` with {day}, the
   date that ends then, its weekday of `date.weekdays_long` and never relative; 4 holds against that date.

Without `now` nothing is relative: for mails and whatever else is read on another day.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

LANGUAGES = ("vi", "en")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language, by flat key; raises KeyError for a language that we do not speak."""
    if language not in LANGUAGES:
        raise KeyError(language)
    path = files("chatserver") / "data" / "texts" / f"{language}.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def say(key: str, language: str, **values: object) -> str:
    """The text of a key with its {placeholders} filled; raises KeyError for a key or value that is missing.

    Values are put in as they are: what is in braces inside a value stays as it is.
    """
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]), catalogue(language)[key])


def word_instant(
    at: datetime,
    zone: ZoneInfo,
    language: str,
    now: datetime | None = None,
    beside: ZoneInfo | None = None,
) -> str:
    """An aware instant in words: "10:00 thứ Năm 5/2", "8:00 tomorrow"; another zone's clock beside it."""
    local = at.astimezone(zone)
    return _with_yours(_on_its_day(local, language, now), local.date(), local, language, beside)


def word_promise(
    at: datetime,
    zone: ZoneInfo,
    language: str,
    now: datetime | None = None,
    beside: ZoneInfo | None = None,
) -> str:
    """By when, in words: "trước 8:00 ngày mai"; exactly at midnight "within Monday 30 Mar", the day that ends then."""
    local = at.astimezone(zone)
    if local.time() != time():
        return say("promise.before", language, instant=word_instant(at, zone, language, now, beside))
    ends = local.date() - timedelta(days=1)
    day = _full_day(ends, language, now.astimezone(zone).date() if now else None, "date.weekdays_long")
    return _with_yours(say("promise.within", language, day=day), ends, local, language, beside)


def word_day(day: date, language: str, today: date | None = None) -> str:
    """A date in words: "thứ Hai 30/3", "Mon 30 Mar"; given the reader's date, "hôm nay" and "ngày mai"."""
    if today is not None and day == today:
        return say("date.day_today", language)
    if today is not None and day == today + timedelta(days=1):
        return say("date.day_tomorrow", language)
    return _full_day(day, language, today)


def _with_yours(words: str, named: date, local: datetime, language: str, beside: ZoneInfo | None) -> str:
    theirs = local.astimezone(beside) if beside else local
    if theirs.replace(tzinfo=None) == local.replace(tzinfo=None):
        return words
    yours = _clock(theirs) if theirs.date() == named else _on_its_day(theirs, language, None)
    return say("date.yours", language, instant=words, yours=yours)


def _on_its_day(local: datetime, language: str, now: datetime | None) -> str:
    clock, day = _clock(local), local.date()
    today = now.astimezone(local.tzinfo).date() if now else None
    if today is not None and day == today:
        return say("date.today", language, clock=clock)
    if today is not None and day == today + timedelta(days=1):
        return say("date.tomorrow", language, clock=clock)
    return say("date.on", language, clock=clock, day=_full_day(day, language, today))


def _full_day(day: date, language: str, today: date | None, weekdays: str = "date.weekdays") -> str:
    return say(
        "date.day" if today is None or today.year == day.year else "date.day_year",
        language,
        weekday=say(weekdays, language).split("|")[day.weekday()],
        date=day.day,
        month=say("date.months", language).split("|")[day.month - 1],
        year=day.year,
    )


def _clock(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02}"
