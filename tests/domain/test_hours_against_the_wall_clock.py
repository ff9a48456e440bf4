"""For any calendar and any instant, counting intervals gives what walking minute by minute gives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatserver.domain.hours import Calendar, Hours, Interval
from tests.domain import wall_clock

CHANGES = {  # a day on which the zone's clock changes, or in the Casablanca case stops being on summer time
    "Asia/Ho_Chi_Minh": [date(2026, 2, 17)],
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22)],
}
SPAN = timedelta(days=3)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Up to three openings; they may overlap and cross midnight."""
    found = draw(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=3))
    return tuple(sorted(Interval(opens, opens + length) for opens, length in found))


@st.composite
def desks(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar, and an instant near a change of its clock; whole hours make edges meet more often."""
    name = draw(st.sampled_from(sorted(CHANGES)))
    around = draw(st.sampled_from(CHANGES[name]))
    week = tuple(draw(st.one_of(st.just((Interval(0, 1440),)), hours())) for _ in range(7))
    days = st.dates(around - timedelta(days=4), around + timedelta(days=4))
    exceptions = draw(st.dictionaries(days, hours(), max_size=3))
    calendar = Calendar(ZoneInfo(name), (*week[:6], week[6]), exceptions)  # type: ignore[arg-type]
    minutes = draw(st.one_of(st.integers(-2880, 2880), st.integers(-48, 48).map(lambda hour: hour * 60)))
    seconds = draw(st.sampled_from([0, 0, 1, 59.999999]))
    start = datetime(around.year, around.month, around.day, tzinfo=UTC) + timedelta(
        minutes=minutes, seconds=seconds
    )
    return calendar, start


@settings(max_examples=300)
@given(desks())
def test_open_is_what_the_wall_clock_says(desk: tuple[Calendar, datetime]) -> None:
    calendar, at = desk
    assert calendar.is_open(at) == wall_clock.looks_open(calendar, at)


@settings(max_examples=200)
@given(desks(), st.integers(-60, 4320))
def test_open_seconds_are_what_walking_counts(desk: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, start = desk
    end = start + timedelta(minutes=minutes)
    expected = wall_clock.open_time(calendar, start, end).total_seconds() if minutes > 0 else 0
    assert calendar.open_seconds(start, end) == expected


@settings(max_examples=200)
@given(desks(), st.integers(0, 3000))
def test_business_time_ends_where_walking_ends(desk: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, start = desk
    duration, limit = timedelta(minutes=minutes, seconds=minutes % 7), start + SPAN
    expected = wall_clock.after_open_time(calendar, start, duration, limit)
    found = calendar.add_business_time(start, duration)
    if expected is None:
        assert found is None or found >= limit
    else:
        assert found == expected


@settings(max_examples=200)
@given(desks())
def test_the_next_opening_and_closing_are_where_walking_meets_them(desk: tuple[Calendar, datetime]) -> None:
    calendar, at = desk
    limit = at + SPAN
    opens, closes = calendar.opens_at(at), calendar.closes_at(at)
    assert _within(opens, limit) == wall_clock.next_edge(calendar, at, limit, opening=True)
    if calendar.is_open(at):
        assert _within(closes, limit) == wall_clock.next_edge(calendar, at, limit, opening=False)
    else:
        assert closes is None


@settings(max_examples=200)
@given(desks(), st.integers(1, 3000))
@example(  # a repeated hour: the opening at 2:30 is interrupted when the clock goes back to 2:00
    (
        Calendar(ZoneInfo("Europe/Berlin"), ((Interval(150, 300),),) * 7, {}),
        datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
    ),
    60,
)
def test_counting_back_what_was_added_gives_the_same_time(
    desk: tuple[Calendar, datetime], minutes: int
) -> None:
    calendar, start = desk
    end = calendar.add_business_time(start, timedelta(minutes=minutes))
    if end is not None:
        assert calendar.open_seconds(start, end) == minutes * 60
        assert calendar.open_seconds(start, end - timedelta(microseconds=1)) < minutes * 60


def _within(instant: datetime | None, limit: datetime) -> datetime | None:
    return instant if instant is not None and instant < limit else None
