"""Files under fire: kills, races, broken bodies, full disks, crowds (contract R23, S5)."""

import http.client
import resource
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from tests.file_samples import PDF
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.web.wire_of_files import CHUNK, KEPT, Sender, Told, begun, noise, stored


@pytest.fixture
def lan(server: ServerProcess) -> Sender:
    """A visitor who has never written."""
    return Sender(server)


def test_of_the_same_part_sent_many_times_at_once_one_counts(lan: Sender) -> None:
    content = noise(3 * CHUNK)
    file_id = begun(lan, len(content))
    with ThreadPoolExecutor(8) as pool:
        for offset in range(0, len(content), CHUNK):
            part = content[offset : offset + CHUNK]
            told = list(pool.map(lan.put, [file_id] * 8, [offset] * 8, [part] * 8))
            assert sorted(one.status for one in told)[:2] == [200, 409]
            assert {one.json["received"] for one in told} == {offset + CHUNK}
    assert lan.asked(file_id).json["file"]["size"] == len(content)


def test_a_server_that_is_killed_in_the_middle_loses_no_part_that_it_counted(tmp_path: Path) -> None:
    content = noise(4 * CHUNK + 11)
    with redis_server(tmp_path) as url:
        with server_process(tmp_path / "data", url) as first:
            lan = Sender(first)
            file_id = begun(lan, len(content))
            for offset in (0, CHUNK):
                assert lan.put(file_id, offset, content[offset : offset + CHUNK]).status == 200
            half = _send_half(first, lan, file_id, 2 * CHUNK, content[2 * CHUNK : 3 * CHUNK])
            first.kill()
            half.close()
        with server_process(tmp_path / "data", url) as second:
            lan = Sender(second, lan.secret)
            at = lan.asked(file_id).json["received"]
            assert at == 2 * CHUNK
            while at < len(content):
                told = lan.put(file_id, at, content[at : at + CHUNK])
                at = told.json["received"]
            assert [path.read_bytes() == content for path in stored(second, file_id)] == [True]


def _send_half(
    server: ServerProcess, sender: Sender, file_id: str, offset: int, part: bytes, **headers: str
) -> http.client.HTTPConnection:
    """Begin to send a part, and stop in the middle of it."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    connection.putrequest("PUT", f"{sender.path(file_id)}?offset={offset}")
    connection.putheader("Authorization", f"Bearer {sender.secret}")
    connection.putheader("Content-Length", str(len(part)))
    for name, text in headers.items():
        connection.putheader(name.replace("_", "-"), text)
    connection.endheaders(part[: len(part) // 2])
    return connection


def test_a_server_killed_before_it_finished_leaves_that_to_whoever_asks(
    server: ServerProcess, own_redis: str, lan: Sender
) -> None:
    file_id = begun(lan, len(PDF), "a.pdf")
    with redis.Redis.from_url(own_redis, decode_responses=True) as client:
        key = next(iter(client.scan_iter(match=f"*:file:{file_id}")))
        client.hset(key, mapping={"received": len(PDF), "parts": len(PDF)})
    folder = Path(server.data_dir) / "files" / key.partition("{")[2].partition("}")[0] / file_id[:2]
    (folder / f"{file_id}.part").mkdir(parents=True)
    (folder / f"{file_id}.part" / f"0-{len(PDF)}").write_bytes(PDF)
    assert lan.asked(file_id).json["file"]["type"] == "application/pdf"
    assert stored(server, file_id) == [folder / file_id]


def test_a_body_that_breaks_off_counts_nothing(server: ServerProcess, lan: Sender) -> None:
    file_id = begun(lan, CHUNK)
    _send_half(server, lan, file_id, 0, noise(CHUNK)).close()
    assert lan.asked(file_id).json == {"received": 0}
    assert lan.put(file_id, 0, noise(CHUNK)).json["file"]["size"] == CHUNK


def test_a_body_without_a_length_is_bounded_too(server: ServerProcess, lan: Sender) -> None:
    file_id = begun(lan, CHUNK)
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    pieces = iter([noise(KEPT)] * 17)
    headers = {"Authorization": f"Bearer {lan.secret}", "Transfer-Encoding": "chunked"}
    connection.request("PUT", f"{lan.path(file_id)}?offset=0", pieces, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_one_visitor_sends_so_many_files_and_then_waits(server: ServerProcess) -> None:
    eager = Sender(server)
    told = [eager.begin(9) for _ in range(31)]
    assert [one.status for one in told] == [201] * 30 + [429]
    assert told[-1].json["error"] == "too_many" and int(told[-1].headers["Retry-After"]) > 0
    assert eager.begin(9, "a", told[0].json["id"]).status == 201  # which is no new one


def test_one_address_brings_so_many_files_whoever_it_says_it_is(server: ServerProcess) -> None:
    told = [Sender(server).begin(9, X_Forwarded_For="198.51.100.250").status for _ in range(201)]
    assert told == [201] * 200 + [429]


def test_visitors_of_one_address_bring_so_many_bytes_an_hour_and_are_told_when_to_go_on(
    server: ServerProcess,
) -> None:
    here, elsewhere = {"X_Forwarded_For": "198.51.100.249"}, {"X_Forwarded_For": "198.51.100.248"}
    told = [Sender(server).begin(25_000_000, **here) for _ in range(21)]
    assert [one.status for one in told] == [201] * 20 + [413]
    refused = told[-1]
    assert refused.json["error"] == "too_many_bytes"
    assert refused.json["text"] == "Mạng của bạn đã gửi quá nhiều tệp. Thử lại sau 3 phút."
    assert 170 < int(refused.headers["Retry-After"]) <= 180
    assert Sender(server).begin(25_000_000, **elsewhere).status == 201


def test_a_full_disk_is_named_and_the_file_goes_on_when_there_is_room(tmp_path: Path) -> None:
    content = noise(3 * KEPT)
    with redis_server(tmp_path) as url, server_process(tmp_path / "data", url) as full:
        lan = Sender(full)
        file_id = begun(lan, len(content))
        before = resource.prlimit(full.process.pid, resource.RLIMIT_FSIZE, (2 * KEPT, resource.RLIM_INFINITY))
        told = lan.put(file_id, 0, content)
        assert (told.status, told.json["error"]) == (503, "storage_full")
        assert int(told.headers["Retry-After"]) > 0
        assert lan.asked(file_id).json == {"received": 0}
        for offset in range(0, len(content), KEPT):
            told = lan.put(file_id, offset, content[offset : offset + KEPT])
        assert told.json["error"] == "storage_full"  # the parts fit, the whole does not
        resource.prlimit(full.process.pid, resource.RLIMIT_FSIZE, before)
        assert lan.asked(file_id).json["file"]["size"] == len(content)


def test_one_address_holds_so_many_halves_open_and_another_none_of_them(
    server: ServerProcess, lan: Sender
) -> None:
    file_id, crowd = begun(lan, CHUNK), {"X_Forwarded_For": "198.51.100.251"}
    held = [_send_half(server, lan, file_id, 0, noise(CHUNK), **crowd) for _ in range(64)]
    refused = _until(429, lambda: lan.put(file_id, 0, noise(KEPT - 1), **crowd))
    assert refused.json["error"] == "too_many"
    assert lan.put(file_id, 0, noise(CHUNK), X_Forwarded_For="198.51.100.252").status == 200
    for half in held:
        half.close()


def _until(status: int, ask: Callable[[], Told]) -> Told:
    for _ in range(200):
        told = ask()
        if told.status == status:
            return told
        threading.Event().wait(0.02)
    raise AssertionError(told)
