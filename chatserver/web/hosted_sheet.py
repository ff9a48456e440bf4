"""The plain form as it was filled in, and what is wrong with it: nothing that was typed is lost on an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from chatserver.actions.forms import Filled
from chatserver.domain.address import MAX_ADDRESS, is_address, suggestion
from chatserver.domain.errors import ChatError, Refused
from chatserver.domain.ids import random_id
from chatserver.domain.page import MAX_TEXT

PLACES = {
    "error.empty_text": "question",
    "error.text_too_long": "question",
    "error.bad_email": "email",
    "error.unknown_department": "department",
    "error.plan_not_admitted": "department",
    "error.sign_in_required": "department",
}
ID = re.compile(r"[0-9a-f]{32}")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of one form; `form` is its id, `weighed` an address whose likely slip was pointed out before."""

    form: str
    question: str = ""
    email: str = ""
    department: str = ""
    weighed: str = ""
    meant: str = ""  # what the address should probably be
    faults: Mapping[str, str] = field(default_factory=dict)  # field, or "form" → words

    @property
    def untouched(self) -> bool:
        """Nobody has written anything yet: the widget may take the page over."""
        return not (self.question or self.email or self.faults)

    @property
    def first_fault(self) -> str:
        """The field to go to."""
        return next((name for name in ("department", "question", "email") if name in self.faults), "")

    @property
    def is_likely_slip(self) -> bool:
        """An address mail can be sent to, which is hardly theirs; it stands when they send it a second time."""
        return is_address(self.email) and self.email != self.weighed and suggestion(self.email) is not None

    def filled(self, language: str) -> Filled:
        """What is asked."""
        return Filled(self.form, self.question, self.email, self.department, language)


def blank(department: str = "") -> Sheet:
    """A form that nobody has seen."""
    return Sheet(random_id(), department=department)


def read(form: Mapping[str, str]) -> Sheet:
    """A posted form; one without an id of ours gets a new one. A suggested address that they took is theirs."""
    known, taken = form.get("form", ""), form.get("meant", "").strip()
    return Sheet(
        form=known if ID.fullmatch(known) else random_id(),
        question=form.get("question", "")[: 4 * MAX_TEXT],
        email=(taken or form.get("email", "").strip())[: MAX_ADDRESS + 1],
        department=form.get("department", "")[:LONGEST_NAME],
        weighed=form.get("weighed", "")[: MAX_ADDRESS + 1],
    )


def place_of(error: ChatError) -> str:
    """Which field an error is about; "form" for all of it."""
    return PLACES.get(error.key, "form") if isinstance(error, Refused) else "form"
