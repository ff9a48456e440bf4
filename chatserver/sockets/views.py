"""From what is stored to what is on the wire."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from chatserver.clock import millis
from chatserver.domain import rating
from chatserver.domain.conversation import Conversation
from chatserver.domain.decision import Decision
from chatserver.domain.incident import Incident
from chatserver.domain.policy import PolicyVersion
from chatserver.domain.presence import Presence
from chatserver.protocol.agent_values import (
    Colleague,
    Counts,
    DepartmentName,
    IncidentTold,
    Note,
    PolicyInForce,
    Row,
)
from chatserver.protocol.to_visitor import Notice, State
from chatserver.protocol.values import AgentName, Contact, DecisionView, Language, PageView
from chatserver.sockets.places import NOWHERE, Standing
from chatserver.store import identities
from chatserver.store.conversations import Inbox
from chatserver.store.notes import KeptNote


def state_of(conversation: Conversation, standing: Standing = NOWHERE, past_before: int = 0) -> State:
    """What a visitor is told of a conversation and its place in the queue; closed before `past_before` it is past."""
    waits = conversation.status == "waiting"
    return State(
        conversation=conversation.id,
        version=conversation.version,
        epoch=conversation.epoch,
        seq=conversation.seq,
        status=conversation.status,
        agent=conversation.agent_name,
        email=conversation.email,
        promise_at=conversation.promise_at or None,
        read_by_agent=conversation.read_by_agent,
        read_by_visitor=conversation.read_by_visitor,
        position=standing.position if waits else 0,
        moved=standing.moved if waits else "",
        email_by=standing.email_by if waits else None,
        past=conversation.is_past(past_before),
        rating=rating.standing(conversation),
    )


def row_of(conversation: Conversation) -> Row:
    """What a console shows of a conversation in a list."""
    agent = AgentName(conversation.agent, conversation.agent_name) if conversation.agent else None
    return Row(
        conversation=conversation.id,
        version=conversation.version,
        status=conversation.status,
        seq=conversation.seq,
        name=conversation.name,
        email=conversation.email,
        preview=conversation.preview,
        last_from=conversation.last_from,  # type: ignore[arg-type]
        last_by=AgentName(conversation.last_by, conversation.last_by_name) if conversation.last_by else None,
        last_at=conversation.last_at,
        created_at=conversation.created_at,
        waiting_since=conversation.waiting_since or None,
        closed_at=conversation.closed_at or None,
        promise_at=conversation.promise_at or None,
        priority=conversation.priority,
        department=conversation.department,
        language="en" if conversation.language == "en" else "vi",
        page=urlsplit(conversation.page).path,
        agent=agent,
        unread=conversation.unread,
        front=bool(conversation.front),
        offered_to=conversation.offered_to,
        offer_lapses=conversation.offer_lapses or None if conversation.offered_to else None,
        missed=bool(conversation.missed),
        promise_state=conversation.promise_state,  # type: ignore[arg-type]
        promise_by=conversation.promise_by,
        resolve_by=conversation.resolve_by or None,
        sleeps_until=conversation.sleeps_until or None,
        unseen_since=conversation.unseen_since or None,
        rating=rating.standing(conversation),
        address_bounced=bool(conversation.email) and conversation.email == conversation.email_bounced,
    )


def counts_of(inbox: Inbox) -> Counts:
    """How long the shared lists are."""
    return Counts(inbox.waiting, inbox.email, inbox.sleeping, inbox.unseen)


def contact_of(person: identities.Contact | None) -> Contact | None:
    """Who a console sees behind a conversation."""
    return Contact(person.id, person.name, person.email, person.plan, person.until) if person else None


def notes_of(kept: Iterable[KeptNote]) -> list[Note]:
    """What agents wrote for each other."""
    return [
        Note(
            one.number,
            one.after_seq,
            one.at,
            one.note.text,
            AgentName(one.note.agent.id, one.note.agent.name),
        )
        for one in kept
    ]


def colleagues(present: Presence, capacity: int) -> list[Colleague]:
    """Who is there, by name; `capacity` is the policy's."""
    there = sorted(present.there.values(), key=lambda agent: (agent.name, agent.id))
    return [
        Colleague(agent.id, agent.name, agent.attendance, sorted(agent.departments), agent.room(capacity) > 0)
        for agent in there
    ]


def departments_of(rules: PolicyVersion, language: Language) -> list[DepartmentName]:
    """The departments in a language, as the policy orders them."""
    return [
        DepartmentName(key, department.name.in_language(language))
        for key, department in rules.departments.items()
    ]


def policy_of(rules: PolicyVersion, revision: int, language: Language, now: datetime) -> PolicyInForce:
    """The rules that hold, and what visitors of every plan are told by them."""
    plans = (None, *rules.plans)
    shown = {key for plan in plans for key in rules.notices_at(now, plan)}
    notices = [
        Notice(key, one.text.in_language(language)) for key, one in rules.notices.items() if key in shown
    ]
    return PolicyInForce(rules.name, revision, notices)


def incident_of(incident: Incident | None) -> IncidentTold | None:
    """What visitors are told of an incident, as consoles show it."""
    if incident is None:
        return None
    words = incident.wording
    return IncidentTold(words.vi, words.en, words.url, incident.raised_at, incident.updated_at, incident.by)


def pages_of(stored: Iterable[object]) -> list[PageView]:
    """Page views as kept; one that nobody can show any more is left out, and blanks nothing (contract R22)."""
    pages = []
    for page in stored:
        with suppress(msgspec.ValidationError):
            pages.append(msgspec.convert(page, PageView))
    return pages


def decision_view(decision: Decision, zone: str, now: datetime) -> DecisionView:
    """The decision as clients see it."""

    def at(instant: datetime | None) -> int | None:
        return millis(instant) if instant else None

    return DecisionView(
        outcome=decision.outcome,
        reason=decision.reason,
        open=decision.open,
        zone=zone,
        now=millis(now),
        opens_at=at(decision.opens_at),
        closes_at=at(decision.closes_at),
        reply_by=at(decision.reply_by),
        closing_soon=decision.closing_soon,
        department=decision.department,
    )
