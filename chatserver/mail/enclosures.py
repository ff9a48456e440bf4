"""Files that go along with a mail: the small ones themselves, all of them as links in its text."""

import re
from collections.abc import Iterable
from email.message import EmailMessage

from chatserver.actions.office import Office
from chatserver.domain.errors import Unavailable
from chatserver.domain.file_names import clean_name
from chatserver.domain.message import File
from chatserver.store.blobs import blob

MOST_BYTES = 10 * 1000 * 1000
"""Together; encoded they are a third more, and many servers take no mail over 20 MB."""
AS_THEY_ARE = re.compile(r"(image|video|application)/([a-z0-9][a-z0-9.+-]*)")


async def enclose(office: Office, site: str, message: EmailMessage, files: Iterable[File]) -> None:
    """Attach what fits, in the order given; what is too big, or cannot be read now, stays a link."""
    left = MOST_BYTES
    for file in files:
        content = await _content(office, site, file) if file.size <= left else None
        if content is not None:
            left -= len(content)
            attach(message, file, content)


async def _content(office: Office, site: str, file: File) -> bytes | None:
    """A file's bytes; None when they are not there, or their store is away."""
    found = bytearray()
    try:
        async for piece in office.blobs.read(blob(site, file.id), 0, file.size):
            found += piece
    except (FileNotFoundError, Unavailable):
        return None
    return bytes(found)


def attach(message: EmailMessage, file: File, content: bytes) -> None:
    """Put a file's bytes into a mail, text as a download too: mail programs would show it as a part of the letter."""
    known = AS_THEY_ARE.fullmatch(file.type)
    main, sub = known.groups() if known else ("application", "octet-stream")
    message.add_attachment(content, maintype=main, subtype=sub, filename=clean_name(file.name))
