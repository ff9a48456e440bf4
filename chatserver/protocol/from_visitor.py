"""Frames a visitor's widget sends. Unknown fields are ignored (contract R24)."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from chatserver.protocol.values import Context, Cursor, FileIds, Id, Language, PageView, Secret, Seq

Token = Annotated[str, Meta(max_length=8192, description="a signed identity, see docs/identity.md")]


DepartmentKey = Annotated[str, Meta(max_length=500)]
LinkCode = Annotated[str, Meta(max_length=200, description="what stands behind `#open=` in a mail's link")]


class Hello(Struct, frozen=True, tag_field="t", tag="hello"):
    """First frame: the visitor's secret (never in a URL, contract S1) and where each conversation stands."""

    secret: Secret
    language: Language = "vi"
    page: PageView | None = None
    conversations: Annotated[list[Cursor], Meta(max_length=20)] = field(default_factory=list)
    context: Context = field(default_factory=dict)
    department: DepartmentKey = ""
    token: Token = ""


class Identify(Struct, frozen=True, tag_field="t", tag="identify"):
    """Who the visitor is, signed by the site's server; answered by `identified`, or `nack` with its fault (S2)."""

    token: Token


class Say(Struct, frozen=True, tag_field="t", tag="say"):
    """A message; `cid` is the browser's own id for it, the same at every retry (contract R1, R4)."""

    conversation: Id
    cid: Id
    text: str
    page: PageView | None = None
    files: FileIds = field(default_factory=list)


class Choose(Struct, frozen=True, tag_field="t", tag="choose"):
    """Whom the visitor asks for; answered by the `decision` of that department, or `nack`."""

    department: DepartmentKey


class Typing(Struct, frozen=True, tag_field="t", tag="typing"):
    """The visitor is composing, or has stopped."""

    conversation: Id
    on: bool


class Page(Struct, frozen=True, tag_field="t", tag="page"):
    """A page view: sent after every navigation."""

    page: PageView


class ContextChanged(Struct, frozen=True, tag_field="t", tag="context"):
    """What the product team's page says about itself: flat names and scalars; replaces what was sent before."""

    context: Context


class Read(Struct, frozen=True, tag_field="t", tag="read"):
    """Everything up to `seq` has been on the visitor's screen."""

    conversation: Id
    seq: Seq


class Email(Struct, frozen=True, tag_field="t", tag="email"):
    """The address for our reply; answered by `state`, or `nack` with `bad_email`."""

    conversation: Id
    address: Annotated[str, Meta(max_length=1000)]


class Wait(Struct, frozen=True, tag_field="t", tag="wait"):
    """The visitor would rather have the answer by email than wait; answered by `state`."""

    conversation: Id
    choice: Literal["email"]


class Transcript(Struct, frozen=True, tag_field="t", tag="transcript"):
    """Mail everything that was said to the address that was left; answered by `transcript_mailed`, or `nack`."""

    conversation: Id
    ref: int = 0


class Rate(Struct, frozen=True, tag_field="t", tag="rate"):
    """Whether we helped; answered by `state` with that `rating`, or `nack`. The same verdict again changes nothing."""

    conversation: Id
    verdict: Literal["yes", "no"]
    comment: str = ""
    ref: int = 0


class Open(Struct, frozen=True, tag_field="t", tag="open"):
    """A mail's link was opened here; answered by `opened`, or `nack` with `link_unknown` (contract S2)."""

    code: LinkCode


class Link(Struct, frozen=True, tag_field="t", tag="link"):
    """The link is used up or late: mail a fresh one; answered by `link_mailed`, whatever comes of it."""

    code: LinkCode


class Earlier(Struct, frozen=True, tag_field="t", tag="earlier"):
    """Which conversations there are; answered by `earlier`."""


class About(Struct, frozen=True, tag_field="t", tag="about"):
    """What agents see of this visitor beside their words; answered by `about`."""


class Pong(Struct, frozen=True, tag_field="t", tag="pong"):
    """Answer to `ping`, sent from the message handler, never from a timer (contract R14)."""


FromVisitor = (
    Hello
    | Identify
    | Choose
    | Say
    | Typing
    | Page
    | ContextChanged
    | Read
    | Email
    | Wait
    | Transcript
    | Rate
    | Open
    | Link
    | Earlier
    | About
    | Pong
)
