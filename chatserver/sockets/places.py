"""Where in the queue each conversation stands that a widget here shows, and what its visitor was last told (R20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chatserver.domain.conversation import Conversation
from chatserver.domain.routing import Moved, Place, why_risen


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the queue: 1 is next, 0 is none; why it rose when it last did; the promise offered beside waiting."""

    position: int = 0
    moved: Moved = ""
    email_by: int | None = None


NOWHERE = Standing()
LEFT_ALONE = 9


class Places:
    """The standings of one site; `look` takes in the queues as they are and says whose standing has changed."""

    def __init__(self) -> None:
        self._standings: dict[str, Standing] = {}
        self._departments: dict[str, str] = {}  # where each one stood
        self._before: Mapping[str, Sequence[Place]] = {}
        self._looked_at: tuple[int, frozenset[str]] = (-1, frozenset())
        self._left_alone = 0

    def are_as_at(self, version: int, waiting: Mapping[str, Conversation]) -> bool:
        """Whether nothing was heard of the inbox since the last look; every tenth time one looks nonetheless (R8)."""
        now = (version, frozenset(waiting))
        same = now == self._looked_at and self._left_alone < LEFT_ALONE
        self._left_alone = self._left_alone + 1 if same else 0
        self._looked_at = now
        return same

    def of(self, conversation: str) -> Standing:
        """What is known of a conversation's place."""
        return self._standings.get(conversation, NOWHERE)

    def forget(self, conversation: str) -> None:
        """It waits no more: should it wait anew, nothing is known of that."""
        self._standings.pop(conversation, None)
        self._departments.pop(conversation, None)

    def look(
        self,
        queues: Mapping[str, Sequence[Place]],
        waiting: Mapping[str, Conversation],
        offers: Mapping[str, int],
    ) -> set[str]:
        """Those among `waiting` whose visitor must be told; `offers` are promises that may be offered by now, in ms."""
        same = queues == self._before and waiting.keys() == self._standings.keys()
        if same and all(self.of(name).email_by for name in offers):
            return set()
        before = {name: {place.conversation for place in queue} for name, queue in self._before.items()}
        found: dict[str, Standing] = {}
        for department, queue in queues.items():
            for index, place in enumerate(queue):
                if place.conversation in waiting:
                    email_by = self.of(place.conversation).email_by or offers.get(place.conversation)
                    standing = self._moved(department, queue, index, before.get(department, set()))
                    found[place.conversation] = replace(standing, email_by=email_by)
        changed = {name for name in waiting if found.get(name, NOWHERE) != self.of(name)}
        self._standings, self._before = found, queues
        self._departments = {
            place.conversation: department
            for department, queue in queues.items()
            for place in queue
            if place.conversation in found
        }
        return changed

    def _moved(self, department: str, queue: Sequence[Place], index: int, before: set[str]) -> Standing:
        me, position = queue[index], index + 1
        known = self.of(me.conversation)
        if not known.position or position < known.position:
            return Standing(position)
        if position == known.position:
            return known
        if self._departments.get(me.conversation) != department:
            return Standing(position, "department")
        return Standing(position, why_risen(me, queue[:index], before))
