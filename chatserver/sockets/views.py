"""From what is stored to what is on the wire."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.decision import Decision
from chatserver.domain.policy import PolicyVersion
from chatserver.protocol.to_agent import Row
from chatserver.protocol.to_visitor import Channel, Desk, State
from chatserver.protocol.values import AgentName, DecisionView, Language, PageView

_SCHEMES = {"phone": "tel:", "email": "mailto:", "link": ""}


def state_of(conversation: Conversation) -> State:
    """What a visitor is told of a conversation."""
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
    )


def row_of(conversation: Conversation) -> Row:
    """What a console shows of a conversation in a list."""
    agent = AgentName(conversation.agent, conversation.agent_name) if conversation.agent else None
    return Row(
        conversation=conversation.id,
        version=conversation.version,
        status=conversation.status,
        seq=conversation.seq,
        name="",
        email=conversation.email,
        preview=conversation.preview,
        last_from=conversation.last_from,  # type: ignore[arg-type]
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
    )


def pages_of(stored: Iterable[object]) -> list[PageView]:
    """Page views as kept; one that nobody can show any more is left out, and blanks nothing (contract R22)."""
    pages = []
    for page in stored:
        with suppress(msgspec.ValidationError):
            pages.append(msgspec.convert(page, PageView))
    return pages


def desk_of(rules: PolicyVersion, site: str, language: Language, now: datetime) -> Desk:
    """Who answers here and the other ways to reach them, in the visitor's language."""
    channels = []
    for key, channel in rules.channels.items():
        calendar = rules.calendars[channel.calendar] if channel.calendar else None
        channels.append(
            Channel(
                key=key,
                name=channel.name.in_language(language),
                href=_SCHEMES[channel.kind] + channel.value,
                label=channel.label or channel.value,
                note=channel.note.in_language(language) if channel.note else "",
                open=calendar.is_open(now) if calendar else None,
            )
        )
    return Desk(rules.company, rules.privacy_url or f"/privacy?lang={language}&site={site}", channels)


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
    )
