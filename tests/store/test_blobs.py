"""Blobs: the same on the local disk and in an S3-compatible store, whole or not at all (contract R23)."""

import re
import resource
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from chatserver.domain.errors import Unavailable
from chatserver.settings import SettingsFault
from chatserver.store.blobs import Blobs, DiskBlobs, blob, open_blobs, part
from tests.s3_server import Bucket, s3_server

LARGE = bytes(range(256)) * 45_000  # 11.5 MB: more than one part of S3's
ONE = blob("shop", "ab" * 16)
TWO = blob("shop", "cd" * 16)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket, and the variables that lead to it."""
    with s3_server() as made:
        for name, value in {"ENDPOINT_URL": made.url, "REGION": "x"}.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "word")
        yield made


@pytest.fixture(params=["disk", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, bucket: Bucket) -> Blobs:
    """Each store in turn."""
    return open_blobs("s3://chat/desk" if request.param == "s3" else "", tmp_path)


@pytest.fixture
def disk(tmp_path: Path) -> DiskBlobs:
    """A store on the disk."""
    return DiskBlobs(tmp_path / "files", reserve=0)


async def read(blobs: Blobs, name: str, start: int = 0, length: int | None = None) -> bytes:
    return b"".join([piece async for piece in blobs.read(name, start, length)])


async def stream(*pieces: bytes, then: Exception | None = None) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
    if then is not None:
        raise then


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_what_is_put_is_read(blobs: Blobs) -> None:
    await blobs.put(ONE, b"abc")
    assert await read(blobs, ONE) == b"abc"
    assert await blobs.size(ONE) == 3


async def test_what_is_put_again_replaces(blobs: Blobs) -> None:
    await blobs.put(ONE, b"abcdef")
    await blobs.put(ONE, b"xyz")
    assert await read(blobs, ONE) == b"xyz"


async def test_a_stream_of_many_pieces_is_one_blob(blobs: Blobs) -> None:
    await blobs.put(ONE, stream(*(LARGE[at : at + 1_000_003] for at in range(0, len(LARGE), 1_000_003))))
    assert await blobs.size(ONE) == len(LARGE)
    assert await read(blobs, ONE) == LARGE


@pytest.mark.parametrize(("start", "length"), [(0, 10), (5, None), (255, 2), (3, 0), (11_519_999, 1)])
async def test_a_range_is_read_alone(blobs: Blobs, start: int, length: int | None) -> None:
    await blobs.put(ONE, LARGE)
    end = None if length is None else start + length
    assert await read(blobs, ONE, start, length) == LARGE[start:end]


async def test_what_is_not_there_has_no_size_and_cannot_be_read(blobs: Blobs) -> None:
    assert await blobs.size(ONE) is None
    with pytest.raises(FileNotFoundError):
        await read(blobs, ONE)


async def test_a_blob_goes_with_its_parts_and_nothing_else(blobs: Blobs) -> None:
    for name in (ONE, TWO, part(ONE, 0, 3), part(ONE, 3, 3)):
        await blobs.put(name, b"abc")
    assert await blobs.delete(ONE)
    assert [await blobs.size(name) for name in (ONE, part(ONE, 0, 3), part(ONE, 3, 3))] == [None] * 3
    assert await blobs.size(TWO) == 3
    await blobs.delete(ONE)


async def test_parts_go_alone_once_they_are_joined(blobs: Blobs) -> None:
    for name in (ONE, part(ONE, 0, 3)):
        await blobs.put(name, b"abc")
    await blobs.delete_parts(ONE)
    assert await blobs.size(part(ONE, 0, 3)) is None and await blobs.size(ONE) == 3


async def test_a_put_that_breaks_off_leaves_what_was_there(blobs: Blobs) -> None:
    await blobs.put(ONE, b"whole")
    with pytest.raises(ConnectionError):
        await blobs.put(ONE, stream(b"ha", then=ConnectionResetError()))
    assert await read(blobs, ONE) == b"whole"


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "shop/ab/..", f"shop/ab/{'a' * 31}/", f"../ab/{'a' * 32}"]
)
async def test_a_name_that_is_none_of_ours_is_no_path(disk: DiskBlobs, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        await disk.put(name, b"")


async def test_nothing_is_left_lying_about(disk: DiskBlobs, tmp_path: Path) -> None:
    await disk.put(ONE, b"abc")
    with pytest.raises(ConnectionError):
        await disk.put(ONE, stream(b"ha", then=ConnectionResetError()))
    assert left_in(tmp_path) == ["ab" * 16]
    assert [path.name for path in tmp_path.rglob("*.part")] == []


async def test_what_a_killed_server_left_goes_with_the_blob(disk: DiskBlobs, tmp_path: Path) -> None:
    await disk.put(part(ONE, 0, 3), b"abc")
    (tmp_path / "files" / f"{ONE}.part" / "half.new").write_bytes(b"ab")
    assert await disk.delete(ONE)
    assert left_in(tmp_path) == []
    assert await disk.delete(ONE) is False


async def test_others_on_the_machine_cannot_read(disk: DiskBlobs, tmp_path: Path) -> None:
    await disk.put(ONE, b"abc")
    for path in (tmp_path / "files", tmp_path / "files" / ONE):
        assert path.stat().st_mode & 0o077 == 0


async def test_a_full_disk_is_named_and_heals(disk: DiskBlobs, tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(Unavailable, match="storage_full"):
            await disk.put(ONE, b"x" * 1001)
        with pytest.raises(Unavailable, match="storage_full"):
            await disk.put(ONE, stream(*[b"x" * 600] * 2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left_in(tmp_path) == []
    await disk.put(ONE, b"x" * 1001)


async def test_the_last_of_the_disk_is_left_for_messages(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="storage_full"):
        await DiskBlobs(tmp_path, reserve=2**60).put(ONE, b"x")
    await DiskBlobs(tmp_path, reserve=0).put(ONE, b"x")


async def test_a_store_that_fails_is_named_and_heals(bucket: Bucket, tmp_path: Path) -> None:
    blobs = open_blobs("s3://chat", tmp_path)
    await blobs.put(ONE, b"abc")
    bucket.failing = 403
    for work in (blobs.put(TWO, b"x"), blobs.size(ONE), read(blobs, ONE), blobs.delete(ONE)):
        with pytest.raises(Unavailable):
            await work
    bucket.failing = 0
    assert await read(blobs, ONE) == b"abc"


async def test_a_store_that_is_away_is_named(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        await open_blobs("s3://chat", tmp_path).put(ONE, b"x")


def test_objects_lie_under_the_prefix(bucket: Bucket, tmp_path: Path) -> None:
    assert open_blobs("", tmp_path).__class__ is DiskBlobs
    with pytest.raises(SettingsFault, match="FILES_URL"):
        open_blobs("s3://", tmp_path)
