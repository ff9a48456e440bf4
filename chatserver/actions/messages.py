"""Saying something: a visitor's words, an agent's words (contract R1–R5)."""

from dataclasses import dataclass

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import UNKNOWN
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import AgentMessage, Speaker, VisitorMessage, WrittenOn
from chatserver.domain.page import clean_text
from chatserver.store import conversations
from chatserver.store.appends import Append, Appended, Arrival


@dataclass(frozen=True, slots=True)
class Writer:
    """The visitor who writes: id and hash of their secret, and the language of their widget."""

    visitor: str
    secret_hash: str
    language: str


@dataclass(frozen=True, slots=True)
class Words:
    """What they write, under the browser's own id for it, and the page they are on."""

    cid: str
    text: str
    page: WrittenOn | None


async def say_as_visitor(
    office: Office, site: str, writer: Writer, conversation: str, words: Words
) -> Appended:
    """Store a visitor's words, registering visitor and conversation if need be (R1).

    Raises `Refused` (`empty_text`, `text_too_long`, and the append's reasons) or `Unavailable`.
    """
    decision = office.decision(site)
    arrival = Arrival(
        visitor=writer.visitor,
        secret_hash=writer.secret_hash,
        epoch=random_id(),
        status="email" if decision.outcome == "email" else "waiting",
        reply_by=millis(decision.reply_by) if decision.reply_by else 0,
        reason=decision.reason,
    )
    seen = {"language": writer.language, "department": decision.department}
    if words.page is not None:
        seen["page"] = words.page.url
    body = VisitorMessage(words.cid, clean_text(words.text), words.page)
    step = Append(conversation, millis(office.now), body, arrival, set=seen)
    return await office.appender.append(site, step)


async def say_as_agent(
    office: Office, site: str, agent: Speaker, conversation: str, cid: str, text: str
) -> Appended:
    """Store an agent's words in a conversation that is theirs; this is what keeps a promise.

    Raises `Refused` (`not_yours` when another agent has it) or `Unavailable`.
    """
    body = AgentMessage(cid, clean_text(text), agent)
    expect = {"status": "open", "agent": agent.id}
    try:
        return await office.appender.append(
            site, Append(conversation, millis(office.now), body, expect=expect)
        )
    except Refused as refused:
        if refused.key != "error.changed":
            raise
    known = await conversations.load(office.client, site, conversation)
    if known is None:
        raise Refused(UNKNOWN)
    raise Refused("error.not_yours")
