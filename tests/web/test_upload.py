"""Sending files: whole or going on where it broke off, and who may not (contract S4, R23)."""

import http.client
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from tests.clients import new_id
from tests.file_samples import PDF, office, png
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.web.wire_of_files import CHUNK, Sender, noise

KEPT = 64 * 1024
MOST = 25_000_000


@pytest.fixture
def lan(server: ServerProcess) -> Sender:
    """A visitor who has never written."""
    return Sender(server)


def begun(sender: Sender, size: int, name: str = "a.txt") -> str:
    """A file that is going to come; its id."""
    told = sender.begin(size, name)
    assert told.status == 201, told.content
    return str(told.json["id"])


def stored(server: ServerProcess, file_id: str) -> list[Path]:
    """What lies on the disk of a file."""
    found = (Path(server.data_dir) / "files").rglob("*")
    return [path for path in found if path.is_file() and file_id in str(path)]


def test_a_file_comes_whole_in_parts_and_is_told_by_its_bytes(server: ServerProcess, lan: Sender) -> None:
    content = office("word/document.xml", filler=2 * CHUNK + 5)
    file = lan.send(content, "báo cáo.docx")
    assert (file["name"], file["size"]) == ("báo cáo.docx", len(content))
    assert file["type"].endswith("wordprocessingml.document")
    assert [path.read_bytes() == content for path in stored(server, file["id"])] == [True]


def test_each_part_says_how_much_is_here(lan: Sender) -> None:
    content = noise(CHUNK + KEPT + 7)
    file_id = begun(lan, len(content))
    assert lan.begin(len(content), "a.txt", file_id).json == {"id": file_id, "received": 0, "chunk": CHUNK}
    assert lan.put(file_id, 0, content[:CHUNK]).json == {"received": CHUNK}
    assert lan.asked(file_id).json == {"received": CHUNK}
    assert lan.put(file_id, CHUNK, content[CHUNK : CHUNK + KEPT]).json == {"received": CHUNK + KEPT}
    done = lan.put(file_id, CHUNK + KEPT, content[CHUNK + KEPT :])
    assert done.json["file"]["type"] == "text/plain" and done.json["received"] == len(content)


