"""Frames the console receives; message frames are those of the visitor's wire."""

from typing import Literal

from msgspec import Struct, field

from chatserver.protocol.agent_values import (
    Colleague,
    Counts,
    DepartmentName,
    IncidentTold,
    MailRow,
    MailView,
    Note,
    PolicyInForce,
    Post,
    Reason,
    Row,
)
from chatserver.protocol.to_visitor import Ack, Live, Messages, Nack, Ping, Reset
from chatserver.protocol.values import (
    AgentName,
    Attendance,
    Contact,
    Context,
    DecisionView,
    Id,
    ListName,
    MailListName,
    PageView,
    Seq,
)


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
    post: Post
    incident: IncidentTold | None = None


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
    mails: list[MailView] = field(default_factory=list)


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
    post: Post
    incident: IncidentTold | None = None


class Mails(Struct, frozen=True, tag_field="t", tag="mails"):
    """A page of the mails that wait or are given up; `more` when others follow the last one."""

    name: MailListName
    rows: list[MailRow]
    more: bool
    after: str = ""


class MailText(Struct, frozen=True, tag_field="t", tag="mail"):
    """A mail as it would be read, worded now; `fault` says why it cannot be worded."""

    conversation: Id
    n: int
    to: str = ""
    subject: str = ""
    text: str = ""
    fault: str = ""


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
    | Mails
    | MailText
    | Alert
    | Done
    | Messages
    | Live
    | Ack
    | Nack
    | Reset
    | Ping
)
