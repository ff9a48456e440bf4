"""Frames that tell a visitor what there is of theirs."""

from typing import Literal

from msgspec import Struct

from chatserver.protocol.values import Contact, Context, Epoch, Id, Millis, PageView


class EarlierRow(Struct, frozen=True):
    """A conversation in a list: `words` are the visitor's first, `unread` what agents have said since they looked."""

    conversation: Id
    epoch: Epoch
    status: Literal["waiting", "open", "email", "closed"]
    began_at: Millis
    last_at: Millis
    words: str
    unread: int


class Earlier(Struct, frozen=True, tag_field="t", tag="earlier"):
    """The visitor's conversations, the one that was spoken in last first; twenty at most."""

    conversations: list[EarlierRow]


class About(Struct, frozen=True, tag_field="t", tag="about"):
    """What agents see of the visitor beside their words, as consoles are told it (`conversation` of theirs)."""

    trail: list[PageView]
    context: Context
    contact: Contact | None = None
