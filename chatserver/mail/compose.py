"""A mail, worded when its turn comes: what it says is true at that moment."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from chatserver.domain.address import masked
from chatserver.domain.ids import secret_hash
from chatserver.domain.mail import Kind, Mail, Result
from chatserver.domain.mail_tokens import link_code
from chatserver.domain.site import Site
from chatserver.mail.addresses import envelope_sender, receiver, reply_address
from chatserver.mail.enclosures import enclose
from chatserver.mail.facts import Facts, gather
from chatserver.mail.headers import with_headers
from chatserver.mail.needed import still_needed
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.mail.words.draw import as_html, as_text
from chatserver.mail.words.sheet import Sheet
from chatserver.mail.words.to_department import capture
from chatserver.mail.words.to_visitor import answer, promise, receipt, transcript
from chatserver.store import links
from chatserver.store.links import LetIn

WORDINGS: Mapping[Kind, Callable[[Facts], Sheet]] = {
    "capture": capture,
    "receipt": receipt,
    "answer": answer,
    "promise": promise,
    "transcript": transcript,
}


async def compose(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
    """A mail ready to be sent, or why it is not: `not_needed`, `no_address`. Raises a `StoreFault`."""
    facts = await gather(post, site, mail)
    if facts is None or not still_needed(facts):
        return "not_needed"
    return await _worded(post, facts)


async def draft(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
    """The same, whether or not it is still needed: for who wants to see it, or to send it by other means."""
    facts = await gather(post, site, mail)
    return await _worded(post, facts) if facts is not None else "not_needed"


async def _worded(post: Post, facts: Facts) -> Outgoing | Literal["no_address", "not_needed"]:
    to = receiver(facts)
    if to is None:  # a department may do without mail: its questions stand in the console
        return "not_needed" if facts.to_department and not facts.department_address else "no_address"
    link = "" if facts.to_department else await _link(post, facts, to)
    known = replace(facts, link=link, answerable=reply_address(post, facts) is not None)
    sheet = WORDINGS[facts.mail.kind](known)
    message = with_headers(post, known, sheet, to)
    message.set_content(as_text(sheet), cte="quoted-printable")
    message.add_alternative(as_html(sheet), subtype="html", cte="quoted-printable")
    await enclose(post.office, facts.site.id, message, sheet.enclose)
    return Outgoing(message, envelope_sender(post, known), to)


async def _link(post: Post, facts: Facts, to: str) -> str:
    """What opens the conversation on any device, once; kept before the mail can arrive (contract S2)."""
    code = link_code(post.secret, facts.conversation.id, facts.mail.n)
    leads = LetIn(facts.conversation.id, masked(to))
    await links.keep(post.office.client, facts.site.id, secret_hash(code), leads)
    return f"{facts.public_url}/chat/{facts.site.key}#open={code}"
