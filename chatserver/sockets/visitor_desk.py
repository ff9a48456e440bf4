"""What the visitor of one socket asks of the desk: which department, as whom, and what they were told of it."""

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from chatserver.actions.office import Office
from chatserver.domain.asker import Asker
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.protocol.values import Language
from chatserver.sockets.desk_views import DeskView
from chatserver.sockets.hub import SiteHub

NOBODY = Asker()


class Widget(Protocol):
    """The session that asks."""

    office: Office
    hub: SiteHub
    language: Language

    @property
    def plan(self) -> str | None:
        """What a good token says they pay for."""

    @property
    def signed_in(self) -> bool:
        """Whether there is a good token."""

    def send(self, frame: Struct) -> None:
        """Send a frame."""


class VisitorDesk:
    """The department that was chosen; while a conversation runs, the one in which it does."""

    __slots__ = ("_asker", "_current", "_session", "told_as")

    def __init__(self, session: Widget) -> None:
        self._session = session
        self._asker = NOBODY
        self._current = ""  # the conversation that was placed last
        self.told_as: Asker | None = None
        """As whom they were last told the decision; None before `welcome`."""

    @property
    def asker(self) -> Asker:
        """As whom they ask now: a token may have come, or run out."""
        if not self._session.signed_in:
            return self._asker
        return self._asker._replace(plan=self._session.plan, signed_in=True)

    def begin(self, own: Iterable[Conversation], wished: str) -> DeskView:
        """What `welcome` says of the desk; a department that is gone is no wish any more."""
        for conversation in own:
            self.place(conversation)
        if not self._asker.running and wished in self._departments:
            self._asker = self._asker._replace(department=wished)
        return self._view()

    def place(self, conversation: Conversation) -> None:
        """Take in where one of the visitor's conversations is; one that runs stands before one that is closed."""
        running = conversation.status != "closed"
        if running or not self._asker.running or conversation.id == self._current:
            self._current = conversation.id
            there = conversation.department in self._departments
            self._asker = Asker(conversation.department if there else None, running=running)

    def choose(self, department: str) -> None:
        """Ask for a department and tell its decision; what runs stays where it is (R20).

        Raises `Refused('error.unknown_department')`.
        """
        if department not in self._departments:
            raise Refused("error.unknown_department")
        if not self._asker.running:
            self._asker = self._asker._replace(department=department)
        self._session.send(self._view().frame())

    def _view(self) -> DeskView:
        self.told_as = self.asker
        session = self._session
        return DeskView(session.office, session.hub.site, session.language, self.told_as)

    @property
    def _departments(self) -> Iterable[str]:
        return self._session.office.rules(self._session.hub.site).departments.keys()
