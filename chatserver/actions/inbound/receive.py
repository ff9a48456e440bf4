"""A mail comes in: judged by what it proves, then carried out; a second delivery changes nothing."""

import logging

from chatserver.actions.inbound.addresses import department_of, site_ids
from chatserver.actions.inbound.bounces import NOT_OURS, take_bounce
from chatserver.actions.inbound.landing import answer, begin, proven_site
from chatserver.actions.inbound.room import Came, MailRoom, Outcome
from chatserver.actions.inbound.set_aside import put_aside
from chatserver.domain.errors import ChatError, Unavailable
from chatserver.domain.inbound import Named, Verdict, judge, named_by
from chatserver.domain.letter_ids import cid_of
from chatserver.domain.mail_tokens import mail_named
from chatserver.domain.received_mail import ReceivedMail
from chatserver.store import letters
from chatserver.store.client import StoreFault

log = logging.getLogger(__name__)
MOST_FAILURES = 5
RETRY_AFTER_S = 60.0


async def receive(room: MailRoom, raw: bytes, mail: ReceivedMail, recipient: str = "") -> Outcome:
    """Take in a mail as it was read; `recipient` is the envelope's, where the mail server names it.

    What is returned is kept. Raises `Unavailable`, `Refused('error.too_many')` or a `StoreFault` for what must be
    delivered again later; what fails five times by a fault of ours is set aside (contract R22).
    """
    recipients = tuple(one for one in (recipient, *mail.recipients) if one)
    came = Came(raw, mail, recipients, cid_of(mail.message_id, raw))
    try:
        return await _handled(room, came)
    except (ChatError, *StoreFault):
        raise
    except Exception:
        log.exception("a mail could not be handled")
        if await letters.failed(room.office.client, came.cid) < MOST_FAILURES:
            raise Unavailable("error.unavailable", retry_after=RETRY_AFTER_S) from None
        return await put_aside(room, (await site_ids(room))[0], came, Verdict("quarantined", "failed"))


async def _handled(room: MailRoom, came: Came) -> Outcome:
    mail = came.mail
    is_ours = mail_named(room.secret, mail.message_id) is not None
    named = named_by(mail, room.secret, came.recipients)
    verdict = judge(mail, named, came.recipients, is_ours=is_ours)
    if is_ours and verdict.action == "ignored":  # it is listed where it was sent from
        return Outcome(verdict.action, verdict.reason)
    site = await proven_site(room, named) if named else None
    match verdict.action:
        case "reply" if named and site:
            return await answer(room, site, came, verdict, named)
        case "bounce" if mail.bounce and named and site:
            return await take_bounce(room, site, came, verdict, named, mail.bounce)
        case "bounce":
            verdict = NOT_OURS
    place = await department_of(room, came)
    if verdict.action == "new" or (verdict.action == "reply" and verdict.reason == "references"):
        if place is not None:  # that talk is gone: what they write now is answered none the less
            return await begin(room, place, came, Verdict("new", "department"))
        verdict = Verdict("quarantined", "unknown_recipient")
    elif verdict.action == "reply":
        verdict = Verdict("quarantined", "unknown_token")
    listed = site or (place.site if place else (await site_ids(room))[0])
    return await put_aside(room, listed, came, verdict, _conversation(named, site))


def _conversation(named: Named | None, site: str | None) -> str:
    return named.conversation if named and site else ""
