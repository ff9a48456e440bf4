"""Mails as people and mail servers send them, for tests of what comes in."""

from email.message import EmailMessage
from email.policy import SMTP

SUPPORT = "support@twinai.com"
LAN = "lan@gmail.com"


def letter(
    text: str = "Tôi không đăng nhập được, giúp tôi với.",
    *,
    to: str = SUPPORT,
    sender: str = f"Nguyễn Thị Lan <{LAN}>",
    subject: str = "Không đăng nhập được",
    message_id: str = "first@mail.gmail.com",
    answers: str = "",
    files: tuple[tuple[str, bytes], ...] = (),
    html: str = "",
    **headers: str,
) -> bytes:
    """A mail from a person; `answers` is the Message-ID it answers, headers have _ for -."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    if message_id:
        mail["Message-ID"] = f"<{message_id}>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = f"<{answers}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def bounce(message_id: str, recipient: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """What a mail server says of a mail of ours that it could not deliver, or not yet (RFC 3464)."""
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.gmail.com>
To: {SUPPORT}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{action}.{status}.{len(recipient)}@mx.gmail.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.gmail.com

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user here

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>
To: {recipient}
Subject: Re: x

--b--
""".replace("\n", "\r\n").encode()
