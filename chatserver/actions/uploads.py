"""A file comes in, in parts: any server takes any part, and after a break it goes on where it was (contract S4)."""

import logging
import math
from collections.abc import AsyncIterator

from msgspec import Struct

from chatserver.actions.files import UNKNOWN_FILE, drop, of_visitor
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.file_names import clean_name, name_for
from chatserver.domain.file_types import FileType, Sniffer
from chatserver.domain.message import File
from chatserver.store import attempts, files
from chatserver.store.blobs import blob, part
from chatserver.store.files import StoredFile

log = logging.getLogger(__name__)
CHUNK = 1024 * 1024
LEAST_CHUNK = 64 * 1024  # or a file would be a million requests, each of them synced to the disk
MEGABYTE = 1_000_000
OF_ONE_VISITOR = (60.0, 30)  # one a minute, three messages full of them at once
OF_ONE_ADDRESS = (10.0, 200)
VISITORS, HOUR_S = of_visitor(""), 3600


class NewFile(Struct, frozen=True):
    """What is going to come: the id is the browser's own, the same at every try."""

    id: str
    name: str
    size: int


class Progress(Struct, frozen=True, omit_defaults=True):
    """How many bytes are here for good; the file, once it is whole. Not `taken`: this is where to go on from."""

    received: int
    file: File | None = None
    taken: bool = True


async def begin(
    office: Office, site: str, owner: str, new: NewFile, address: str, *, megabytes_an_hour: int = 0
) -> Progress:
    """Get ready for a file, or say what has come of it; `address` is whom limits count ('' for nobody).

    Raises `Refused` (`file_empty`, `file_too_big`, `too_many`, `too_many_bytes` for an address whose visitors have
    sent so many megabytes to the site, 0 for no limit, `unknown_file` where the id is another's).
    """
    known = await files.load(office.client, site, new.id)
    if known is None:
        _check_size(office, site, new.size)
        await _pace(office, owner, address)
        if address and megabytes_an_hour and owner.startswith(VISITORS):
            await _weigh(office, f"bytes:{site}:ip:{address}", new.size, megabytes_an_hour)
        made = StoredFile(new.id, clean_name(new.name), new.size, owner, millis(office.now))
        if await files.begin(office.client, site, made):
            return Progress(0)
        known = await files.load(office.client, site, new.id)
    if known is None or known.owner != owner or known.size != new.size:
        raise Refused(UNKNOWN_FILE)
    return await _settled(office, site, known)


async def progress(office: Office, site: str, owner: str, file_id: str) -> Progress:
    """What has come of a file; raises `Refused` (`unknown_file`, also for another's; `file_type`)."""
    return await _settled(office, site, await _own(office, site, owner, file_id))


async def take(
    office: Office, site: str, owner: str, file_id: str, offset: int, content: AsyncIterator[bytes]
) -> Progress:
    """Keep the next part of a file; one that is not the next is not read, and `taken` is false.

    Raises `Refused` (`unknown_file`, `file_type`, `too_big`, `malformed` for too small a part) or `Unavailable`.
    """
    file = await _own(office, site, owner, file_id)
    if file.state == "ready" or offset != file.received or file.received == file.size:
        return await _settled(office, site, file, taken=False)
    came = await _read(content, min(CHUNK, file.size - offset))
    if len(came) < min(LEAST_CHUNK, file.size - offset):
        raise Refused("error.malformed")
    if offset == 0:
        await _refuse_at_once(office, site, file, came)
    counted = await _keep(office, site, file, came)
    known = await files.load(office.client, site, file_id)
    if known is None:  # given up while this was on its way
        await office.blobs.delete(blob(site, file_id))
        raise Refused(UNKNOWN_FILE)
    return await _settled(office, site, known, taken=counted)


async def cancel(office: Office, site: str, owner: str, file_id: str) -> None:
    """Give up a file that is in no message; raises `Refused` (`unknown_file`, also for one that was said)."""
    file = await _own(office, site, owner, file_id)
    if file.conversation or not await drop(office.client, office.blobs, site, file):
        raise Refused(UNKNOWN_FILE)


async def _own(office: Office, site: str, owner: str, file_id: str) -> StoredFile:
    file = await files.load(office.client, site, file_id)
    if file is None or file.owner != owner:  # absent and another's answer alike (S2)
        raise Refused(UNKNOWN_FILE)
    return file


