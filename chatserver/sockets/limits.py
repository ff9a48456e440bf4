"""Pace per connection, in memory (contract S5)."""

import time

from chatserver.domain.errors import Refused


class Pace:
    """A token bucket: `burst` at once, then `per_second`."""

    __slots__ = ("_burst", "_per_second", "_then", "_tokens")

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = float(burst)
        self._then = time.monotonic()

    def spend(self) -> None:
        """Take a token; raises `Refused('error.too_many')` with the seconds until there is one."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._then) * self._per_second)
        self._then = now
        if self._tokens < 1:
            wait = (1 - self._tokens) / self._per_second
            raise Refused("error.too_many", retry_after=round(wait, 1), seconds=int(wait) + 1)
        self._tokens -= 1
