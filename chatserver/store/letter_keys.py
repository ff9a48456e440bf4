"""The schema, continued: keys of mails that came in; see `store.keys`."""

from chatserver.store.keys import site

MAILBOX = "chat:mailbox"
"""string, a lease: the process that looks into the mailbox of IMAP_URL (contract R19)."""


def failures(cid: str) -> str:
    """integer, 7 days: how often a mail could not be handled (contract R22)."""
    return f"chat:letter_failures:{cid}"


def set_aside(site_id: str) -> str:
    """sorted set: mails that landed nowhere, by the id of the raw mail in the file store → when, ms; 30 days."""
    return f"{site(site_id)}:set_aside"


def set_aside_facts(site_id: str) -> str:
    """hash: the same id → JSON: who, subject, reason; see `store.set_aside`."""
    return f"{site(site_id)}:set_aside:facts"
