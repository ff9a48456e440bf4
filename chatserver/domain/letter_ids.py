"""Ids of what mails and plain forms bring: each follows from what came, so that a second delivery makes nothing twice
(contract R1, R4).

What must not be guessed also follows from the installation's own secret (contract S2).
"""

import hashlib
import hmac

ID_BYTES = 16


def cid_of(message_id: str, raw: bytes) -> str:
    """The `cid` of a mail's words: by its Message-ID, or by all of its bytes when it has none."""
    return hashlib.sha256(message_id.encode() if message_id else raw).hexdigest()[: 2 * ID_BYTES]


def conversation_of_letter(secret: bytes, site: str, cid: str) -> str:
    """The conversation that a mail opens on a site."""
    return _derived(secret, "conversation", site, cid)


def file_of(secret: bytes, conversation: str, cid: str, number: int, content: bytes) -> str:
    """A mail's n-th file in a conversation ('' of one set aside), 0 being the mail itself: another for other bytes."""
    return _derived(secret, "file", conversation, cid, str(number), hashlib.sha256(content).hexdigest())


def visitor_of(secret: bytes, site: str, address: str) -> str:
    """The visitor who writes from an address: never one of a browser, for a mail's sender is only claimed."""
    return _derived(secret, "visitor", site, address.casefold())


def secret_hash_of(secret: bytes, site: str, address: str) -> str:
    """What such a visitor's secret would hash to; no browser holds one that does."""
    return _sign(secret, "visitor secret", site, address.casefold()).hex()


def conversation_of_form(secret: bytes, site: str, form: str, address: str) -> str:
    """The conversation that a form opens: sent again it is the same one, unless the answer is to go elsewhere."""
    return _derived(secret, "form conversation", site, form, address.casefold())


def cid_of_form(secret: bytes, form: str, text: str) -> str:
    """The `cid` of a form's words: words that were changed before they were sent again are other ones (contract R4)."""
    return _derived(secret, "form words", form, text)


def seal_of(secret: bytes, site: str, conversation: str) -> str:
    """What stands with a conversation's id in the address of the page that says it was received."""
    return _derived(secret, "form received", site, conversation)


def _derived(secret: bytes, purpose: str, *of: str) -> str:
    return _sign(secret, purpose, *of)[:ID_BYTES].hex()


def _sign(secret: bytes, purpose: str, *of: str) -> bytes:
    said = "\0".join(("chatserver letter", purpose, *of))
    return hmac.digest(secret, said.encode("utf-8", "surrogateescape"), hashlib.sha256)
