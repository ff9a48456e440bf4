"""Saying something: a visitor's words, an agent's words (contract R1–R5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from chatserver.actions.conversations import apply, retried
from chatserver.actions.files import of_agent, of_visitor, told
from chatserver.actions.office import Office
from chatserver.actions.promises import promised
from chatserver.actions.reasons import reason_of
from chatserver.clock import millis
from chatserver.domain.asker import Asker
from chatserver.domain.conversation import Conversation, reopen, take
from chatserver.domain.decision import Decision
from chatserver.domain.errors import Refused
from chatserver.domain.ids import epoch
from chatserver.domain.mail import Asked
from chatserver.domain.message import AgentMessage, File, Note, Speaker, VisitorMessage, WrittenOn
from chatserver.domain.page import clean_text
from chatserver.store import conversations, visitors
from chatserver.store.appends import Append, Appended, Arrival

NEW = Asker()
REFUSALS = {
    "unknown_department": "error.unknown_department",
    "plan_not_admitted": "error.plan_not_admitted",
    "sign_in_required": "error.sign_in_required",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """The visitor who writes: id and hash of their secret, and the language of their widget."""

    visitor: str
    secret_hash: str
    language: str


class Words(Struct, frozen=True):
    """What they write, under the browser's own id for it, and the page they are on."""

    cid: str
    text: str
    page: WrittenOn | None
    files: Sequence[str] = ()  # ids of what goes with it


async def say_as_visitor(
    office: Office,
    site: str,
    writer: Writer,
    conversation: str,
    words: Words,
    running: Conversation | None = None,
    asker: Asker = NEW,
) -> Appended:
    """Store a visitor's words, registering visitor and conversation if need be (R1).

    `running` is the conversation as last seen, if there is one: it stays in its department. One that begins, or begins
    again, goes to the department that `asker` wants. Raises `Refused` (`unknown_department`, `plan_not_admitted`,
    `sign_in_required`, `empty_text`, `text_too_long`, `unknown_file`, and the append's reasons) or `Unavailable`.
    """
    decision, promise = _decide(office, site, running, asker), {}
    if decision.outcome == "email":
        promise = await promised(office, site, decision, asker.plan or "", running)
    arrival = Arrival(
        visitor=writer.visitor,
        secret_hash=writer.secret_hash,
        epoch=epoch(),
        status="email" if decision.outcome == "email" else "waiting",
        promise=promise,
        reason=decision.reason,
        why=reason_of(office, site, decision) if running is None or not running.attended else "",
    )
    seen = {"language": writer.language, "department": decision.department}
    if office.rehearsal:
        seen["muted"] = "1"
    if asker.signed_in:
        seen["plan"] = asker.plan or ""
    if words.page is not None:
        seen["page"] = words.page.url
    text = clean_text(words.text, may_be_empty=bool(words.files))
    owner = of_visitor(writer.visitor)
    files = await _told(office, site, owner, conversation, words.cid, words.files)
    body = VisitorMessage(words.cid, text, words.page, files)
    step = Append(conversation, millis(office.now), body, arrival, set=seen, files_of=owner)
    done = await office.appender.append(site, step)
    if done.seq == 1 and arrival.status == "waiting":
        office.stirred.set()
    return done


async def _told(
    office: Office, site: str, owner: str, conversation: str, cid: str, file_ids: Sequence[str]
) -> tuple[File, ...]:
    """The files of a message that is to be stored; of one that was erased only their ids: it is known still (R4)."""
    try:
        return await told(office, site, owner, file_ids)
    except Refused:
        if not await conversations.has_said(office.client, site, conversation, cid):
            raise
    return tuple(File(one, "", "", 0) for one in dict.fromkeys(file_ids))


def _decide(office: Office, site: str, running: Conversation | None, asker: Asker) -> Decision:
    if running is not None and running.status != "closed":
        return office.decision_on(site, running)
    # another conversation of theirs that runs lets in that one alone
    decision = office.decision_for(site, asker._replace(running=False))
    if decision.outcome == "refused":
        raise Refused(REFUSALS[decision.reason])
    return decision


async def say_as_agent(
    office: Office,
    site: str,
    agent: Speaker,
    conversation: str,
    cid: str,
    text: str,
    file_ids: Sequence[str] = (),
) -> Appended:
    """Store an agent's words; this is what keeps a promise. They go by mail too, to a visitor who does not see them.

    A conversation that waits, is answered by mail or has ended becomes theirs by that. Raises `Refused` (`not_yours`
    when another agent has it, `unknown_file`) or `Unavailable`.
    """
    said = clean_text(text, may_be_empty=bool(file_ids))
    owner = of_agent(agent.id)
    files = await _told(office, site, owner, conversation, cid, file_ids)
    body = AgentMessage(cid, said, agent, files)
    later = Asked(after_ms=office.rules(site).numbers.mail_after_seconds * 1000)
    mine = {"status": "open", "agent": agent.id}
    step = Append(conversation, millis(office.now), body, expect=mine, asked=later, files_of=owner)
    try:
        return await office.appender.append(site, step)
    except Refused as refused:
        if refused.key != "error.changed":
            raise
    return await retried(
        office, site, conversation, lambda found: _say_into(office, site, agent, found, step)
    )


async def _say_into(office: Office, site: str, agent: Speaker, found: Conversation, step: Append) -> Appended:
    """Say it in a conversation as it was found. Whoever is not here is not told that somebody comes: they read it."""
    if found.status == "open":
        if found.agent != agent.id:
            raise Refused("error.not_yours")
        return await office.appender.append(site, step)
    enter = reopen if found.status == "closed" else take
    change = enter(found, agent.id, agent.name, step.at)
    if found.status == "waiting" or await _anybody_reads(office, site, found):
        await apply(office, site, found, change)
        return await office.appender.append(site, step)
    return await office.appender.append(site, replace(step, expect=change.expect, set=change.set))


async def _anybody_reads(office: Office, site: str, found: Conversation) -> bool:
    return await visitors.anybody_reads(office.client, site, found.id, found.visitor, found.identity)


async def write_note(
    office: Office, site: str, agent: Speaker, conversation: str, cid: str, text: str
) -> None:
    """Keep a note for the other agents, once per `cid`; visitors never see it (contract R2)."""
    note = Note(cid, clean_text(text), agent)
    await office.appender.append(site, Append(conversation, millis(office.now), note=note))
