"""Files in an S3-compatible store: servers without a common disk take parts in turns (contract S4, R17)."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.redis_servers import redis_server
from tests.s3_server import Bucket, s3_server
from tests.server import ServerProcess, server_process
from tests.web.wire_of_files import CHUNK, Sender, begun, noise


class Place(NamedTuple):
    """Two servers over one Redis and one bucket."""

    bucket: Bucket
    one: ServerProcess
    other: ServerProcess


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The servers have folders of their own."""
    folder = tmp_path_factory.mktemp("bucket")
    with ExitStack() as stack:
        bucket, url = stack.enter_context(s3_server()), stack.enter_context(redis_server(folder))
        reach = {"AWS_ENDPOINT_URL": bucket.url, "AWS_REGION": "x", "AWS_ACCESS_KEY_ID": "key"}
        settings = {**reach, "AWS_SECRET_ACCESS_KEY": "word", "FILES_URL": "s3://chat/desk"}
        servers = [
            stack.enter_context(server_process(folder / name, url, **settings)) for name in ("one", "other")
        ]
        yield Place(bucket, *servers)


def test_any_server_takes_any_part(place: Place) -> None:
    content = noise(7 * CHUNK + 99)
    senders = [Sender(place.one)]
    senders.append(Sender(place.other, senders[0].secret))
    file_id, told = begun(senders[0], len(content)), None
    for number, offset in enumerate(range(0, len(content), CHUNK)):
        told = senders[number % 2].put(file_id, offset, content[offset : offset + CHUNK])
    assert told is not None and told.json["file"]["size"] == len(content)
    kept = {key: value for key, value in place.bucket.objects.items() if file_id in key}
    assert [(key.startswith("desk/"), value == content) for key, value in kept.items()] == [(True, True)]
    assert not list(Path(place.one.data_dir).glob("files/*"))


def test_a_bucket_that_is_away_is_named_and_the_file_goes_on(place: Place) -> None:
    lan, content = Sender(place.one), noise(CHUNK)
    file_id = begun(lan, len(content))
    place.bucket.failing = 403
    told = lan.put(file_id, 0, content)
    assert (told.status, told.json["error"], lan.asked(file_id).json) == (503, "unavailable", {"received": 0})
    place.bucket.failing = 0
    assert lan.put(file_id, 0, content).json["file"]["size"] == len(content)
    assert lan.asked(file_id, "DELETE").status == 204
    assert [key for key in place.bucket.objects if file_id in key] == []
