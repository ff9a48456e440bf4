"""A mail of ours comes back: it is marked, the thread is told, and an answer that never arrived is owed again."""

from chatserver.actions.inbound.room import Came, MailRoom, Outcome, outcome
from chatserver.actions.inbound.set_aside import put_aside
from chatserver.actions.promises import recount_at
from chatserver.domain.conversation import Change
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.given_back import given_back
from chatserver.domain.ids import random_id
from chatserver.domain.inbound import Named, Verdict
from chatserver.domain.mail import Mail, Settling, bounced
from chatserver.domain.message import SystemLine
from chatserver.domain.received_mail import Bounce
from chatserver.store import conversations, mails
from chatserver.store.appends import Append

TRIES = 5
RETRY_AFTER_S = 60.0
SENT = {"sent", "uncertain"}
NOT_OURS = Verdict("bounce", "not_ours")


async def take_bounce(
    room: MailRoom, site: str, came: Came, verdict: Verdict, named: Named, bounce: Bounce
) -> Outcome:
    """Note on a mail of ours that it was given back, or is late. Raises `Unavailable` to be tried again."""
    for _ in range(TRIES):
        mail = await _meant(room, site, named, bounce)
        if mail is None:
            return await put_aside(room, site, came, NOT_OURS)
        if mail.state == "leased":  # its sender has not written down yet how it went
            break
        if mail.state not in SENT:
            return outcome(Verdict("bounce", "known"), site, mail.conversation)
        if await _noted(room, site, mail, bounce):
            return outcome(verdict, site, mail.conversation)
    raise Unavailable("error.unavailable", retry_after=RETRY_AFTER_S)


async def _meant(room: MailRoom, site: str, named: Named, bounce: Bounce) -> Mail | None:
    """The mail that came back: by its Message-ID, else the last one that this recipient was sent."""
    client = room.office.client
    if named.n:
        return await mails.load(client, site, named.conversation, named.n)
    found = await conversations.load(client, site, named.conversation)
    sent = await mails.of_conversation(client, site, found.id, found.mails) if found else []
    to = bounce.recipient.casefold()
    fit = (one for one in reversed(sent) if one.state in SENT and to in {"", one.to.casefold()})
    return next(fit, None)


async def _noted(room: MailRoom, site: str, mail: Mail, bounce: Bounce) -> bool:
    """False when the conversation has changed under us."""
    found = await conversations.load(room.office.client, site, mail.conversation)
    if found is None:
        return True
    reason = bounce.status or "bounced"
    change = Change({}, {})
    if bounce.permanent:
        settling = bounced(mail, reason, bounce.detail)
        change = given_back(found, mail, recount_at(room.office, site), room.now)
    else:
        told = {"reason": "delayed", "detail": bounce.detail[:300]}
        settling = Settling(mail.n, mail.lease, mail.state, mail.state, mail.due_at, told)
    line = SystemLine(random_id(), change.line, dict(change.values)) if change.line else None
    step = Append(found.id, room.now, line, expect=change.expect, set=change.set, settling=settling)
    try:
        await room.office.appender.append(site, step)
    except Refused as refused:
        if refused.key != "error.changed":
            raise
        return False
    return True
