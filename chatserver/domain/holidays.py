"""Public holidays of a country as plain dates."""

from datetime import date

YEARS = range(2015, 2051)  # loaded at once, so that a running desk meets no new year unprepared


def public_holidays(country: str) -> frozenset[date]:
    """The public holidays of an ISO 3166 country code, moved days included; LookupError for an unknown one.

    Importing and computing takes about 0.7 s: call it in a thread, once per policy load.
    """
    from holidays import country_holidays  # 14 MB that most commands do without

    try:
        return frozenset(country_holidays(country, years=YEARS))
    except NotImplementedError:
        raise LookupError(country) from None
