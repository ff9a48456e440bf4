"""What a mail that was given back does to its conversation: an answer that never arrived kept no promise."""

from msgspec.structs import replace

from chatserver.domain.conversation import Change, Conversation
from chatserver.domain.mail import Mail
from chatserver.domain.promises import Recount
from chatserver.domain.terms import Promise, read_terms, write_terms


def given_back(found: Conversation, mail: Mail, recount: Recount, now: int) -> Change:
    """The address is of no use, which the thread is told once; an answer waits to be seen again. Instants are ms.

    The department's own address, or one that was corrected meanwhile, is not the visitor's.
    """
    told: dict[str, str] = {}
    useless = bool(mail.to) and mail.kind != "capture" and mail.to == found.email != found.email_bounced
    if useless:
        told["email_bounced"] = mail.to
    if mail.kind == "answer" and found.answered and found.read_by_visitor < mail.to_seq:
        told |= _unseen_again(found, mail, recount, now)
    line, values = ("system.mail_bounced", {"email": mail.to}) if useless else ("", {})
    return Change(_while_unheard(found), told, line, values)


def _unseen_again(found: Conversation, mail: Mail, recount: Recount, now: int) -> dict[str, str]:
    unseen = {"unseen_since": str(found.unseen_since or now)}
    kept_by_it = 0 < mail.sent_at <= found.promise_kept_at and not found.promise_at
    promise = _as_it_was(found, recount, now) if kept_by_it else None
    if promise is None:
        return unseen
    broken = found.promise_broken_at
    return unseen | {
        "promise_at": str(promise.at),
        "promise_from": str(promise.start),
        "promise_target": write_terms(promise.terms),
        "promise_state": "breached" if broken else "pending",  # the next sweep marks what has passed
        "promise_broken_at": str(broken) if broken else "",
        "promise_kept_at": "",
    }


def _as_it_was(found: Conversation, recount: Recount, now: int) -> Promise | None:
    """Counted again from where it was counted; a time that an agent named is gone, and counts from now."""
    terms = read_terms(found.promise_target)
    if terms is None or not found.promise_from:
        return recount(found, now)
    first = replace(found, agent_at=0) if terms.turn == "first" else found
    return recount(first, found.promise_from)


def _while_unheard(found: Conversation) -> dict[str, str]:
    judged = ("waiting_since", "promise_at", "promise_kept_at", "unseen_since", "email", "email_bounced")
    values = ((name, getattr(found, name)) for name in judged)
    return {name: str(value) if value else "" for name, value in values}
