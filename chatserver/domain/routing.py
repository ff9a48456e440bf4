"""Who is asked to answer what waits, and what a visitor is told of their place in the queue (contract R20). Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from chatserver.domain.presence import AtDesk

Moved = Literal["", "urgent", "returned", "department"]
"""Why a place in the queue rose: something more urgent came, somebody who waits longer came back, another queue."""
RANK_MS = 10**13  # priorities lie further apart than any two instants; the append script writes these scores


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent with what is left of their capacity while conversations are given out one by one."""

    agent: AtDesk
    load: int
    room: int

    def with_one_more(self) -> "Seat":
        """After one more has been given to them."""
        return Seat(self.agent, self.load + 1, self.room - 1)


def choose(seats: Iterable[Seat], previous: str = "", passed: Collection[str] = ()) -> AtDesk | None:
    """The agent to be asked: the previous one, then the least loaded, then the longest idle.

    Never one without room, nor one who let this conversation pass. None: there is nobody.
    """
    able = [seat for seat in seats if seat.room > 0 and seat.agent.id not in passed]
    best = min(able, key=lambda seat: _preference(seat, previous), default=None)
    return best.agent if best else None


def nobody_left(members: Iterable[AtDesk], passed: Collection[str]) -> bool:
    """Whether everybody who is there has let it pass: waiting for room would be in vain."""
    return all(agent.id in passed for agent in members)


class Place(NamedTuple):
    """One conversation in a queue, as its score says: returned ones, then by priority, then who waits longest."""

    conversation: str
    score: float

    @property
    def rank(self) -> int:
        """-1: returned to the head; 0: critical … 3: low."""
        return int(self.score // RANK_MS)


def why_risen(me: Place, ahead: Iterable[Place], before: Collection[str]) -> Moved:
    """Why more are ahead than before; `before` are the conversations that were in this queue then.

    Only those that are new in the queue can have come between; without one, it was our own priority that fell.
    """
    passed_by = [place for place in ahead if place.conversation not in before]
    urgent = [place for place in passed_by if 0 <= place.rank < me.rank]
    return "urgent" if urgent or not passed_by else "returned"


def _preference(seat: Seat, previous: str) -> tuple[bool, int, int, str]:
    return seat.agent.id != previous, seat.load, seat.agent.idle_since, seat.agent.id
