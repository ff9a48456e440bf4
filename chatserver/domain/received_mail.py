"""A mail that came in, as far as it could be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What was attached to a mail, or shown inside it."""

    name: str  # fit to keep: no path, at most 120 characters, '' never
    content: bytes
    inline: bool = False  # meant to be seen within the text, like a pasted screenshot


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail server's word that a mail of ours did not arrive, or not yet."""

    permanent: bool  # False: it is still being tried
    recipient: str  # whom we wrote to; '' when the report does not say
    status: str  # RFC 3463, as in 5.1.1; '' when unknown
    detail: str  # the other server's words, one line
    message_id: str  # of our mail, without <>; '' when the report does not return it


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """Everything that is read from the bytes of a mail; nothing in it is to be trusted."""

    message_id: str  # without <>, '' when absent
    references: tuple[str, ...]  # of References and In-Reply-To, newest last, without <>
    sender: str  # an address with its domain in lower case; '' when unreadable
    sender_name: str
    recipients: tuple[str, ...]  # To, Cc, and what servers on the way noted; each once
    subject: str  # one line
    sent_at: int | None  # ms, by the sender's clock
    visible_text: str  # NFC; without quotes and signatures, unless nothing else is there
    full_text: str  # everything, as text
    html: str  # the raw HTML of the body, or '' (also where it is too deep to be cleaned); hostile
    files: tuple[ReceivedFile, ...]
    automatic: str  # '' or why no person wrote it: auto_submitted, list, out_of_office, own
    bounce: Bounce | None
    fault: str  # '' or why it must be quarantined; see mail/parse/reading.py
