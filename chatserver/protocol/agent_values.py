"""What the console's frames are made of: rows, people, notes, reasons. Instants are ms."""

from typing import Literal

from msgspec import Struct, field

from chatserver.domain.mail import Kind, State
from chatserver.protocol.to_visitor import Notice
from chatserver.protocol.values import AgentName, Attendance, Id, Language, Millis, Priority, Seq


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
    last_by: AgentName | None
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
    rating: Literal["", "yes", "no"]
    address_bounced: bool


class MailView(Struct, frozen=True):
    """A mail of a conversation; `reason` and `detail` say why the last attempt failed."""

    id: str
    n: int
    kind: Kind
    state: State
    to: str
    from_seq: Seq
    to_seq: Seq
    created_at: Millis
    due_at: Millis | None
    sent_at: Millis | None
    reason: str
    detail: str


class MailRow(Struct, frozen=True):
    """A mail in a list, with what tells its conversation from others."""

    mail: MailView
    conversation: Id
    name: str
    email: str
    preview: str
    department: str


class Post(Struct, frozen=True):
    """Whether mails go out, and how many wait or are given up."""

    sends: bool = False
    waiting: int = 0
    dead: int = 0


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


class IncidentTold(Struct, frozen=True):
    """What visitors are told of an incident, in both languages; `by` names whoever spoke last."""

    vi: str
    en: str
    url: str
    raised_at: Millis
    updated_at: Millis
    by: str


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
