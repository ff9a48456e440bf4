"""Frames the console receives; message frames are those of the visitor's wire."""

from typing import Literal

from msgspec import Struct, field

from chatserver.protocol.to_visitor import Ack, Live, Messages, Nack, Notice, Ping, Reset
from chatserver.protocol.values import (
    AgentName,
    Attendance,
    Context,
    DecisionView,
    Id,
    Language,
    ListName,
    Millis,
    PageView,
    Priority,
    Seq,
)


class Row(Struct, frozen=True):
    """A conversation in a list."""

    conversation: Id
    version: int
    status: Literal["waiting", "open", "email", "closed"]
    seq: Seq
    name: str
    email: str
    preview: str
    last_from: Literal["visitor", "agent", "system", ""]
    last_at: Millis
    created_at: Millis
    waiting_since: Millis | None
    closed_at: Millis | None
    promise_at: Millis | None
    priority: Priority
    department: str
    language: Language
    page: str
    agent: AgentName | None
    unread: int
    front: bool
    offered_to: str
    offer_lapses: Millis | None
    missed: bool
    promise_state: Literal["", "pending", "due_soon", "breached", "kept"]
    promise_by: str
    resolve_by: Millis | None
    sleeps_until: Millis | None
    unseen_since: Millis | None


class Counts(Struct, frozen=True):
    """How long the shared lists are; *mine* is counted by the console."""

    waiting: int
    email: int
    sleeping: int = 0
    unseen: int = 0


class Colleague(Struct, frozen=True):
    """An agent who is there."""

    id: Id
    name: str
    availability: Attendance
    departments: list[str]
    free: bool


class DepartmentName(Struct, frozen=True):
    """A department in the console's language."""

    key: str
    name: str


class Note(Struct, frozen=True):
    """What an agent wrote for the others, after message `after_seq`."""

    number: int
    after_seq: Seq
    at: Millis
    text: str
    agent: AgentName


class PolicyInForce(Struct, frozen=True):
    """Which rules hold now: the version by its first day, of the revision that was applied; what visitors are told."""

    version: str
    revision: int
    notices: list[Notice]


class Welcome(Struct, frozen=True, tag_field="t", tag="welcome"):
    """Answer to `hello`; the console then asks for its lists."""

    agent: AgentName
    site: str
    decision: DecisionView
    availability: Attendance
    agents: list[Colleague]
    departments: list[DepartmentName]
    policy: PolicyInForce
    counts: Counts
    version: int


class List(Struct, frozen=True, tag_field="t", tag="list"):
    """A page of a list as of `version` of the inbox; `more` when rows follow the last one."""

    name: ListName
    version: int
    rows: list[Row]
    more: bool
    counts: Counts
    after: Id | None = None


class Rows(Struct, frozen=True, tag_field="t", tag="rows"):
    """Rows that changed after `since` up to `version`; who stands before `since` asks for its lists anew (R6)."""

    since: int
    version: int
    rows: list[Row]
    counts: Counts


class Contact(Struct, frozen=True):
    """A person as the site's server signed it; `until` in the past: it was proven until then, and not since."""

    id: str
    name: str
    email: str
    plan: str
    until: Millis


class Reason(Struct, frozen=True, omit_defaults=True):
    """A decision taken on a conversation: by which version and rule, and who was there."""

    at: Millis
    outcome: str
    reason: str
    department: str
    version: str
    target: str = ""
    turn: str = ""
    reply_by: Millis | None = None
    online: list[str] = field(default_factory=list)
    free: int = 0
    agent: str = ""
    step: str = ""


class Conversation(Struct, frozen=True, tag_field="t", tag="conversation"):
    """Everything beside the messages; sent on `watch` and whenever the row's `version` rises."""

    row: Row
    epoch: str
    visitor: str
    here: bool
    trail: list[PageView] = field(default_factory=list)
    context: Context = field(default_factory=dict)
    read_by_visitor: Seq = 0
    decision: str = ""
    contact: Contact | None = None
    notes: list[Note] = field(default_factory=list)
    why: list[Reason] = field(default_factory=list)


class Here(Struct, frozen=True, tag_field="t", tag="here"):
    """The visitor's widget is connected, or no longer."""

    conversation: Id
    here: bool


class Trail(Struct, frozen=True, tag_field="t", tag="trail"):
    """The visitor has opened another page."""

    conversation: Id
    page: PageView


class Seen(Struct, frozen=True, tag_field="t", tag="read"):
    """The visitor has seen everything up to `seq`."""

    conversation: Id
    seq: Seq


class Composing(Struct, frozen=True, tag_field="t", tag="typing"):
    """The visitor, or another agent (`name`), is composing; forget it after 6 s without another."""

    conversation: Id
    on: bool
    name: str = ""


class Desk(Struct, frozen=True, tag_field="t", tag="desk"):
    """The decision, who is there, and the departments: sent whenever one of them changes."""

    decision: DecisionView
    agents: list[Colleague]
    availability: Attendance
    departments: list[DepartmentName]
    policy: PolicyInForce


class Alert(Struct, frozen=True, tag_field="t", tag="alert"):
    """Something that this agent must hear of, wherever they are looking: a promise was broken."""

    conversation: Id
    what: Literal["promise_broken"]
    name: str = ""


class Done(Struct, frozen=True, tag_field="t", tag="done"):
    """The verb with this `ref` has been carried out."""

    ref: int


ToAgent = (
    Welcome
    | List
    | Rows
    | Conversation
    | Here
    | Trail
    | Seen
    | Composing
    | Desk
    | Alert
    | Done
    | Messages
    | Live
    | Ack
    | Nack
    | Reset
    | Ping
)
