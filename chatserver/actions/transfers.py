"""Passing a conversation on, and letting a visitor choose email instead of waiting."""

from dataclasses import dataclass

from msgspec.structs import replace

from chatserver.actions.conversations import apply, retried
from chatserver.actions.office import Office
from chatserver.actions.reasons import reason_of
from chatserver.clock import millis
from chatserver.domain.conversation import Change, Conversation, to_email
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import Note, Speaker
from chatserver.domain.page import clean_text
from chatserver.domain.transfers import to_agent, to_department, to_mailbox


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where to, an agent or a department, and what to tell whoever gets it ('' = nothing)."""

    agent: str
    department: str
    note: str


async def transfer(office: Office, site: str, by: Speaker, conversation: str, how: Transfer) -> None:
    """Pass a conversation on; its visitor is told, the note is kept in the same step.

    Raises `Refused`: `agent_away`, `unknown_department`, `not_yours`, `changed`, `unknown_conversation`.
    """
    note = Note(random_id(), clean_text(how.note), by) if how.note.strip() else None
    await office.refresh(site)

    async def step(found: Conversation) -> None:
        await apply(
            office, site, found, _change(office, site, by, found, how), note, _why(office, site, found, how)
        )

    await retried(office, site, conversation, step)
    office.stirred.set()


def _change(office: Office, site: str, by: Speaker, found: Conversation, how: Transfer) -> Change:
    now = millis(office.now)
    if how.agent:
        return to_agent(found, by, office.presence_at(site).there.get(how.agent), now)
    department = office.rules(site).departments.get(how.department)
    if department is None:
        raise Refused("error.unknown_department")
    name = department.name.in_language(found.language)
    decision = office.decision(site, how.department, plan=found.plan or None, admitted=True)
    if decision.outcome == "email":
        reply_by = millis(decision.reply_by) if decision.reply_by else 0
        return to_mailbox(found, by, how.department, name, now, reply_by)
    return to_department(found, by, how.department, name, now)


def _why(office: Office, site: str, found: Conversation, how: Transfer) -> str:
    """The decision of the department that it goes to; one who passes it to a colleague says why in a note."""
    return (
        reason_of(office, site, office.decision_on(site, replace(found, department=how.department)))
        if how.department
        else ""
    )


async def choose_email(office: Office, site: str, conversation: str) -> None:
    """A visitor would rather have the answer by mail than wait; raises `Refused('error.changed')` unless it waits."""

    async def step(found: Conversation) -> None:
        if found.status != "waiting":
            raise Refused("error.changed")
        decision = office.decision_on(site, found, way="email")
        reply_by = millis(decision.reply_by) if decision.reply_by else 0
        change = to_email(found, "system.email_chosen", reply_by, decision.reason)
        await apply(office, site, found, change, why=reason_of(office, site, decision))

    await retried(office, site, conversation, step)
