"""Values that frames share: ids, cursors, pages, messages. Instants are integers, ms since 1970 UTC."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Raw, Struct

# the lengths are no repetition: a pattern's `$` also stands before a last newline
Id = Annotated[
    str,
    Meta(pattern="^[0-9a-f]{32}$", max_length=32, description="128 random bits, 32 lower-case hex digits"),
]
FileIds = Annotated[list[Id], Meta(max_length=10, description="files that have come whole")]
Secret = Annotated[
    str,
    Meta(pattern="^[A-Za-z0-9_-]{43}$", max_length=43, description="256 random bits, base64url, unpadded"),
]
Epoch = Annotated[str, Meta(max_length=32)]
ChainHash = Annotated[str, Meta(max_length=12)]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Millis = int
Language = Literal["vi", "en"]
Priority = Literal["critical", "high", "medium", "low"]
ListName = Literal["waiting", "mine", "email", "closed", "sleeping", "unseen"]
MailListName = Literal["waiting", "dead"]
Availability = Literal["online", "away"]
Attendance = Literal["online", "away", "auto_away"]
Moved = Literal["", "urgent", "returned", "department"]
Scalar = str | int | float | bool | None
Context = Annotated[dict[Annotated[str, Meta(max_length=64)], Scalar], Meta(max_length=30)]


class Cursor(Struct, frozen=True):
    """Where a client stands in one conversation (contract R7); `last_seq` 0 asks for everything."""

    id: Id
    epoch: Epoch = ""
    last_seq: Seq = 0
    last_h: ChainHash = ""


class PageView(Struct, frozen=True, omit_defaults=True):
    """One page as the browser reports it; cleaned by `domain.page` before it is kept."""

    url: Annotated[str, Meta(max_length=8192)]
    title: Annotated[str, Meta(max_length=4096)] = ""
    referrer: Annotated[str, Meta(max_length=8192)] = ""
    language: Annotated[str, Meta(max_length=64)] = ""
    screen: Annotated[str, Meta(max_length=32)] = ""
    zone: Annotated[str, Meta(max_length=1000)] = ""
    at: Millis = 0


class Message(Struct, frozen=True):
    """One line of a conversation; `body` is the stored JSON, passed through untouched (contract R2)."""

    seq: int
    h: str
    at: Millis
    body: Raw


class WayOut(Struct, frozen=True, omit_defaults=True):
    """Another way than waiting, or than what was refused; `label` is what a person reads, in their language."""

    way: Literal["sign_in", "department", "phone", "channel", "email"]
    label: str
    href: str = ""  # what a tap opens
    department: str = ""  # whom to choose instead


class DecisionView(Struct, frozen=True, omit_defaults=True):
    """The one decision as clients see it; instants in ms, `zone` is the desk's IANA zone."""

    outcome: Literal["agent", "queue", "email", "refused"]
    reason: str
    open: bool
    zone: str
    now: Millis
    opens_at: Millis | None = None
    closes_at: Millis | None = None
    reply_by: Millis | None = None
    closing_soon: bool = False
    department: str = ""
    explanation: str = ""
    alternatives: list[WayOut] = []


class Contact(Struct, frozen=True):
    """A person as the site's server signed it; `until` in the past: it was proven until then, and not since."""

    id: str
    name: str
    email: str
    plan: str
    until: Millis


class AgentName(Struct, frozen=True):
    """Who an agent is to others."""

    id: str
    name: str


JsonObject = dict[str, Any]
