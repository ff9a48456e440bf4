"""Who answers: presence is a socket that is there, availability is the agent's wish."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Presence:
    """Agent ids: with a living lease; wishing to be left alone; whose last lease has ended and is not dealt with."""

    there: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def online(self) -> frozenset[str]:
        """Those who are there and want conversations."""
        return self.there - self.away
