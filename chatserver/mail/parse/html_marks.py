"""What an element of a mail's HTML says of the text in it: the marks that mail programs leave on quotes and signatures.

Gmail, Proton and Thunderbird put the answers between quotes inside the same container as the quotes, so there only
the attribution and each <blockquote> are marked; Yahoo and Outlook put an older mail into one element.
"""

import re
from typing import Literal

from chatserver.mail.parse.html_tokens import Tag

Mark = Literal["", "hidden", "quote", "attribution", "quoted", "rest", "signature"]

HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(px|pt)?\s*(;|$)"
)
INDENTED = re.compile(
    r"border\s*:\s*(none|0)"
)  # Gmail's indent button makes a <blockquote> of one's own words
OUTLOOK_LINE = re.compile(r"border-top\s*:\s*solid\s+#?(e1e1e1|b5c4df)\b")
ATTRIBUTIONS = {"gmail_attr", "moz-cite-prefix"}
QUOTED = {"yahoo_quoted"}
RESTS = {
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "outlookmessageheader",
    "stopspelling",
    "zwchr",
}
SIGNATURES = {
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "protonmail_signature_block",
    "protonmail_signature_block-user",
    "applemailsignature",
    "signature",
    "ms-outlook-mobile-signature",
    "composer_signature",
}
YAHOO_SIGNATURE = re.compile(r"ydp\w{0,20}signature|yahoo[-_]signature")


def mark_of(tag: Tag) -> Mark:
    """The mark of an element by its name, class, id and style; '' for most."""
    style = tag.attributes.get("style", "").lower()
    named = set(f"{tag.attributes.get('class', '')} {tag.attributes.get('id', '')}".lower().split())
    if "hidden" in tag.attributes or HIDDEN.search(style):
        return "hidden"
    if tag.name == "blockquote":
        own = INDENTED.search(style) and "type" not in tag.attributes and not named
        return "" if own else "quote"
    return _named(named, style)


def _named(named: set[str], style: str) -> Mark:
    if named & ATTRIBUTIONS:
        return "attribution"
    if named & QUOTED:
        return "quoted"
    if named & RESTS or OUTLOOK_LINE.search(style):
        return "rest"
    if named & SIGNATURES or any(YAHOO_SIGNATURE.fullmatch(name) for name in named):
        return "signature"
    return ""
