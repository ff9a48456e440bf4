"""What a mail server's answer, or its silence, means for the mail that was being sent (contract R21)."""

from dataclasses import dataclass

import aiosmtplib

from chatserver.domain.mail import Result

NOT_THE_MAILS = {530, 534, 535, 538}
"""We may not send at all (RFC 4954): the operator mends that, and the mail waits."""
ANSWERS_TO_THE_MAIL = (
    aiosmtplib.SMTPSenderRefused,
    aiosmtplib.SMTPRecipientRefused,
    aiosmtplib.SMTPDataError,
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How it went; `detail` is the server's words, for agents and logs."""

    result: Result
    detail: str = ""


def named(fault: BaseException, *, data: bool) -> Attempt:
    """What a fault means; `data`: DATA was sent, so that a server which did not answer may have the mail."""
    if isinstance(fault, ANSWERS_TO_THE_MAIL) and 400 <= fault.code < 600:
        final = fault.code >= 500 and fault.code not in NOT_THE_MAILS
        return Attempt("refused" if final else "put_off", said(fault))
    return Attempt("lost_after_data" if data else "put_off", said(fault))


def said(fault: BaseException) -> str:
    """A fault in a line: the server's code and words, or what the system says."""
    if isinstance(fault, aiosmtplib.SMTPResponseException):
        return f"{fault.code} {' '.join(fault.message.split())}"
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    return " ".join(str(fault).split()) or type(fault).__name__
