"""What every client did and saw, in the order it happened: the checker's only witness besides the store."""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Said:
    """Offered for the first time; repeats under the same cid are not told apart."""

    who: str
    conversation: str
    cid: str
    text: str


@dataclass(frozen=True, slots=True)
class Acked:
    """The server said: stored at this seq."""

    who: str
    conversation: str
    cid: str
    seq: int
    h: str


@dataclass(frozen=True, slots=True)
class Saw:
    """Applied to what the client holds: the next message, whatever way it came."""

    who: str
    conversation: str
    cid: str
    seq: int
    h: str
    text: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A frame that the contract forbids here: a hole, a repetition, a reset, an unknown refusal."""

    who: str
    conversation: str
    what: str


@dataclass(frozen=True, slots=True)
class Blow:
    """Something was killed."""

    what: str
    conversation: str = ""


Event = Said | Acked | Saw | Wrong | Blow
E = TypeVar("E", Said, Acked, Saw, Wrong, Blow)


@dataclass(slots=True)
class History:
    """Events with their instants, seconds since the story began."""

    began: float = field(default_factory=time.monotonic)
    events: list[tuple[float, Event]] = field(default_factory=list)

    def note(self, event: Event) -> None:
        """Add an event."""
        self.events.append((time.monotonic() - self.began, event))

    def of(self, kind: type[E]) -> list[E]:
        """All events of a kind, in order."""
        return [event for _, event in self.events if isinstance(event, kind)]

    def about(self, conversations: Iterable[str]) -> str:
        """The lines of some conversations, and all blows, for a person to read."""
        wanted = {"", *conversations}
        return "\n".join(_line(at, event) for at, event in self.events if event.conversation in wanted)

    def write(self, file: Path) -> None:
        """Keep everything."""
        file.write_text("\n".join(_line(at, event) for at, event in self.events), "utf-8")


def _line(at: float, event: Event) -> str:
    return f"{at:8.3f} {type(event).__name__:6} {json.dumps(asdict(event), ensure_ascii=False)}"
