"""Addresses that mails go to and come from, fit for an envelope (RFC 5321) and a header (RFC 5322)."""

import re

from chatserver.domain.address import is_address
from chatserver.domain.mail_tokens import reply_token
from chatserver.mail.facts import Facts
from chatserver.mail.outgoing import Post
from chatserver.mail.words.clean import ENCODED, one_line
from chatserver.settings import Settings

UNICODE_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f]{1,64}")


def receiver(facts: Facts) -> str | None:
    """Where a mail goes; None when there is nobody to send it to, or their server has given one back."""
    if facts.to_department:
        return deliverable(facts.department_address)
    email = facts.conversation.email
    return deliverable(email) if email != facts.conversation.email_bounced else None


def reply_address(post: Post, facts: Facts) -> str | None:
    """Where an answer to a mail goes; None when it would reach nobody whom we know.

    ASCII alone: whoever receives the mail need not be able to write to another (RFC 6531).
    """
    if facts.to_department:
        found = deliverable(facts.conversation.email)
    else:
        found = _own_address(post, facts) or deliverable(facts.department_address)
    return found if found and found.isascii() else None


def envelope_sender(post: Post, facts: Facts) -> str:
    """Where bounces go: to the conversation's own address when there are such, so that we learn of them."""
    return _own_address(post, facts) or post.settings.default_from_email


def own_domain(settings: Settings) -> str:
    """The domain in our Message-IDs; '' while we have no address."""
    return (settings.reply_address or settings.default_from_email).rpartition("@")[2].lower()


def deliverable(address: str) -> str | None:
    """The address with its domain as DNS knows it; None for what no mail server would take, or no header may hold."""
    local, at, domain = address.strip().rpartition("@")
    if ENCODED in local:
        return None
    try:
        known = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    if is_address(f"{local}@{known}"):
        return f"{local}@{known}"
    unicode_local = not local.isascii() and UNICODE_LOCAL.fullmatch(local) and one_line(local, 64) == local
    return f"{local}@{known}" if at and unicode_local and is_address(f"x@{known}") else None


def _own_address(post: Post, facts: Facts) -> str | None:
    """The one address takes replies and bounces: another name at its domain might be somebody else's mailbox."""
    local, at, domain = post.settings.reply_address.partition("@")
    if not at:
        return None
    return f"{local}+{reply_token(post.secret, facts.conversation.id)}@{domain}"
