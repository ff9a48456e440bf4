"""A question from a plain form: it takes the way of all words, and is answered by email."""

import hashlib
import hmac

from msgspec import Struct

from chatserver.actions.messages import REFUSALS
from chatserver.actions.office import Office
from chatserver.actions.promises import promised
from chatserver.actions.reasons import reason_of
from chatserver.clock import millis
from chatserver.domain.address import clean_address
from chatserver.domain.conversation import Conversation
from chatserver.domain.decision import Decision
from chatserver.domain.errors import Refused
from chatserver.domain.ids import epoch
from chatserver.domain.letter_ids import (
    cid_of_form,
    conversation_of_form,
    seal_of,
    secret_hash_of,
    visitor_of,
)
from chatserver.domain.mail import Asked
from chatserver.domain.message import VisitorMessage
from chatserver.domain.page import clean_text
from chatserver.store import attempts, conversations, letters
from chatserver.store.appends import Append, Arrival
from chatserver.store.secrets import own_secret

OF_ONE_CALLER = (60.0, 10)
"""One a minute, ten at once: an office behind one address asks less (contract S5)."""
OF_ONE_ADDRESS = (300.0, 5)
"""Whoever asks, nobody's mailbox gets more receipts than that."""
OF_ONE_SITE = (0.5, 600)


class Filled(Struct, frozen=True):
    """A form as somebody filled it in; `form` is its own id, 128 random bits made when it was shown."""

    form: str
    text: str
    address: str
    department: str
    language: str


async def ask(office: Office, site: str, filled: Filled, caller: str) -> str:
    """Store a form's question once, with its promise; the conversation. `caller` is the sender's IP address, or ''.

    Raises `Refused` (`empty_text`, `text_too_long`, `bad_email`, `unknown_department`, `plan_not_admitted`,
    `sign_in_required`, `too_many`, and the append's reasons), `Unavailable` or a `StoreFault`.
    """
    text, address = clean_text(filled.text), clean_address(filled.address)
    await office.refresh(site)
    secret = await own_secret(office.client)
    cid = cid_of_form(secret, filled.form, text)
    conversation = conversation_of_form(secret, site, filled.form, address)
    running = await conversations.load(office.client, site, conversation)
    decision = _decide(office, site, filled.department, running)
    if not await letters.knows(office.client, site, conversation, cid):
        await _count(office, site, address, caller)
    # The visitor who would write a mail from that address: it proves as little (contract S2).
    arrival = Arrival(
        visitor=visitor_of(secret, site, address),
        secret_hash=secret_hash_of(secret, site, address),
        epoch=epoch(),
        status="email",
        promise=await promised(office, site, decision, "", running),
        reason=decision.reason,
        why=reason_of(office, site, decision),
    )
    seen = {"department": decision.department, "language": filled.language, "email": address}
    words, by_mail = VisitorMessage(cid, text), Asked(letter=True)
    step = Append(conversation, millis(office.now), words, arrival, set=seen, asked=by_mail)
    await office.appender.append(site, step)
    return conversation


async def seal(office: Office, site: str, conversation: str) -> str:
    """What proves that somebody was shown the way to a conversation's receipt."""
    return seal_of(await own_secret(office.client), site, conversation)


async def received(office: Office, site: str, conversation: str, sealed: str) -> Conversation | None:
    """The conversation whose receipt may be shown; None for a wrong seal as for one that is gone (contract S2)."""
    found = await conversations.load(office.client, site, conversation)
    right = await seal(office, site, conversation)
    return found if hmac.compare_digest(right.encode(), sealed.encode()) else None


def _decide(office: Office, site: str, department: str, running: Conversation | None) -> Decision:
    if running is not None and running.status != "closed":
        return office.decision_on(site, running, way="email")
    decision = office.decision(site, department or None, way="email")
    if decision.outcome == "refused":
        raise Refused(REFUSALS[decision.reason])
    return decision


async def _count(office: Office, site: str, address: str, caller: str) -> None:
    asked = hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
    callers = [(f"form:ip:{caller}", OF_ONE_CALLER)] if caller else []
    for what, pace in (*callers, (f"form:{site}:{asked}", OF_ONE_ADDRESS), (f"form:{site}", OF_ONE_SITE)):
        wait = await attempts.spend(office.client, what, *pace)
        if wait is not None:
            raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))
