"""What a mail says and what would become of it, without a server: nobody's token is checked, nothing is done."""

from typing import Any

from chatserver.domain.inbound import Named, judge, token_in
from chatserver.domain.mail_tokens import TOKEN
from chatserver.domain.received_mail import ReceivedMail
from chatserver.mail.parse.reading import read_mail


def look_at(raw: bytes, recipient: str, own_domain: str) -> dict[str, Any]:
    """Action and reason as `actions.inbound` would find them, were each token that looks like one of ours."""
    mail = read_mail(raw, own_domain)
    recipients = [one for one in (recipient, *mail.recipients) if one]
    named = Named("", 0) if _looks_named(mail, recipients) else None
    verdict = judge(mail, named, recipients, is_ours=False)
    return {
        "action": verdict.action,
        "reason": verdict.reason,
        "from": mail.sender,
        "subject": mail.subject,
        "visible_text": mail.visible_text,
        "attachments": [
            {"name": one.name, "size": len(one.content), "inline": one.inline} for one in mail.files
        ],
    }


def _looks_named(mail: ReceivedMail, recipients: list[str]) -> bool:
    if any(TOKEN.fullmatch(token_in(one).lower()) for one in recipients):
        return True
    locals_ = (one.partition("@")[0].lower().rpartition(".") for one in mail.references)
    return any(TOKEN.fullmatch(token) and number.isdigit() for token, _, number in locals_)
