"""Mails as programs really write them, and what is to be read from each: `tests/mail/corpus`, all made up."""

from pathlib import Path

import msgspec

CORPUS = Path(__file__).parent.parent / "corpus"


class ExpectedBounce(msgspec.Struct, frozen=True):
    """What a report tells."""

    permanent: bool
    recipient: str
    status: str
    detail: str
    message_id: str


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of the corpus says; fields that are UNSET are looked at in other files."""

    visible: str | msgspec.UnsetType = msgspec.UNSET
    files: tuple[str, ...] = ()  # names, with * at the end when shown inline
    automatic: str = ""
    bounce: ExpectedBounce | None = None
    fault: str = ""
    sender: str | msgspec.UnsetType = msgspec.UNSET
    sender_name: str | msgspec.UnsetType = msgspec.UNSET
    subject: str | msgspec.UnsetType = msgspec.UNSET
    message_id: str | msgspec.UnsetType = msgspec.UNSET
    references: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    recipients: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    sent_at: int | msgspec.UnsetType | None = msgspec.UNSET


def expectations() -> dict[str, Expected]:
    """What every file says, by its name without `.eml`."""
    return msgspec.json.decode((CORPUS / "expected.json").read_bytes(), type=dict[str, Expected])


def raw_mail(name: str) -> bytes:
    """The bytes of a file of the corpus."""
    return (CORPUS / f"{name}.eml").read_bytes()
