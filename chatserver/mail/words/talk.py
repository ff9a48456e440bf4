"""What was said, as a mail quotes it."""

from collections.abc import Iterable
from urllib.parse import quote
from zoneinfo import ZoneInfo

from chatserver.clock import from_millis
from chatserver.domain.message import AgentMessage, File, SystemLine, VisitorMessage
from chatserver.mail.facts import Facts, Spoken
from chatserver.mail.words.clean import cut, one_line, paragraphs
from chatserver.mail.words.sheet import Enclosed, Said
from chatserver.texts import catalogue, say, word_instant, word_promise

QUOTED = 8
QUOTED_CHARS = 600
NAME_CHARS = 60
INSTANTS = {"promise"}
"""Values of system lines that are instants in ms."""


def quoted(facts: Facts, before: int) -> tuple[Said, ...]:
    """The last words of either side before a message, shortened, oldest first."""
    people = [
        one
        for one in facts.spoken
        if one.seq < before and isinstance(one.body, VisitorMessage | AgentMessage) and _is_there(one.body)
    ]
    return tuple(told(facts, one, at_most=QUOTED_CHARS, enclosed=False) for one in people[-QUOTED:])


def all_told(facts: Facts, spoken: Iterable[Spoken]) -> tuple[Said, ...]:
    """Messages in full, whoever speaks."""
    return tuple(told(facts, one, enclosed=False) for one in spoken)


def told(facts: Facts, one: Spoken, at_most: int | None = None, *, enclosed: bool = True) -> Said:
    """One message under who said it and when."""
    when = word_instant(one.at, facts.version.zone, facts.language)
    body = one.body
    if body is None:
        return Said(say("widget.unreadable", facts.language), when, by_system=True)
    if isinstance(body, SystemLine):
        return Said(system_line(facts, body), when, by_system=True)
    if not _is_there(body):
        return Said(say("system.message_erased", facts.language), when, by_system=True)
    text = paragraphs(body.text)
    return Said(
        text=cut(text, at_most) if at_most else text,
        by=f"{speaker(facts, body)} · {when}",
        where=_where(facts, body),
        files=tuple(_enclosed(facts, file, enclosed=enclosed) for file in body.files),
    )


def speaker(facts: Facts, body: VisitorMessage | AgentMessage) -> str:
    """Who speaks, as the reader calls them."""
    if isinstance(body, AgentMessage):
        return one_line(body.agent.name, NAME_CHARS)
    return visitor_name(facts) if facts.to_department else say("widget.you", facts.language)


def visitor_name(facts: Facts) -> str:
    """What agents call the visitor, as in the console's lists."""
    known = facts.conversation.name or facts.conversation.email
    short = facts.conversation.visitor[:4].upper()
    return one_line(known, NAME_CHARS) or say("console.visitor", facts.language, id=short)


def system_line(facts: Facts, line: SystemLine, beside: ZoneInfo | None = None) -> str:
    """A system line in the visitor's words; one that a newer server wrote says that it cannot be shown."""
    values = {name: _value(facts, name, value, beside) for name, value in line.values.items()}
    if line.key not in catalogue(facts.language):
        return say("widget.unreadable", facts.language)
    return one_line(say(line.key, facts.language, **values), QUOTED_CHARS)


def _value(facts: Facts, name: str, value: str | int, beside: ZoneInfo | None) -> str:
    if name in INSTANTS:
        return word_promise(from_millis(int(value)), facts.version.zone, facts.language, None, beside)
    if name == "reason":
        return say(f"system.reason.{value}", facts.language)
    return one_line(str(value), QUOTED_CHARS if name == "comment" else NAME_CHARS)


def _is_there(body: VisitorMessage | AgentMessage) -> bool:
    """An erased message keeps its place without words."""
    return bool(body.text or body.files)


def _where(facts: Facts, body: VisitorMessage | AgentMessage) -> str:
    """Where it was written, for those who answer."""
    if isinstance(body, AgentMessage) or body.page is None or not facts.to_department:
        return ""
    page = one_line(body.page.url, 2000)
    return say("console.message.written_on", facts.language, page=page)


def _enclosed(facts: Facts, file: File, *, enclosed: bool) -> Enclosed:
    name = one_line(file.name, 120)
    href = f"{facts.public_url}/files/{facts.site.id}/{file.id}/{quote(name, safe='')}"
    return Enclosed(name, size_in_words(file.size, facts.language), href, file if enclosed else None)


def size_in_words(size: int, language: str) -> str:
    """A size as people read it: 900 B, 240 KB, 1,2 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{round(size / 1000)} KB"
    number = f"{size / 1_000_000:.1f}"
    return f"{number.replace('.', ',') if language == 'vi' else number} MB"
