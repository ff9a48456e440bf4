"""Whose a conversation is: the visitor's who began it, the person's whom that visitor was, or whom a mail's link let
in (contract S1, S2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chatserver.domain.conversation import Conversation


class Owned(Protocol):
    """What tells whose it is: its own id, a visitor's id, and the digest of an identity or ''."""

    @property
    def id(self) -> str:
        """The conversation."""

    @property
    def visitor(self) -> str:
        """The browser that began it."""

    @property
    def identity(self) -> str:
        """The person whose it is."""


@dataclass(slots=True)
class Reader:
    """A visitor on one connection, who may come to be a person while it lasts."""

    visitor: str
    known: str = ""  # digest of the person that this browser once was
    proven: bool = False  # by a token that is still good
    entered: set[str] = field(default_factory=set)  # conversations that a mail's link has let them into

    def owns(self, found: Owned) -> bool:
        """May read and write it now."""
        return self._has(found) or (self.proven and self._shares(found))

    def must_prove(self, found: Owned) -> bool:
        """May again, once a fresh token says who they are."""
        return not self._has(found) and not self.proven and self._shares(found)

    def _has(self, found: Owned) -> bool:
        """Whoever they are."""
        return found.visitor == self.visitor or found.id in self.entered

    def _shares(self, found: Owned) -> bool:
        return bool(self.known) and found.identity == self.known


def to_show(newest_first: Sequence[Conversation], shown: Collection[str], past_before: int = 0) -> str:
    """Which of a person's conversations a widget goes on with; '' = a new one.

    The one it shows, while that is not closed; else the newest that is not; else the newest, unless it is past: closed
    before `past_before` (ms).
    """
    alive = [one.id for one in newest_first if one.status != "closed"]
    kept = [one for one in alive if one in shown]
    return next(iter([*kept, *alive, *(one.id for one in newest_first if not one.is_past(past_before))]), "")
