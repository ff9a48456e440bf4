"""Blobs as files of a local folder: temp, fsync, rename (contract R23)."""

import asyncio
import errno
import logging
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar, TypeVarTuple

from chatserver.domain.errors import Unavailable
from chatserver.domain.ids import random_id
from chatserver.store.blobs.names import checked

log = logging.getLogger(__name__)
T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")
PARTS = ".part"
MISSING_OK = True
PIECE = 256 * 1024
RESERVE = 256 * 1024 * 1024
"""Left free for what matters more: the messages of the embedded Redis lie on the same disk."""
RETRY_AFTER_S = 30.0
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskBlobs:
    """A folder that all server processes of this machine share; readable by their user only."""

    def __init__(self, folder: Path, reserve: int = RESERVE) -> None:
        self._folder = folder
        self._reserve = reserve

    async def put(self, name: str, content: bytes | AsyncIterator[bytes]) -> None:
        """Keep bytes under a name, in place of what was there."""
        path = self._path(name)
        parts = path.parent if path.parent.suffix == PARTS else _parts(path)
        waiting = parts / f"{random_id()}.new"  # goes with the parts, should we be killed now
        try:
            file = await _in_thread(self._begin, waiting)
            try:
                async for piece in _pieces(content):
                    await _in_thread(file.write, piece)
                await _in_thread(_end, file, waiting, path)
            finally:
                with suppress(OSError):  # of a full disk, which has been told already
                    file.close()
        except (
            FileNotFoundError
        ) as fault:  # its folder was taken away under us: the file is not wanted any more
            raise Unavailable("error.unavailable", retry_after=1) from fault
        except BaseException:
            waiting.unlink(missing_ok=True)
            _remove_empty(waiting.parent)
            raise

    async def size(self, name: str) -> int | None:
        """How many bytes there are; None without a blob of this name."""
        try:
            return (await _in_thread(self._path(name).stat)).st_size
        except FileNotFoundError:
            return None

    async def read(self, name: str, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` on, piece by piece; raises `FileNotFoundError` where there are none."""
        left = sys.maxsize if length is None else length
        file = await _in_thread(_open, self._path(name), start)
        with file:
            while left > 0 and (piece := await _in_thread(file.read, min(PIECE, left))):
                left -= len(piece)
                yield piece

    async def delete(self, name: str) -> bool:
        """Take away a blob and its parts; False when this folder certainly had nothing of it."""
        path = self._path(name)
        there = await _in_thread(path.exists) or await _in_thread(_parts(path).exists)
        await self.delete_parts(name)
        await _in_thread(path.unlink, MISSING_OK)
        return there

    async def delete_parts(self, name: str) -> None:
        """Take away the parts from which a blob was made."""
        await _in_thread(_remove_all, _parts(self._path(name)))

    def _path(self, name: str) -> Path:
        return self._folder / checked(name)

    def _begin(self, waiting: Path) -> BinaryIO:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # which hides all below it
        waiting.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < self._reserve:
            raise OSError(errno.ENOSPC, "only the reserve is left")
        return os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _parts(path: Path) -> Path:
    return path.with_name(path.name + PARTS)


def _open(path: Path, start: int) -> BinaryIO:
    file = path.open("rb")
    file.seek(start)
    return file


def _end(file: BinaryIO, waiting: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    waiting.replace(path)
    _remove_empty(waiting.parent)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # parts lie there still
        folder.rmdir()


def _remove_all(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


async def _pieces(content: bytes | AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    async for piece in content:
        yield piece


async def _in_thread(work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
    """Off the event loop; a full disk is named, everything else of a disk is our trouble, not the asker's."""
    try:
        return await asyncio.to_thread(work, *arguments)
    except FileNotFoundError:
        raise
    except OSError as fault:
        log.warning("the file store failed: %s", fault.strerror)
        key = "error.storage_full" if fault.errno in FULL else "error.unavailable"
        raise Unavailable(key, retry_after=RETRY_AFTER_S) from fault
