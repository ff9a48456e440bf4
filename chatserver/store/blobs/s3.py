"""Blobs in an S3-compatible store, by obstore; who may, and where it is, come from the AWS_… variables it reads."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from chatserver.domain.errors import Unavailable
from chatserver.settings import SettingsFault
from chatserver.store.blobs.names import checked

if TYPE_CHECKING:
    from obstore import GetOptions

log = logging.getLogger(__name__)
RETRY_AFTER_S = 10.0
TRIES = 2
TRIED_FOR = timedelta(seconds=10)


class S3Blobs:
    """A bucket, or what begins with a prefix in it."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def put(self, name: str, content: bytes | AsyncIterator[bytes]) -> None:
        """Keep bytes under a name, in place of what was there; what breaks off is never seen."""
        with _named():
            await obstore.put_async(self._store, checked(name), content)

    async def size(self, name: str) -> int | None:
        """How many bytes there are; None without a blob of this name."""
        try:
            with _named():
                return (await obstore.head_async(self._store, checked(name)))["size"]
        except FileNotFoundError:
            return None

    async def read(self, name: str, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` on, piece by piece; raises `FileNotFoundError` where there are none."""
        if length == 0:
            return
        with _named():
            wanted: GetOptions = {"range": {"offset": start} if length is None else (start, start + length)}
            answer = await obstore.get_async(self._store, checked(name), options=wanted)
            async for piece in answer:
                yield bytes(piece)

    async def delete(self, name: str) -> bool:
        """Take away a blob and its parts; a bucket does not say whether there was one."""
        await self.delete_parts(name)
        with _named():
            await obstore.delete_async(self._store, checked(name))
        return True

    async def delete_parts(self, name: str) -> None:
        """Take away the parts from which a blob was made."""
        with _named():
            async for found in obstore.list(self._store, f"{checked(name)}.part/"):
                await obstore.delete_async(self._store, [one["path"] for one in found])


def open_s3(url: str) -> S3Blobs:
    """The store at `s3://bucket/prefix`; raises `SettingsFault` for an address or a variable it cannot use."""
    try:
        store = S3Store.from_url(
            url,
            retry_config={"max_retries": TRIES, "retry_timeout": TRIED_FOR},
            client_options={
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(seconds=60),
                "allow_http": True,  # where AWS_ENDPOINT_URL says so; our options hide what AWS_ALLOW_HTTP says
            },
        )
    except (BaseError, ValueError) as fault:
        raise SettingsFault(f"FILES_URL={url!r}: {str(fault).splitlines()[0]}") from None
    return S3Blobs(store)


@contextmanager
def _named() -> Iterator[None]:
    """What obstore raises, in our words; what it says of the store stands in the log."""
    try:
        yield
    except NotFoundError as fault:
        raise FileNotFoundError from fault
    except BaseError as fault:
        log.warning("the file store failed: %s", str(fault).splitlines()[0])
        raise Unavailable("error.unavailable", retry_after=RETRY_AFTER_S) from fault
