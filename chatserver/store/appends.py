"""Durable speech and every change of a conversation: one script, one reply (contract R2, R3)."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.json import Encoder

from chatserver.domain.errors import ChatError, Refused
from chatserver.domain.mail import LINES, Asked, Settling
from chatserver.domain.message import Body, Note, SystemLine, author_of, digest, encode, preview
from chatserver.store import keys
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

TOKENS_MS = 500
BURST = 20
_json = Encoder()


class Arrival(Struct, frozen=True):
    """What a visitor's words do to a conversation that nobody is answering, and who they come from."""

    visitor: str
    secret_hash: str
    epoch: str  # of the conversation, should it begin now
    status: str  # waiting or email, as decided
    promise: Mapping[str, str]  # its fields, should it become email with none standing
    reason: str
    why: str = ""  # the decision, as JSON, kept if it is carried out


class Appended(Struct, frozen=True):
    """The script's reply: this is the ack (contract R3)."""

    seq: int
    h: str
    at: int
    epoch: str
    version: int
    dup: bool


class Append(Struct, frozen=True):
    """One step: a body to say, fields to set while others are as expected, a note for agents, or several of these."""

    conversation: str
    at: int
    body: Body | None = None
    arrival: Arrival | None = None
    expect: Mapping[str, str] = {}
    set: Mapping[str, str] = {}
    note: Note | None = None
    why: str = ""  # JSON, kept with the change it explains
    asked: Asked | None = None
    settling: Settling | None = None  # how the sending of one of its mails went
    files_of: str = ""  # whose the body's files are: they become the conversation's in the same step


class Appender:
    """Appends for one process."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    async def append(self, site: str, step: Append) -> Appended:
        """Apply a step whole or not at all.

        Raises `Refused` (`unknown_conversation`, `blocked`, `cid_conflict`, `unknown_file`, `changed`, `too_many`) or
        `Unavailable`.
        """
        reply = await self._batch.run(keys.site(site), *_arguments(step))
        if reply[0] not in {"ok", "dup"}:
            raise _refusal(reply)
        _, seq, h, at, epoch, version = reply
        return Appended(int(seq), h, int(at), epoch, int(version), reply[0] == "dup")


def appender(client: Client, batch: type[Batch], tasks: object) -> Appender:
    """An appender over a client."""
    return Appender(batch(client, source("append"), tasks))  # type: ignore[arg-type]


def _arguments(step: Append) -> list[str | int]:
    body, arrival = step.body, step.arrival
    said: list[str | int] = ["", "", "system", step.at, "", ""]
    if body is not None:
        said = [body.cid, digest(body), author_of(body), step.at, encode(body), preview(body)]
    came: list[str | int] = ["", "", "", "", "", ""]
    if arrival is not None:
        came = [
            arrival.visitor,
            arrival.secret_hash,
            arrival.epoch,
            arrival.status,
            _json.encode(arrival.promise).decode() if arrival.promise else "",
            arrival.reason,
        ]
    expect = _json.encode(step.expect).decode() if step.expect else ""
    changes = _json.encode(step.set).decode() if step.set else ""
    noted: list[str | int] = [encode(step.note), step.note.cid] if step.note else ["", ""]
    why = arrival.why if arrival else step.why
    pace = TOKENS_MS if arrival else 0
    mails = [_asked(step), _json.encode(step.settling).decode() if step.settling else ""]
    return [
        step.conversation,
        *said,
        *came,
        expect,
        changes,
        pace,
        BURST,
        *noted,
        why,
        *mails,
        _brought(step),
    ]


def _brought(step: Append) -> str:
    files = getattr(step.body, "files", ()) if step.files_of else ()
    return " ".join((step.files_of, *(one.id for one in files))) if files else ""


def _asked(step: Append) -> str:
    asked = step.asked
    if isinstance(step.body, SystemLine) and step.body.key in LINES:
        asked = Asked(kind=LINES[step.body.key])
    return _json.encode(asked).decode() if asked else ""


def _refusal(reply: list[str | int]) -> ChatError:
    retry_after = int(reply[1]) / 1000 if len(reply) > 1 else None
    seconds = {"seconds": max(1, round(retry_after))} if retry_after else {}
    return Refused(f"error.{reply[0]}", retry_after=retry_after, **seconds)
