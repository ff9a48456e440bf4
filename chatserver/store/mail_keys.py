"""The schema, continued: keys of mails (contract R21); see `store.keys`."""

from chatserver.store.keys import conversation, site


def mail(site_id: str, conversation_id: str, n: int) -> str:
    """hash: a conversation's n-th mail, fields of `domain.mail.Mail`; lives as long as the conversation."""
    return f"{conversation(site_id, conversation_id)}:mail:{n}"


def outbox(site_id: str) -> str:
    """sorted set: `CONVERSATION.N` of a mail that is to be sent → when, ms (contract R21)."""
    return f"{site(site_id)}:outbox"


def leased(site_id: str) -> str:
    """sorted set: the same of a mail that is being sent → end of its lease, ms of Redis' own clock (R19)."""
    return f"{site(site_id)}:leased"


def dead_mails(site_id: str) -> str:
    """sorted set: mails that nobody sends any more without being told to → since when, ms (R22)."""
    return f"{site(site_id)}:mails:dead"


def link(site_id: str, code_hash: str) -> str:
    """string, 30 days: the conversation that a mail's link opens, the masked address it went to; `-`: used (S2)."""
    return f"{site(site_id)}:link:{code_hash}"
