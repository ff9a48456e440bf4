"""Mails to the visitor: we have it; our answer; another time; the whole talk.

Anybody may type anybody's address into a widget. So no mail that goes out by itself carries a word that the
visitor chose, in subject or body: strangers could have us send theirs. Once a person has answered, we quote.
"""

from dataclasses import replace

from chatserver.clock import from_millis
from chatserver.domain.mail import LINES
from chatserver.domain.message import AgentMessage
from chatserver.mail.facts import MOST_TOLD, Facts, last_line
from chatserver.mail.words.clean import one_line
from chatserver.mail.words.sheet import Action, Sheet
from chatserver.mail.words.subjects import subject
from chatserver.mail.words.talk import NAME_CHARS, all_told, quoted, speaker, system_line, told
from chatserver.texts import say, word_promise

PROMISES = frozenset(LINES)


def receipt(facts: Facts) -> Sheet:
    """We have your question and will reply by then."""
    found = facts.conversation
    promise = word_promise(
        from_millis(found.promise_at), facts.version.zone, facts.language, None, facts.beside
    )
    return Sheet(
        language=facts.language,
        subject=subject(facts),
        sender=sender(facts),
        head=say("mail.receipt", facts.language, promise=promise),
        paragraphs=(say("mail.receipt.reply", facts.language),) if facts.answerable else (),
        action=_action(facts, "mail.receipt.look" if facts.answerable else "mail.receipt.open"),
        foot=_foot(facts, "mail.why_letter" if facts.letter else "mail.why"),
    )


def answer(facts: Facts) -> Sheet:
    """An agent's words, then what they answer."""
    new = [one for one in facts.own if isinstance(one.body, AgentMessage)]
    names = list(dict.fromkeys(speaker(facts, one.body) for one in new if isinstance(one.body, AgentMessage)))
    said = tuple(told(facts, one) for one in new)
    if len(names) == 1:  # a letter, signed at its end
        said = tuple(replace(one, by="") for one in said)
    signed = (
        say("mail.signed", facts.language, agent=names[0], company=company(facts)) if len(names) == 1 else ""
    )
    thread = quoted(facts, new[0].seq)
    return Sheet(
        language=facts.language,
        subject=subject(facts),
        sender=sender(facts),
        said=said,
        signed=signed,
        action=_action(facts, "mail.answer.reply" if facts.answerable else "mail.answer.open"),
        thread_title=say("mail.thread", facts.language) if thread else "",
        thread=thread,
        foot=_foot(facts),
        enclose=tuple(file.file for one in said for file in one.files if file.file),
    )


def promise(facts: Facts) -> Sheet:
    """Another time than the one that was promised, or an agent's own."""
    line = last_line(facts.own, PROMISES)
    words = system_line(facts, line, facts.beside) if line else ""
    return _letter(facts, head=words, paragraphs=(say("mail.promise.kept", facts.language),))


def transcript(facts: Facts) -> Sheet:
    """The whole talk, the last part of a very long one; while nobody has answered, the way back to it alone."""
    if not facts.conversation.agent_at:
        return _letter(facts, head=say("mail.reopen", facts.language, company=company(facts)))
    left_out = facts.spoken[0].seq - 1 if facts.spoken else 0
    zone = say("mail.transcript.zone", facts.language, zone=str(facts.version.zone))
    cut = say("mail.transcript.cut", facts.language, count=left_out, shown=MOST_TOLD)
    head = say("mail.transcript", facts.language, company=company(facts))
    letter = _letter(facts, head=head, paragraphs=(zone, cut) if left_out else (zone,))
    return replace(letter, thread=all_told(facts, facts.spoken))


def _letter(facts: Facts, *, head: str, paragraphs: tuple[str, ...] = ()) -> Sheet:
    """A sentence that matters, and the ways to answer."""
    return Sheet(
        language=facts.language,
        subject=subject(facts),
        sender=sender(facts),
        head=head,
        paragraphs=paragraphs,
        action=_action(facts, "mail.answer.reply" if facts.answerable else "mail.answer.open"),
        foot=_foot(facts),
    )


def company(facts: Facts) -> str:
    """Who writes, by the name in the policy."""
    return one_line(facts.version.company, NAME_CHARS)


def sender(facts: Facts) -> str:
    """The company, and which of its departments."""
    department = one_line(facts.department.name.in_language(facts.language), NAME_CHARS)
    return f"{company(facts)} · {department}"


def _action(facts: Facts, key: str) -> Action | None:
    if not facts.link:
        return None
    lead = say(key, facts.language, link="").rstrip()
    return Action(lead, say("mail.open", facts.language), facts.link)


def _foot(facts: Facts, why: str = "") -> tuple[str, ...]:
    once = (say("mail.link_once", facts.language),) if facts.link else ()
    email = one_line(facts.conversation.email, 254)
    reason = (say(why, facts.language, email=email, company=company(facts)),) if why else ()
    return (*once, *reason)
