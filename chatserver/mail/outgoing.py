"""What composing gives to sending."""

from dataclasses import dataclass
from email.message import EmailMessage

from chatserver.actions.office import Office
from chatserver.settings import Settings


@dataclass(frozen=True, slots=True)
class Post:
    """What mails are written and sent with: `secret` is the installation's own (`store.secrets`)."""

    office: Office
    settings: Settings
    secret: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail, worded: `sender` and `to` are the envelope's addresses (RFC 5321), `message` says the rest."""

    message: EmailMessage
    sender: str
    to: str
