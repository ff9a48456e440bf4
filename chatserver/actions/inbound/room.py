"""What taking in a mail needs, and what comes of it."""

from dataclasses import dataclass

from msgspec import Struct

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.inbound import Verdict
from chatserver.domain.received_mail import ReceivedMail


@dataclass(frozen=True, slots=True)
class MailRoom:
    """An office that takes in mail; `secret` is the installation's own, `addresses` those we write from."""

    office: Office
    secret: bytes
    addresses: frozenset[str] = frozenset()

    @property
    def now(self) -> int:
        """The instant by the office clock, ms."""
        return millis(self.office.now)


@dataclass(frozen=True, slots=True)
class Came:
    """A mail that came in: its bytes, what was read of them, and whom it is for, the envelope's word first."""

    raw: bytes
    mail: ReceivedMail
    recipients: tuple[str, ...]
    cid: str

    @property
    def sender(self) -> str:
        """Who says to have written it, for comparing."""
        return self.mail.sender.casefold()


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What has become of a mail."""

    action: str
    reason: str
    site: str = ""
    conversation: str = ""
    seq: int = 0


def outcome(verdict: Verdict, site: str, conversation: str = "", seq: int = 0) -> Outcome:
    """A verdict that was carried out."""
    return Outcome(verdict.action, verdict.reason, site, conversation, seq)
