"""Files that are here: said in a conversation, brought by a mail, taken away (contract S4)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.file_names import clean_name, name_for
from chatserver.domain.file_types import UNTOLD, FileType, Sniffer
from chatserver.domain.message import File
from chatserver.store import files
from chatserver.store.blobs import Blobs, blob
from chatserver.store.client import Client
from chatserver.store.files import StoredFile

UNKNOWN_FILE = "error.unknown_file"
MAIL = "mail"
"""The owner of what came by mail."""
LOOSE_FOR = timedelta(hours=24)
REMOVED_AT_ONCE = 100
MOST_FAULTS = 3


def of_visitor(visitor: str) -> str:
    """A visitor as the owner of files."""
    return f"visitor:{visitor}"


def of_agent(agent: str) -> str:
    """An agent as the owner of files."""
    return f"agent:{agent}"


async def told(office: Office, site: str, owner: str, file_ids: Sequence[str]) -> tuple[File, ...]:
    """An owner's files as a message tells them, in the order given; the append makes them its conversation's.

    Raises `Refused('error.unknown_file')` when one is absent, not whole or another's.
    """
    wanted = tuple(dict.fromkeys(file_ids))
    if not wanted:
        return ()
    found = await files.load_many(office.client, site, wanted)
    if len(found) < len(wanted) or any(one.owner != owner or one.state != "ready" for one in found):
        raise Refused(UNKNOWN_FILE)
    return tuple(one.told for one in found)


def came_by_mail(file_id: str, name: str, content: bytes, now: int, kind: str = "") -> StoredFile:
    """What a mail brought, as a file; a type that nobody may send is a download.

    `now` is ms; `kind` is for what we know better than its bytes say, such as a whole mail.
    """
    sniffer, cleaned = Sniffer(name), clean_name(name)
    sniffer.feed(content)
    found = FileType(kind) if kind else sniffer.found() or FileType(UNTOLD)
    made = StoredFile(file_id, cleaned, len(content), MAIL, now, received=len(content))
    return made.typed(name_for(cleaned, found.name), *found)


async def keep(office: Office, site: str, conversation: str, whole: StoredFile, content: bytes) -> None:
    """Keep what came by mail as its conversation's, once per id. Raises `Unavailable`."""
    await files.begin(office.client, site, replace(whole, state="coming"))
    await office.blobs.put(blob(site, whole.id), content)
    await files.finish(office.client, site, whole)
    if not await files.claim(office.client, site, MAIL, conversation, [whole.id]):
        raise Refused(UNKNOWN_FILE)


async def drop(client: Client, blobs: Blobs, site: str, file: StoredFile) -> bool:
    """Take away a file that is in no message, record and bytes; False when it was said meanwhile."""
    if not await files.discard(client, site, file):
        return False
    with suppress(Unavailable):  # noted, and done by the sweep
        await blobs.delete(blob(site, file.id))
        await files.forget(client, site, file.id)
    return True


async def sweep_files(office: Office, site: str) -> None:
    """Take away what was sent a day ago and never said, and the bytes of what was erased or has outlived its time."""
    for file in await files.loose(office.client, site, millis(office.now - LOOSE_FOR), REMOVED_AT_ONCE):
        await drop(office.client, office.blobs, site, file)
    await remove_gone(office.client, office.blobs, site)


async def unsaid(client: Client, site: str, owners: set[str], now: datetime) -> list[StoredFile]:
    """What these owners have sent and not said, the oldest first."""
    found = await files.loose(client, site, millis(now))
    return [file for file in found if file.owner in owners and not file.conversation]


async def remove_gone(client: Client, blobs: Blobs, site: str, *, only_found: bool = False) -> None:
    """Take away the bytes of files whose records are gone.

    `only_found` is for who may look in the wrong place, as a command on another machine: what is not there stays
    noted for the server. One that will not go keeps no other; raises `Unavailable` when several will not, and what
    is left is done by the next call.
    """
    faults = 0
    for file_id in await files.gone(client, site):
        try:
            there = await blobs.delete(blob(site, file_id))
        except Unavailable:
            faults += 1
            if faults == MOST_FAULTS:
                raise
            continue
        if there or not only_found:
            await files.forget(client, site, file_id)
