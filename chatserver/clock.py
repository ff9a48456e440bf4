"""The clock: an argument everywhere, so that tests can turn it (design 13)."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, UTC-aware."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that asks the system


def millis(at: datetime) -> int:
    """An instant as the wire and the store keep it: ms since 1970 UTC."""
    return round(at.timestamp() * 1000)


def from_millis(at: int) -> datetime:
    """The instant of `millis`."""
    return datetime.fromtimestamp(at / 1000, UTC)
