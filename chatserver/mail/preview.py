"""A mail as its reader will see it: for agents who look, and for those who send it by other means."""

import re
from dataclasses import dataclass
from email.policy import SMTP

from chatserver.domain.errors import Refused
from chatserver.domain.mail import Result
from chatserver.mail.compose import draft
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.store import mails, sites

CODE = re.compile(r"#open=\w+")
"""It works once, and for the visitor: nobody shall use it up by looking."""
UNKNOWN_MAIL = "error.unknown_mail"


@dataclass(frozen=True, slots=True)
class Preview:
    """The plain text with its address and subject; or `fault`, why there is none."""

    to: str = ""
    subject: str = ""
    text: str = ""
    fault: str = ""


async def preview(post: Post, site: str, conversation: str, n: int) -> Preview:
    """A mail in words, whether or not it is still needed; raises `Refused('error.unknown_mail')` or a `StoreFault`."""
    made = await _drafted(post, site, conversation, n)
    if not isinstance(made, Outgoing):
        return Preview(fault=made)
    plain = made.message.get_body(("plain",))
    text = plain.get_content() if plain is not None else ""
    return Preview(made.to, str(made.message["Subject"] or ""), CODE.sub("#open=…", text))


async def as_file(post: Post, site: str, conversation: str, n: int) -> bytes:
    """A mail as any mail program opens it, its link's code taken out: whoever used it would be the visitor.

    Raises `Refused('error.unknown_mail')`, also for one without an address.
    """
    made = await _drafted(post, site, conversation, n)
    if not isinstance(made, Outgoing):
        raise Refused(UNKNOWN_MAIL)
    for part in made.message.walk():
        if part.get_content_maintype() == "text" and not part.is_attachment():
            text = CODE.sub("#open=…", part.get_content())
            part.set_content(text, subtype=part.get_content_subtype())
    return made.message.as_bytes(policy=SMTP)


async def _drafted(post: Post, site: str, conversation: str, n: int) -> Outgoing | Result:
    client = post.office.client
    mail, found = await mails.load(client, site, conversation, n), await sites.site(client, site)
    if mail is None or found is None:
        raise Refused(UNKNOWN_MAIL)
    return await draft(post, found, mail)
