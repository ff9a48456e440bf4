"""What becomes of mails: how an attempt to send one ended, and what people ask for (contract R21)."""

from chatserver.actions.conversations import retried
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import UNKNOWN, Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.mail import Asked, Mail, Result, Settling, sent_again, settled
from chatserver.domain.message import Speaker
from chatserver.domain.promises import see
from chatserver.store import attempts, audit, conversations, mails
from chatserver.store.appends import Append

CHANGED = "error.changed"
TRANSCRIPT_EVERY_S = 600
TRANSCRIPTS_AT_ONCE = 3


async def settle(
    office: Office, site: str, mail: Mail, result: Result, *, wait_ms: int = 0, detail: str = ""
) -> bool:
    """Note how an attempt ended; False when the mail is this sender's no more, or its conversation was removed.

    An answer that the mail server has accepted has reached the visitor, and keeps its promise in the same step. Raises
    `Unavailable`: then it may have been noted or not, and doing it again is harmless.
    """
    settling = settled(mail, result, millis(office.now), wait_ms=wait_ms, detail=detail)
    try:
        if result == "accepted" and mail.kind == "answer":
            return await _reached(office, site, mail, settling)
        return await _settle(office, site, mail, settling)
    except Refused as refused:
        if refused.key not in {CHANGED, UNKNOWN}:
            raise
        return False


async def send_again(office: Office, site: str, agent: Speaker, conversation: str, n: int) -> None:
    """An agent wants a mail sent that nobody sends any more.

    Raises `Refused`: `unknown_conversation` (or no such mail), `changed` (sent, on its way, or needed no longer),
    `address_bounced` while the visitor has left no other address than the one that mails came back from.
    """
    mail = await mails.load(office.client, site, conversation, n)
    if mail is None:
        raise Refused(UNKNOWN)
    if mail.due_at or mail.state not in {"dead", "uncertain", "bounced"}:
        raise Refused(CHANGED)
    found = await conversations.load(office.client, site, conversation)
    if mail.kind != "capture" and found is not None and found.email and found.email == found.email_bounced:
        raise Refused("error.address_bounced")
    await _settle(office, site, mail, sent_again(mail, millis(office.now)))
    await audit.record(office.client, agent.id, "mail_again", mail.id, office.now)


async def ask_transcript(office: Office, site: str, conversation: str) -> str:
    """Mail the whole conversation to its visitor, who may ask as agents do; the address that it goes to.

    Raises `Refused`: `unknown_conversation`, `no_address` (none was left, or mails came back from it), `too_many`.
    """
    found = await conversations.load(office.client, site, conversation)
    if found is None:
        raise Refused(UNKNOWN)
    if not found.email or found.email == found.email_bounced or found.muted:
        raise Refused("error.no_address")
    asked = f"transcript:{site}:{conversation}"
    wait = await attempts.spend(office.client, asked, TRANSCRIPT_EVERY_S, TRANSCRIPTS_AT_ONCE)
    if wait is not None:
        raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))
    step = Append(conversation, millis(office.now), asked=Asked(kind="transcript"))
    await office.appender.append(site, step)
    return found.email


async def _reached(office: Office, site: str, mail: Mail, settling: Settling) -> bool:
    async def step(found: Conversation) -> bool:
        change = see(found, millis(office.now)) if await _says(office, site, found, mail) else None
        if change is None:
            return await _settle(office, site, mail, settling)
        seen = Append(found.id, millis(office.now), expect=change.expect, set=change.set, settling=settling)
        await office.appender.append(site, seen)
        return True

    try:
        return await retried(office, site, mail.conversation, step)
    except Refused as refused:
        if refused.key != CHANGED:
            raise
    return await _settle(office, site, mail, settling)  # the mail is gone: that stands, whatever else changes


async def _says(office: Office, site: str, found: Conversation, mail: Mail) -> bool:
    """Whether the mail holds words that the visitor has not seen: not when they were said after it was written."""
    if not found.unseen_since:
        return False
    stored = await conversations.messages_after(office.client, site, found.id, mail.to_seq - 1)
    return bool(stored) and stored[0].seq == mail.to_seq and stored[0].at >= found.unseen_since


async def _settle(office: Office, site: str, mail: Mail, settling: Settling) -> bool:
    await office.appender.append(site, Append(mail.conversation, millis(office.now), settling=settling))
    return True
