"""Frames a visitor's widget receives."""

from typing import Literal

from msgspec import Struct, field

from chatserver.protocol.looks import About, Earlier
from chatserver.protocol.values import (
    ChainHash,
    DecisionView,
    Epoch,
    Id,
    JsonObject,
    Message,
    Millis,
    Moved,
    Seq,
)


class Channel(Struct, frozen=True, omit_defaults=True):
    """Another way to reach the desk; `label` is what a person reads, `name` and `note` in the visitor's language."""

    key: str
    name: str
    href: str
    label: str
    note: str = ""
    open: bool | None = None
    urgent: bool = False


class Department(Struct, frozen=True, omit_defaults=True):
    """Whom a visitor may ask for; `refusal` is why it does not take this one."""

    key: str
    name: str
    about: str = ""
    open: bool = False
    refusal: str = ""


class Notice(Struct, frozen=True):
    """Something that visitors are to be told."""

    key: str
    text: str


class Incident(Struct, frozen=True):
    """Something that does not work now, in the visitor's language; `url`, where it is followed, is http(s) or ''."""

    name: str
    url: str
    updated_at: Millis


class Desk(Struct, frozen=True):
    """Who answers here; a `privacy_url` without a host is a page of this server.

    Greeting and checklist are those of the department that the decision is about.
    """

    name: str
    privacy_url: str
    channels: list[Channel] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    greeting: str = ""
    checklist: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    incident: Incident | None = None
    rating: bool = True


class State(Struct, frozen=True, tag_field="t", tag="state"):
    """A conversation's state, whole and versioned (contract R7); an older `version` is to be ignored."""

    conversation: Id
    version: int
    epoch: Epoch
    seq: Seq
    status: Literal["waiting", "open", "email", "closed"]
    agent: str = ""
    email: str = ""
    promise_at: Millis | None = None
    read_by_agent: Seq = 0
    read_by_visitor: Seq = 0
    position: int = 0
    moved: Moved = ""
    email_by: Millis | None = None
    past: bool = False
    rating: Literal["", "yes", "no"] = ""


class Welcome(Struct, frozen=True, tag_field="t", tag="welcome"):
    """Answer to `hello`; `reset` and `messages` follow for each conversation, then live frames."""

    desk: Desk
    decision: DecisionView
    conversations: list[State]
    connection: str


class Identified(Struct, frozen=True, tag_field="t", tag="identified"):
    """A token holds; `current` is the conversation to go on with, '' a new one, its messages follow if not yet told."""

    name: str
    plan: str
    until: Millis
    current: str


class IdentifyAgain(Struct, frozen=True, tag_field="t", tag="identify_again"):
    """The proof ends at `until`, or has `ended` then: send a fresh token."""

    until: Millis
    ended: bool


class Opened(Struct, frozen=True, tag_field="t", tag="opened"):
    """A mail's link has led here: `current` is the conversation to go on with; its state and messages follow.

    `mailed_to` says whose it is, masked: anybody may be sent the link of somebody else's conversation.
    """

    current: Id
    mailed_to: str = ""


class TranscriptMailed(Struct, frozen=True, tag_field="t", tag="transcript_mailed"):
    """Everything that was said is on its way to `email`."""

    conversation: Id
    email: str
    ref: int = 0


class LinkMailed(Struct, frozen=True, tag_field="t", tag="link_mailed"):
    """Asked for; where the link leads to a conversation with an address, a fresh one is on its way there."""


class Messages(Struct, frozen=True, tag_field="t", tag="messages"):
    """One page of catch-up, dense from the cursor; `more` false: everything stored so far has been sent."""

    conversation: Id
    epoch: Epoch
    messages: list[Message]
    more: bool


class Live(Struct, frozen=True, tag_field="t", tag="message"):
    """One message, live: `seq` is the cursor + 1."""

    conversation: Id
    seq: Seq
    h: ChainHash
    at: Millis
    body: JsonObject


class Ack(Struct, frozen=True, tag_field="t", tag="ack"):
    """Stored exactly once at `seq` (contract R3, R5); `dup` when it already was."""

    conversation: Id
    cid: Id
    seq: Seq
    h: ChainHash
    at: Millis
    dup: bool = False


class Nack(Struct, frozen=True, tag_field="t", tag="nack", omit_defaults=True):
    """Refused: nothing was done. `reason` is a text key without `error.`; `retry_after` in seconds."""

    reason: str
    cid: str = ""
    ref: int = 0
    retry_after: float | None = None


class Typing(Struct, frozen=True, tag_field="t", tag="typing"):
    """The other side is composing; forget it after 6 s without another."""

    conversation: Id
    on: bool
    name: str = ""


class Seen(Struct, frozen=True, tag_field="t", tag="read"):
    """`who` has seen everything up to `seq`; with `visitor` it was another tab of theirs."""

    conversation: Id
    seq: Seq
    who: Literal["agent", "visitor"]


class Decision(Struct, frozen=True, tag_field="t", tag="decision"):
    """The decision or the desk has changed: opening, closing, agents coming or leaving, a hotline's hours."""

    decision: DecisionView
    desk: Desk


class Reset(Struct, frozen=True, tag_field="t", tag="reset"):
    """Forget what you hold of this conversation; a snapshot follows. `diverged`: re-offer own messages (R11)."""

    conversation: Id
    reason: Literal["trimmed", "diverged"]


class Ping(Struct, frozen=True, tag_field="t", tag="ping"):
    """Answer with `pong`."""


ToVisitor = (
    State
    | Welcome
    | Identified
    | IdentifyAgain
    | Opened
    | LinkMailed
    | TranscriptMailed
    | Earlier
    | About
    | Messages
    | Live
    | Ack
    | Nack
    | Typing
    | Seen
    | Decision
    | Reset
    | Ping
)