def test_a_repeated_part_and_a_wrong_offset_are_told_where_to_go_on(lan: Sender) -> None:
    content = noise(CHUNK + KEPT)
    file_id = begun(lan, len(content))
    for offset in (1, CHUNK, len(content), 10**12):
        told = lan.put(file_id, offset, content[:CHUNK])
        assert (told.status, told.json) == (409, {"received": 0})
    lan.put(file_id, 0, content[:CHUNK])
    assert lan.put(file_id, 0, content[:CHUNK]).json == {"received": CHUNK}
    done = lan.put(file_id, CHUNK, content[CHUNK:])
    lost = lan.put(file_id, CHUNK, content[CHUNK:])  # the answer never came
    assert (lost.status, lost.json["file"]) == (409, done.json["file"])
    assert lan.asked(file_id).json == done.json == {**lost.json}
    assert lan.begin(len(content), "a.txt", file_id).json["file"] == done.json["file"]


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
    server: ServerProcess, sender: Sender, file_id: str, offset: int, part: bytes
) -> http.client.HTTPConnection:
    """Begin to send a part, and stop in the middle of it."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    connection.putrequest("PUT", f"{sender.path(file_id)}?offset={offset}")
    connection.putheader("Authorization", f"Bearer {sender.secret}")
    connection.putheader("Content-Length", str(len(part)))
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


@pytest.mark.parametrize(
    ("size", "status", "reason"),
    [
        (0, 400, "file_empty"),
        (MOST + 1, 413, "file_too_big"),
        (10**18, 400, "malformed"),
        (-1, 400, "malformed"),
    ],
)
def test_a_size_that_no_file_may_have_is_refused_at_once(
    lan: Sender, size: int, status: int, reason: str
) -> None:
    told = lan.begin(size)
    assert (told.status, told.json["error"]) == (status, reason)
    assert reason != "file_too_big" or "25 MB" in told.json["text"]


def test_the_largest_file_comes(lan: Sender) -> None:
    assert lan.send(noise(MOST), "a.log")["size"] == MOST


def test_more_than_was_said_is_refused_and_so_is_a_crumb(lan: Sender) -> None:
    file_id = begun(lan, KEPT + 10)
    assert lan.put(file_id, 0, noise(KEPT + 11)).json["error"] == "too_big"
    assert lan.put(file_id, 0, noise(CHUNK + 1)).status == 413
    assert lan.put(file_id, 0, noise(KEPT - 1)).json["error"] == "malformed"
    assert lan.put(file_id, 0, b"").json["error"] == "malformed"
    assert lan.asked(file_id).json == {"received": 0}


def test_a_body_without_a_length_is_bounded_too(server: ServerProcess, lan: Sender) -> None:
    file_id = begun(lan, CHUNK)
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    pieces = iter([noise(KEPT)] * 17)
    headers = {"Authorization": f"Bearer {lan.secret}", "Transfer-Encoding": "chunked"}
    connection.request("PUT", f"{lan.path(file_id)}?offset=0", pieces, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!doctype html><script>alert(1)</script>", "ảnh.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ảnh.svg"),
        (b"MZ\x90\0" + bytes(100), "hoá đơn.pdf"),
        (b"echo 1", "chạy.bat"),
    ],
)
def test_a_type_that_is_not_taken_is_refused_and_nothing_of_it_stays(
    server: ServerProcess, lan: Sender, content: bytes, name: str
) -> None:
    file_id = begun(lan, len(content), name)
    told = lan.put(file_id, 0, content)
    assert (told.status, told.json["error"]) == (415, "file_type")
    assert (lan.asked(file_id).status, stored(server, file_id)) == (404, [])


def test_a_program_is_refused_with_its_first_part(lan: Sender) -> None:
    file_id = begun(lan, MOST, "phim.mp4")
    assert lan.put(file_id, 0, b"\x7fELF" + bytes(CHUNK - 4)).json["error"] == "file_type"


def test_text_that_turns_out_to_be_none_is_refused_in_the_end(server: ServerProcess, lan: Sender) -> None:
    file_id = begun(lan, CHUNK + 1, "a.txt")
    assert lan.put(file_id, 0, noise(CHUNK)).status == 200
    assert lan.put(file_id, CHUNK, b"\0").json["error"] == "file_type"
    assert stored(server, file_id) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("photo\u202egnp.exe", "photognp.exe.png"),
        ("ả" * 300 + ".png", "ả" * 116 + ".png"),
        ("a\u0309nh.png", "ảnh.png"),
        ("", "file.png"),
    ],
)
def test_a_name_is_made_harmless(lan: Sender, name: str, shown: str) -> None:
    assert lan.send(png(2, 2), name)["name"] == shown


def test_another_visitors_file_is_as_if_it_were_not_there(server: ServerProcess, lan: Sender) -> None:
    file_id, minh = begun(lan, len(PDF), "a.pdf"), Sender(server)
    foreign = [
        minh.asked(file_id),
        minh.put(file_id, 0, PDF),
        minh.asked(file_id, "DELETE"),
        minh.begin(len(PDF), "a.pdf", file_id),
    ]
    absent = [minh.asked(new_id()), minh.put(new_id(), 0, PDF), minh.asked(new_id(), "DELETE")]
    assert {(told.status, told.content) for told in foreign + absent} == {(404, foreign[0].content)}
    assert lan.asked(file_id).json == {"received": 0}


@pytest.mark.parametrize("file_id", ["x", "A" * 32, "..", f"{'a' * 32}%0A", "a" * 33])
def test_an_id_that_is_none_is_unknown(lan: Sender, file_id: str) -> None:
    assert lan.asked(file_id).status == 404


def test_the_secret_may_come_in_the_order_but_something_must(server: ServerProcess, lan: Sender) -> None:
    order = f'{{"id":"{new_id()}","name":"a","size":9,"secret":"{lan.secret}"}}'.encode()
    assert lan.call("POST", lan.path(), order, Authorization="").status == 201
    for secret in ("", "Bearer short", f"Bearer {'ả' * 43}".encode().decode("latin-1")):
        told = lan.begin(9, Authorization=secret)
        assert (told.status, told.json["error"]) == (401, "unauthenticated")
    assert lan.call("POST", lan.path(), b"{", Content_Type="application/json").json["error"] == "malformed"
    assert lan.call("POST", lan.path(), b" " * 20_000).json["error"] == "too_big"


def test_pages_of_other_sites_may_not_and_those_of_this_one_can_read_refusals(lan: Sender) -> None:
    told = lan.begin(9, Origin="https://evil.example")
    assert (told.status, told.headers["Access-Control-Allow-Origin"]) == (403, None)
    refused = lan.begin(0)
    assert refused.headers["Access-Control-Allow-Origin"] == "http://localhost:9999"
    asked = lan.call("OPTIONS", lan.path(new_id()), Access_Control_Request_Method="PUT", Authorization="")
    assert asked.status == 204 and "PUT" in asked.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert lan.call("POST", "/api/files/nobody", b"{}").status == 404


def test_one_visitor_sends_so_many_files_and_then_waits(server: ServerProcess) -> None:
    eager = Sender(server)
    told = [eager.begin(9) for _ in range(31)]
    assert [one.status for one in told] == [201] * 30 + [429]
    assert told[-1].json["error"] == "too_many" and int(told[-1].headers["Retry-After"]) > 0
    assert eager.begin(9, "a", told[0].json["id"]).status == 201  # which is no new one


def test_one_address_brings_so_many_files_whoever_it_says_it_is(server: ServerProcess) -> None:
    told = [Sender(server).begin(9, X_Forwarded_For="198.51.100.250").status for _ in range(201)]
    assert told == [201] * 200 + [429]


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
