"""A mail before it is drawn: the text and the HTML part say exactly this."""

from dataclasses import dataclass, field

from chatserver.domain.message import File


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with words: where it can be fetched, and its size in words; `file` is None in a quotation."""

    name: str
    size: str
    href: str
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words; `by` is who and when, '' where the mail itself is theirs. `by_system`: a line of ours."""

    text: str
    by: str = ""
    where: str = ""  # the page that they were written on
    files: tuple[Enclosed, ...] = ()
    by_system: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of what is known, like "Plan: Business"."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to press. `lead` ends where the address stands in plain text, `label` is what a button says."""

    lead: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a mail says, in the order in which it is read."""

    language: str
    subject: str
    sender: str  # the name of who writes, which stands over it
    head: str = ""  # the sentence that matters most
    paragraphs: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    said: tuple[Said, ...] = ()
    signed: str = ""
    action: Action | None = None
    thread_title: str = ""
    thread: tuple[Said, ...] = ()
    foot: tuple[str, ...] = ()
    enclose: tuple[File, ...] = field(default=())  # go along, if they are not too big
