"""Where the bytes of files are: on the local disk, or in an S3-compatible store; never in Redis (contract S4)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from chatserver.settings import SettingsFault
from chatserver.store.blobs.disk import DiskBlobs
from chatserver.store.blobs.names import blob, part

__all__ = ["Blobs", "DiskBlobs", "blob", "open_blobs", "part"]


class Blobs(Protocol):
    """Bytes by name. What is there is whole: a put that broke off has left nothing that can be read (contract R23).

    All of it raises `Unavailable`: `storage_full`, or `unavailable` when the store is away.
    """

    async def put(self, name: str, content: bytes | AsyncIterator[bytes]) -> None:
        """Keep bytes under a name, in place of what was there."""

    async def size(self, name: str) -> int | None:
        """How many bytes there are; None without a blob of this name."""

    def read(self, name: str, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` on, piece by piece; raises `FileNotFoundError` where there are none."""

    async def delete(self, name: str) -> bool:
        """Take away a blob and its parts; False when this store certainly had nothing of it."""

    async def delete_parts(self, name: str) -> None:
        """Take away the parts from which a blob was made."""


def open_blobs(url: str, data_dir: Path) -> Blobs:
    """The store that FILES_URL names, without one the folder `files` in the data directory.

    Raises `SettingsFault` when its package is missing or the address cannot be used.
    """
    if not url:
        return DiskBlobs(data_dir / "files")
    try:
        from chatserver.store.blobs.s3 import open_s3
    except ImportError:
        raise SettingsFault(f"FILES_URL={url!r}: needs the package obstore (the extra s3)") from None
    return open_s3(url)
