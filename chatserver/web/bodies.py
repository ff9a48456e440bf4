"""Bodies that are being read: each takes up to a chunk of memory until it is here, however slowly it comes (S5)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chatserver.domain.errors import Refused

MOST_OF_ONE_ADDRESS = 64
RETRY_AFTER_S = 5


class Bodies:
    """What one process reads at the moment, by client address."""

    __slots__ = ("_coming", "_most")

    def __init__(self, most: int = MOST_OF_ONE_ADDRESS) -> None:
        self._coming: Counter[str] = Counter()
        self._most = most

    @contextmanager
    def reading(self, address: str) -> Iterator[None]:
        """Count one in and out ('' is not counted); raises `Refused('error.too_many')`."""
        if not address:
            yield
            return
        if self._coming[address] >= self._most:
            raise Refused("error.too_many", retry_after=RETRY_AFTER_S, seconds=RETRY_AFTER_S)
        self._coming[address] += 1
        try:
            yield
        finally:
            self._coming[address] -= 1
            if not self._coming[address]:
                del self._coming[address]
