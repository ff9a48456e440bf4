"""Message-IDs: which mail this is, and which ones it answers (RFC 5322, 3.6.4)."""

import re

from chatserver.mail.parse.cleaning import clean_line
from chatserver.mail.parse.fields import Fields

LONGEST = 500
MOST = 100
BRACKETED = re.compile(r"<([^<>]{1,2000})>")


def first_id(value: str) -> str:
    """The first id of a header value, without <> and blanks; '' when there is none that can be kept."""
    found = BRACKETED.search(value)
    written = clean_line(found[1] if found else value.strip().partition(" ")[0], LONGEST + 1)
    name = "".join(written.split()).strip("<>")
    return name if len(name) <= LONGEST else ""


def references_of(fields: Fields) -> tuple[str, ...]:
    """The mails that this one answers, each once, the newest last: References, then In-Reply-To."""
    values = [*fields.every("references"), *fields.every("in-reply-to")]
    named = [first_id(f"<{name}>") for value in values for name in BRACKETED.findall(value)]
    newest_first = dict.fromkeys(name for name in reversed(named) if name)
    return tuple(reversed(newest_first))[-MOST:]
