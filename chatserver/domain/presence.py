"""Who answers: presence is a socket that is there, availability is the agent's wish (contract R20)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

Attendance = Literal["online", "away", "auto_away"]
"""`auto_away`: there, but silent while a conversation was offered to them."""
TOGETHER_MS = 30_000


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An agent on one site: what routing must know of them."""

    id: str
    name: str = ""
    departments: frozenset[str] = frozenset()  # none named: a member of every department
    capacity: int | None = None  # None: the policy's number
    load: int = 0  # conversations that count: theirs and alive, or offered to them
    night: int = 0  # of what came in while closed, given to them
    idle_since: int = 0  # when they were last given something, or were done with it; ms
    attendance: Attendance = "online"

    def serves(self, department: str) -> bool:
        """Whether they are a member."""
        return not self.departments or department in self.departments

    def room(self, capacity: int) -> int:
        """How many more conversations they may be offered; `capacity` is the policy's."""
        return max(0, (self.capacity or capacity) - self.load)


@dataclass(frozen=True, slots=True)
class Presence:
    """The agents of a site, as last read; instants in ms of Redis' own clock (contract R19)."""

    there: Mapping[str, AtDesk] = field(default_factory=dict)
    """With a living lease."""
    gone: Mapping[str, int] = field(default_factory=dict)
    """Whose last lease has ended and is not dealt with → its end; 0: signed out."""
    fading: Mapping[str, int] = field(default_factory=dict)
    """Whose lease nobody renews any more → its end, soon."""
    held: Mapping[str, int] = field(default_factory=dict)
    """Who vanished together with others → until when they are waited for."""
    departments_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of those gone; as in `AtDesk`."""
    at: int = 0
    """When this was read."""

    @property
    def online(self) -> tuple[AtDesk, ...]:
        """Those who are there and want conversations."""
        return tuple(agent for agent in self.there.values() if agent.attendance == "online")

    def attendance_of(self, agent: str) -> Attendance:
        """How one of them is there; who is not there is as good as away to others, not to themselves."""
        return self.there[agent].attendance if agent in self.there else "online"

    def online_in(self, department: str) -> tuple[AtDesk, ...]:
        """Of these, the members of a department."""
        return tuple(agent for agent in self.online if agent.serves(department))

    def is_attended(self, department: str) -> bool:
        """Whether somebody is at the desk of a department who may come back to it any moment."""
        there = self.there.values()
        return any(agent.attendance != "away" and agent.serves(department) for agent in there)


def vanished_together(presence: Presence, departments: Collection[str]) -> frozenset[str]:
    """Of those gone: who went within 30 s with half of a department, two or more; its network, not its people (R20)."""
    lost = {agent: ends for agent, ends in {**presence.fading, **presence.gone}.items() if ends}

    def members(department: str) -> set[str]:
        there = {agent.id for agent in presence.there.values() if agent.serves(department)}
        served = (presence.departments_of.get(agent) for agent in lost)
        gone = {agent for agent, own in zip(lost, served, strict=True) if not own or department in own}
        return there | gone

    def together(agent: str, department: str) -> bool:
        everybody = members(department)
        with_them = [
            other for other in everybody & set(lost) if abs(lost[other] - lost[agent]) <= TOGETHER_MS
        ]
        return agent in everybody and len(with_them) >= 2 and 2 * len(with_them) >= len(everybody)

    return frozenset(
        agent for agent in presence.gone if agent in lost and any(together(agent, one) for one in departments)
    )
