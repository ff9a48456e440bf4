"""Public holidays of a country as plain dates."""

from datetime import date
from typing import NamedTuple

YEARS = range(2015, 2051)  # loaded at once, so that a running desk meets no new year unprepared


class Holidays(NamedTuple):
    """Days off, and the weekend days on which a country works to make up for some of them."""

    off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()


def public_holidays(country: str) -> Holidays:
    """The public holidays of an ISO 3166 country code, moved days included; LookupError for an unknown one.

    Importing and computing takes about 0.7 s: call it in a thread, once per policy load.
    """
    from holidays import country_holidays  # 14 MB that most commands do without

    try:
        found = country_holidays(country, years=YEARS)
    except NotImplementedError:
        raise LookupError(country) from None
    make_up = frozenset(day for day in found.weekend_workdays if day.year in YEARS and day not in found)
    return Holidays(frozenset(found), make_up)
