"""Frames the console sends. A frame with `ref` is answered by `done` or `nack` with the same `ref`."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from chatserver.protocol.values import (
    Availability,
    Cursor,
    FileIds,
    Id,
    Language,
    ListName,
    MailListName,
    Millis,
    Priority,
    Seq,
)

MailNumber = Annotated[int, Meta(ge=1, le=2**31)]


class Hello(Struct, frozen=True, tag_field="t", tag="hello"):
    """First frame: the CSRF token of the signed-in session (contract S1), and what was being watched."""

    csrf: Annotated[str, Meta(max_length=128)]
    language: Language = "vi"
    watching: Annotated[list[Cursor], Meta(max_length=5)] = field(default_factory=list)


class List(Struct, frozen=True, tag_field="t", tag="list"):
    """Ask for a page of a list: the first one, or what follows row `after` (a conversation id)."""

    name: ListName
    after: Id | None = None


class Watch(Struct, frozen=True, tag_field="t", tag="watch"):
    """Follow a conversation from a cursor: `conversation`, then pages of `messages`, then live frames."""

    cursor: Cursor


class Unwatch(Struct, frozen=True, tag_field="t", tag="unwatch"):
    """Stop following."""

    conversation: Id


class Say(Struct, frozen=True, tag_field="t", tag="say"):
    """A message to the visitor; `cid` as in the visitor's `say`."""

    conversation: Id
    cid: Id
    text: str
    files: FileIds = field(default_factory=list)


class Typing(Struct, frozen=True, tag_field="t", tag="typing"):
    """The agent is composing, or has stopped."""

    conversation: Id
    on: bool


class Read(Struct, frozen=True, tag_field="t", tag="read"):
    """Everything up to `seq` has been on an agent's screen."""

    conversation: Id
    seq: Seq


class Act(Struct, frozen=True, tag_field="t", tag="act"):
    """A verb on a conversation. `answered_by_mail`: an email conversation was answered; `transcript`: mail it whole."""

    verb: Literal["take", "close", "reopen", "answered_by_mail", "transcript"]
    conversation: Id
    ref: int


class SetPriority(Struct, frozen=True, tag_field="t", tag="priority"):
    """Change the priority."""

    conversation: Id
    priority: Priority
    ref: int


class Receiver(Struct, frozen=True):
    """Who is to have a conversation: an agent or a department."""

    agent: Id | None = None
    department: Annotated[str, Meta(max_length=64)] | None = None


class Transfer(Struct, frozen=True, tag_field="t", tag="transfer"):
    """Pass a conversation on, with a note for whoever gets it."""

    conversation: Id
    to: Receiver
    ref: int
    note: str = ""


class WriteNote(Struct, frozen=True, tag_field="t", tag="note"):
    """A note for the other agents; `cid` as in `say`."""

    conversation: Id
    cid: Id
    text: str
    ref: int


class PromiseTime(Struct, frozen=True, tag_field="t", tag="promise"):
    """Promise a time within the next 30 days: the visitor is told, the conversation sleeps until shortly before."""

    conversation: Id
    at: Millis
    ref: int


class ListMails(Struct, frozen=True, tag_field="t", tag="mails"):
    """Ask for a page of mails: the first one, or what follows mail `after` (`CONVERSATION.N`)."""

    name: MailListName
    after: Annotated[str, Meta(max_length=64)] = ""


class ReadMail(Struct, frozen=True, tag_field="t", tag="mail"):
    """Ask how a mail reads."""

    conversation: Id
    n: MailNumber


class SendAgain(Struct, frozen=True, tag_field="t", tag="send_again"):
    """Have a mail that was given up sent once more."""

    conversation: Id
    n: MailNumber
    ref: int


class SetIncident(Struct, frozen=True, tag_field="t", tag="incident"):
    """Raise, update or end what all visitors are told of an incident; for admins. `end` needs no words."""

    verb: Literal["raise", "update", "end"]
    ref: int
    vi: Annotated[str, Meta(max_length=1000)] = ""
    en: Annotated[str, Meta(max_length=1000)] = ""
    url: Annotated[str, Meta(max_length=8192)] = ""


class SetAvailability(Struct, frozen=True, tag_field="t", tag="availability"):
    """The agent's wish: `online` receives conversations, `away` does not."""

    value: Availability
    ref: int


class Pong(Struct, frozen=True, tag_field="t", tag="pong"):
    """Answer to `ping`."""


FromAgent = (
    Hello
    | List
    | Watch
    | Unwatch
    | Say
    | Typing
    | Read
    | Act
    | SetPriority
    | Transfer
    | WriteNote
    | PromiseTime
    | ListMails
    | ReadMail
    | SendAgain
    | SetIncident
    | SetAvailability
    | Pong
)
