"""Places at a door where only the end of what comes shows whether its sender may: strangers leave room (S5)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chatserver.domain.errors import Refused, Unavailable

MOST_AT_ONCE = 8
"""Mails in memory; mail servers come again by themselves."""
OF_STRANGERS = 5
"""Of all together who have not shown the key yet: however many they are, who has shown it gets in."""
OF_ONE_STRANGER, OF_ONE_KNOWN = 2, 6
MOST_KNOWN = 1000
RETRY_AFTER_S = 5.0


class DoorPlaces:
    """Who stands at the door of this process, by client address; '' is this machine, whom nothing is counted of."""

    __slots__ = ("_inside", "_known")

    def __init__(self) -> None:
        self._inside = Counter[str]()
        self._known: dict[str, None] = {}  # the latest last

    @contextmanager
    def held(self, address: str) -> Iterator[None]:
        """Hold one place; raises `Unavailable` when there is none, `Refused` (`too_many`) for one address alone."""
        self._check(address)
        self._inside[address] += 1
        try:
            yield
        finally:
            self._inside[address] -= 1
            if not self._inside[address]:
                del self._inside[address]

    def trust(self, address: str) -> None:
        """What came from there was signed with the key."""
        self._known.pop(address, None)
        self._known[address] = None
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def _check(self, address: str) -> None:
        known = address == "" or address in self._known
        if address and self._inside[address] >= (OF_ONE_KNOWN if known else OF_ONE_STRANGER):
            raise Refused("error.too_many", retry_after=RETRY_AFTER_S, seconds=round(RETRY_AFTER_S))
        strangers = sum(count for one, count in self._inside.items() if one and one not in self._known)
        if self._inside.total() >= MOST_AT_ONCE or (not known and strangers >= OF_STRANGERS):
            raise Unavailable("error.unavailable", retry_after=RETRY_AFTER_S)
