"""Subjects: the same in all mails of a conversation to one reader, so that mail programs keep them together."""

import re

from chatserver.clock import from_millis
from chatserver.domain.message import VisitorMessage
from chatserver.mail.facts import Facts
from chatserver.mail.words.clean import cut, one_line
from chatserver.texts import say, word_day

MOST = 60
LEAST_TOPIC = 14
"""Less is a greeting, and says nothing about what is asked."""
LEADS_AWAY = re.compile(r"://|@|\w[.。．][^\W\d_]{2}|(\d[\s().-]*){7}")
"""An address of whatever kind, or a telephone number."""
REPLIES = re.compile(r"^((re|fw|fwd|aw|sv|tr|trả lời|chuyển tiếp)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)


def subject(facts: Facts) -> str:
    """What a mail is called; every further one of its thread begins with "Re:"."""
    if facts.to_department:
        named, answers = _for_department(facts), False
    elif own := _of_letter(facts):
        named, answers = own, True
    else:
        named, answers = _for_visitor(facts), False
    return f"Re: {named}" if answers or earlier_to_same(facts) else named


def plain(text: str) -> str:
    """A subject without its "Re:" and "Fwd:", short enough."""
    return cut(REPLIES.sub("", one_line(text, 500)), MOST)


def earlier_to_same(facts: Facts) -> list[int]:
    """The numbers of the mails before this one that its reader has, or may have; oldest first."""
    return [
        one.n
        for one in facts.earlier
        if (one.kind == "capture") == facts.to_department
        and (one.state in {"sent", "uncertain"} or one.sent_at)
    ]


def _of_letter(facts: Facts) -> str:
    """What the visitor called the mail that began it; '' for none.

    Anybody may send a mail in anybody's name. So until a person has answered, none goes back to that name that leads
    to where its writer chose.
    """
    named = plain(facts.letter.subject) if facts.letter is not None else ""
    return named if facts.conversation.agent_at or not LEADS_AWAY.search(named) else ""


def _for_visitor(facts: Facts) -> str:
    created = from_millis(facts.conversation.created_at).astimezone(facts.version.zone).date()
    company = one_line(facts.version.company, 40)
    return say("mail.subject", facts.language, company=company, day=word_day(created, facts.language))


def _for_department(facts: Facts) -> str:
    """By what was asked first: the whole conversation keeps it."""
    named = plain(facts.letter.subject) if facts.letter else plain(_topic(facts))
    if len(named) < LEAST_TOPIC:
        return say("mail.subject.untold", facts.language, id=facts.conversation.id[:6])
    return say("mail.subject.capture", facts.language, topic=named)


def _topic(facts: Facts) -> str:
    """The first words that say something, of those in the first mail about it: what came later renames nothing."""
    first = next((one for one in facts.earlier if one.kind == "capture"), facts.mail)
    asked = [
        one.body.text
        for one in facts.began
        if isinstance(one.body, VisitorMessage) and one.seq <= first.to_seq
    ]
    return next((text for text in asked if len(text) >= LEAST_TOPIC), "")
