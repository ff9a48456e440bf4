"""Sending files: what is taken, under which name, from whom (contract S4)."""

import pytest

from tests.clients import new_id
from tests.file_samples import PDF, office, png
from tests.server import ServerProcess
from tests.web.wire_of_files import CHUNK, KEPT, Sender, begun, noise, stored

MOST = 25_000_000


@pytest.fixture
def lan(server: ServerProcess) -> Sender:
    """A visitor who has never written."""
    return Sender(server)


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
