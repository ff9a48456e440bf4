"""A mail lands: in the conversation that it proves to belong to, or in a new one of the department it was sent to."""

from chatserver.actions.inbound.addresses import Place, is_from_agent, is_from_us, site_of
from chatserver.actions.inbound.limits import count
from chatserver.actions.inbound.room import Came, MailRoom, Outcome, outcome
from chatserver.actions.inbound.set_aside import put_aside
from chatserver.actions.inbound.words import message_of
from chatserver.actions.promises import promised
from chatserver.actions.reasons import reason_of
from chatserver.domain.conversation import Conversation
from chatserver.domain.decision import Decision
from chatserver.domain.errors import Refused
from chatserver.domain.ids import epoch
from chatserver.domain.inbound import Named, Verdict, token_in
from chatserver.domain.language_guess import guess_language
from chatserver.domain.letter_ids import conversation_of_letter, secret_hash_of, visitor_of
from chatserver.domain.mail import Asked
from chatserver.domain.mail_tokens import conversation_of
from chatserver.domain.page import clean_title
from chatserver.store import conversations, mails, visitors
from chatserver.store.appends import Append, Arrival

LONGEST_NAME = 100
REFUSALS = {
    "error.blocked": Verdict("ignored", "blocked"),
    "error.cid_conflict": Verdict("quarantined", "same_id"),
    "error.unknown_conversation": Verdict("quarantined", "same_id"),  # another's, who used it before
}


async def answer(room: MailRoom, site: str, came: Came, verdict: Verdict, named: Named) -> Outcome:
    """The visitor's mail lands in its conversation; its sender need not be the address we wrote to, who has the token
    was given it. Raises `Unavailable`, or `Refused` for what may be repeated.
    """
    client = room.office.client
    found = await conversations.load(client, site, named.conversation)
    if found is None or not found.mails:  # erased: nobody has a mail of ours about it any more
        return await put_aside(room, site, came, Verdict("quarantined", "unknown_token"))
    refused = await _no_visitors_word(room, site, came, named, found)
    if refused is not None:
        return await put_aside(room, site, came, refused, found.id)
    if not await count(room, site, came, found.id):
        return await put_aside(room, site, came, Verdict("quarantined", "too_many"), found.id)
    visitor = await visitors.find(client, site, found.visitor)
    await room.office.refresh(site)
    decision = room.office.decision_on(site, found, way="email")
    seen = {"letter_id": came.mail.message_id}
    if came.sender == found.email_bounced.casefold():  # it works after all
        seen["email_bounced"] = ""
    arrival = Arrival(
        visitor=found.visitor,
        secret_hash=visitor.secret_hash,
        epoch=epoch(),
        status="email",
        promise=await promised(room.office, site, decision, found.plan, found),
        reason=decision.reason,
        why="" if found.attended else reason_of(room.office, site, decision),
    )
    return await _land(room, site, came, verdict, found.id, found.language, arrival, seen)


async def begin(room: MailRoom, place: Place, came: Came, verdict: Verdict) -> Outcome:
    """A mail to a department opens a conversation; a second delivery finds it there.

    A mail proves nobody's identity or plan: what a department refuses to strangers goes to the default one, whose
    people can pass it on; it was sent to an address that we publish, so somebody owes it an answer.
    """
    office, site, mail = room.office, place.site, came.mail
    if is_from_us(room, site, came):
        return await put_aside(room, site, came, Verdict("ignored", "from_us"))
    conversation = conversation_of_letter(room.secret, site, came.cid)
    if not await count(room, site, came, conversation):
        return await put_aside(room, site, came, Verdict("quarantined", "too_many"))
    await office.refresh(site)
    decision = _decide(room, place)
    rules = office.rules(site)
    language = guess_language(mail.visible_text or mail.subject, rules.default_language)
    seen = {
        "department": decision.department,
        "language": language,
        "email": mail.sender,
        "name": clean_title(mail.sender_name)[:LONGEST_NAME],
        "letter_id": mail.message_id,
    }
    arrival = Arrival(
        visitor=visitor_of(room.secret, site, came.sender),
        secret_hash=secret_hash_of(room.secret, site, came.sender),
        epoch=epoch(),
        status="email",
        promise=await promised(office, site, decision, "", None),
        reason=decision.reason,
        why=reason_of(office, site, decision),
    )
    return await _land(room, site, came, verdict, conversation, language, arrival, seen)


async def proven_site(room: MailRoom, named: Named) -> str | None:
    """The site of the conversation that a mail names."""
    return await site_of(room, named.conversation)


async def _no_visitors_word(
    room: MailRoom, site: str, came: Came, named: Named, found: Conversation
) -> Verdict | None:
    """Why a mail about a conversation is not its visitor's word, if it is not."""
    visitor = await visitors.find(room.office.client, site, found.visitor)
    if visitor.blocked:
        return Verdict("ignored", "blocked")
    if came.sender == found.email.casefold():
        return None
    if is_from_us(room, site, came) or await is_from_agent(room, site, came):
        return Verdict("ignored", "from_us")
    if named.n and not any(conversation_of(room.secret, token_in(one)) for one in came.recipients):
        ours = await mails.load(room.office.client, site, found.id, named.n)
        if ours is not None and ours.kind == "capture":  # only the department has seen that one
            return Verdict("quarantined", "not_the_visitor")
    return None


async def _land(
    room: MailRoom,
    site: str,
    came: Came,
    verdict: Verdict,
    conversation: str,
    language: str,
    arrival: Arrival,
    seen: dict[str, str],
) -> Outcome:
    body = await message_of(room, site, came, conversation, language)
    step = Append(conversation, room.now, body, arrival, set=seen, asked=Asked(letter=True))
    try:
        done = await room.office.appender.append(site, step)
    except Refused as refused:
        if refused.key not in REFUSALS:
            raise
        return await put_aside(room, site, came, REFUSALS[refused.key], conversation)
    return outcome(verdict, site, conversation, done.seq)


def _decide(room: MailRoom, place: Place) -> Decision:
    office, site = room.office, place.site
    wanted = office.decision(site, place.department, way="email")
    if wanted.outcome != "refused":
        return wanted
    default = office.rules(site).default_department
    return office.decision(site, default, way="email", admitted=True)