def _check_size(office: Office, site: str, size: int) -> None:
    most = office.rules(site).numbers.file_megabytes
    if size > most * MEGABYTE:
        raise Refused("error.file_too_big", megabytes=most)
    if size < 1:
        raise Refused("error.file_empty")


async def _pace(office: Office, owner: str, address: str) -> None:
    limits = {f"files:{owner}": OF_ONE_VISITOR} if owner.startswith(VISITORS) else {}
    if address:
        limits[f"files:ip:{address}"] = OF_ONE_ADDRESS
    for what, rate in limits.items():
        wait = await attempts.spend(office.client, what, *rate)
        if wait is not None:
            raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))


async def _weigh(office: Office, what: str, size: int, megabytes_an_hour: int) -> None:
    """Count a file by what it will take of the disk, a megabyte at least (contract S5)."""
    weight = math.ceil(size / MEGABYTE)
    wait = await attempts.spend(office.client, what, HOUR_S / megabytes_an_hour, megabytes_an_hour, weight)
    if wait is not None:
        raise Refused("error.too_many_bytes", retry_after=wait, minutes=math.ceil(wait / 60))


async def _read(content: AsyncIterator[bytes], most: int) -> bytes:
    came = bytearray()
    async for piece in content:
        came += piece
        if len(came) > most:
            raise Refused("error.too_big")
    return bytes(came)


async def _keep(office: Office, site: str, file: StoredFile, came: bytes) -> bool:
    """Store the next part, then count it; False when another brought it first."""
    offset, length = file.received, len(came)
    try:
        await office.blobs.put(part(blob(site, file.id), offset, length), came)
    except Unavailable:
        known = await files.load(office.client, site, file.id)
        if known is not None and known.received == offset:
            raise
        return False  # whoever brought it has finished the file, and taken the parts away under us
    return await files.advance(office.client, site, file.id, offset, length)


async def _refuse_at_once(office: Office, site: str, file: StoredFile, head: bytes) -> None:
    sniffer = Sniffer(file.name)
    sniffer.feed(head)
    if sniffer.found(whole=len(head) == file.size) is None:
        await _refuse_type(office, site, file)


async def _refuse_type(office: Office, site: str, file: StoredFile) -> None:
    await drop(office.client, office.blobs, site, file)
    raise Refused("error.file_type")


async def _settled(office: Office, site: str, file: StoredFile, *, taken: bool = True) -> Progress:
    """Where a file stands; one that has come whole is finished by whoever looks, should its server have died."""
    if file.state == "coming" and file.received == file.size:
        file = await _finish(office, site, file)
    return Progress(file.received, file.told if file.state == "ready" else None, taken)


async def _finish(office: Office, site: str, file: StoredFile) -> StoredFile:
    sniffer, name = Sniffer(file.name), blob(site, file.id)
    try:
        await office.blobs.put(name, _joined(office, name, file.parts, sniffer))
    except (FileNotFoundError, Unavailable) as fault:
        known = await files.load(office.client, site, file.id)
        if known is not None and known.state == "ready":  # another finished it, and took the parts away
            return known
        if isinstance(fault, Unavailable):
            raise
        log.error("site %s: parts of file %s are lost", site, file.id)
        await drop(office.client, office.blobs, site, file)
        raise Refused(UNKNOWN_FILE) from None
    found: FileType | None = sniffer.found()
    if found is None:
        await _refuse_type(office, site, file)
        raise AssertionError
    whole = file.typed(name_for(file.name, found.name), *found)
    done = await files.finish(office.client, site, whole)
    if not done and await files.load(office.client, site, file.id) is None:
        await office.blobs.delete(name)  # given up meanwhile: nobody else knows that its bytes are here
        raise Refused(UNKNOWN_FILE)
    await office.blobs.delete_parts(name)
    return whole


async def _joined(
    office: Office, name: str, lengths: tuple[int, ...], sniffer: Sniffer
) -> AsyncIterator[bytes]:
    offset = 0
    for length in lengths:
        async for piece in office.blobs.read(part(name, offset, length)):
            sniffer.feed(piece)
            yield piece
        offset += length
