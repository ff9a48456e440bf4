"""A mail as a visitor's message: its words, its files, and what had to be left out, said in a line."""

from collections.abc import Sequence

from chatserver.actions import files
from chatserver.actions.inbound.room import Came, MailRoom
from chatserver.actions.inbound.set_aside import NAME, RFC822
from chatserver.actions.uploads import MEGABYTE
from chatserver.domain.errors import Refused
from chatserver.domain.letter_ids import file_of
from chatserver.domain.message import Letter, VisitorMessage
from chatserver.domain.page import MAX_TEXT, clean_text
from chatserver.domain.received_mail import ReceivedFile, ReceivedMail
from chatserver.store import letters
from chatserver.store.files import StoredFile
from chatserver.texts import say

MOST_FILES = 10
LONGEST_LINE = 500
SUBJECT = 300


async def message_of(
    room: MailRoom, site: str, came: Came, conversation: str, language: str
) -> VisitorMessage:
    """What a mail says as a message; its files, and itself whole, are kept as this conversation's.

    Nothing is kept of one whose Message-ID is known here: whatever its bytes, it is said no more.
    """
    taken, left_out = _sorted_out(came.mail, room.office.rules(site).numbers.file_megabytes * MEGABYTE)
    brought = [ReceivedFile(NAME, came.raw), *taken]
    made = [_file(room, came, conversation, number, one) for number, one in enumerate(brought)]
    if not await letters.knows(room.office.client, site, conversation, came.cid):
        for file, one in zip(made, brought, strict=True):
            await files.keep(room.office, site, conversation, file, one.content)
    raw, *told = (file.told for file in made)
    letter = Letter(came.mail.subject[:SUBJECT], came.mail.sender, raw.id)
    text = _text(came.mail, language, [one.name for one in left_out])
    return VisitorMessage(came.cid, text, None, tuple(told), letter)


def _sorted_out(mail: ReceivedMail, largest: int) -> tuple[list[ReceivedFile], list[ReceivedFile]]:
    """What goes with the message and what does not; what was attached stands before what stood in the text."""
    in_order = sorted(mail.files, key=lambda one: one.inline)
    fit = [one for one in in_order if 0 < len(one.content) <= largest]
    unfit = [one for one in in_order if not 0 < len(one.content) <= largest]
    return fit[:MOST_FILES], fit[MOST_FILES:] + unfit


def _file(room: MailRoom, came: Came, conversation: str, number: int, one: ReceivedFile) -> StoredFile:
    file_id = file_of(room.secret, conversation, came.cid, number, one.content)
    return files.came_by_mail(file_id, one.name, one.content, room.now, RFC822 if number == 0 else "")


def _text(mail: ReceivedMail, language: str, left_out: Sequence[str]) -> str:
    notes = []
    if left_out:
        names = ", ".join(left_out)
        notes.append(say("letter.left_out", language, names=names)[:LONGEST_LINE])
    said = _visible(mail.visible_text) or _visible(mail.subject)
    if not said and not mail.files:
        said = say("letter.empty", language)
    cut = say("letter.cut", language)
    room = MAX_TEXT - sum(len(note) + 2 for note in (*notes, cut))
    if len(said) > room:
        said, notes = said[:room].rstrip(), [*notes, cut]
    return clean_text("\n\n".join(part for part in (said, *notes) if part), may_be_empty=True)


def _visible(text: str) -> str:
    """A text as it is stored, however long it is; '' when nothing of it can be seen."""
    try:
        return clean_text(text[: 2 * MAX_TEXT])
    except Refused as refused:
        if refused.key == "error.text_too_long":  # the first half certainly fits
            return clean_text(text[:MAX_TEXT], may_be_empty=True) + "…"
        return ""
