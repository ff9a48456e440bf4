"""The mail to a department: who has asked what, and by when we promised an answer."""

from chatserver.clock import from_millis
from chatserver.domain.message import VisitorMessage
from chatserver.mail.facts import Facts
from chatserver.mail.words.clean import one_line
from chatserver.mail.words.sheet import Action, Detail, Sheet
from chatserver.mail.words.subjects import subject
from chatserver.mail.words.talk import NAME_CHARS, quoted, told
from chatserver.mail.words.to_visitor import sender
from chatserver.texts import catalogue, say, word_promise


def capture(facts: Facts) -> Sheet:
    """What came in, for people who may answer from the console or from their own mailbox."""
    new = [one for one in facts.own if isinstance(one.body, VisitorMessage)]
    said = tuple(told(facts, one) for one in new)
    thread = quoted(facts, new[0].seq if new else facts.mail.from_seq)
    console = f"{facts.public_url}/console/{facts.site.id}#/{facts.conversation.id}"
    return Sheet(
        language=facts.language,
        subject=subject(facts),
        sender=sender(facts),
        head=_promise(facts),
        paragraphs=_why(facts),
        details=tuple(_details(facts)),
        said=said,
        action=Action(
            say("mail.capture.console", facts.language, link="").rstrip(),
            say("mail.capture.open", facts.language),
            console,
        ),
        thread_title=say("mail.thread", facts.language) if thread else "",
        thread=thread,
        foot=(_how_to_answer(facts),),
        enclose=tuple(file.file for one in said for file in one.files if file.file),
    )


def _promise(facts: Facts) -> str:
    at = facts.conversation.promise_at
    if not at:
        return say("mail.capture.unpromised", facts.language)
    promise = word_promise(from_millis(at), facts.version.zone, facts.language)
    return say("mail.capture.promise", facts.language, promise=promise)


def _why(facts: Facts) -> tuple[str, ...]:
    """Why it came this way: as the console says it; a reason that we have no words for is left out."""
    key = f"console.why.{facts.conversation.reason}"
    return (say(key, facts.language),) if key in catalogue(facts.language) else ()


def _details(facts: Facts) -> list[Detail]:
    found, language = facts.conversation, facts.language
    email = one_line(found.email, 254)
    plan = one_line(_plan(facts), NAME_CHARS)
    page = one_line(found.page, 2000)
    details = [
        Detail(say("console.contact", language), one_line(found.name, NAME_CHARS)),
        Detail(
            say("console.fact.email", language),
            email or say("console.fact.none", language),
            f"mailto:{email}" if email else "",
        ),
        Detail(say("console.fact.plan", language), plan),
        Detail(say("console.department", language), facts.department.name.in_language(language)),
        Detail(
            say("console.priority", language),
            say(f"console.priority.{found.priority}", language) if found.prioritised else "",
        ),
        Detail(say("mail.capture.page", language), page, page),
        Detail(
            say("console.fact.language", language),
            say(f"console.language.{found.language}", language) if found.language in {"vi", "en"} else "",
        ),
    ]
    return [one for one in details if one.value]


def _plan(facts: Facts) -> str:
    key = facts.version.plan_named(facts.conversation.plan)
    if key is None:
        return facts.conversation.plan
    return facts.version.plans[key].name.in_language(facts.language)


def _how_to_answer(facts: Facts) -> str:
    email = one_line(facts.conversation.email, 254)
    if not email:
        return say("mail.capture.nowhere", facts.language)
    verb = say("console.verb.answered_by_mail", facts.language)
    return say("mail.capture.direct", facts.language, email=email, verb=verb)
