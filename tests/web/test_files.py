"""What browsers load, from where, for how long, and in which content coding."""

import gzip
import http.client
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.server import ROOT, ServerProcess
from tests.web.caller import Caller

NewCaller = Callable[[], Caller]
FOR_EVER = "public, max-age=31536000, immutable"
MANIFEST = json.loads((ROOT / "static" / "manifest.json").read_text("utf-8"))
PATHS = ["/widget.js", f"/{MANIFEST['loader']}", *(f"/static/{app}" for app in MANIFEST["apps"].values())]


def fetch(
    server: ServerProcess, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and the bytes as they were sent."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    try:
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_the_loader_may_be_used_from_any_page_and_is_asked_for_again_soon(new_caller: NewCaller) -> None:
    answer = new_caller().get("/widget.js")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_hashed_files_never_change_and_others_are_asked_for_again(new_caller: NewCaller) -> None:
    caller = new_caller()
    assert caller.get(f"/static/{MANIFEST['apps']['vi']}").headers["Cache-Control"] == FOR_EVER
    for path in ("/static/app-vi.js", "/static/console/main.js"):
        assert caller.get(path).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/nothing.js",
        "/static/",
        "/static/%00",
        "/static/" + "a" * 300 + ".js",
    ],
)
def test_nothing_outside_the_folder_is_served(new_caller: NewCaller, path: str) -> None:
    assert new_caller().get(path).status == 404


def test_the_texts_come_in_both_languages_and_no_other(new_caller: NewCaller) -> None:
    caller = new_caller()
    assert "Chưa gửi được" in caller.get("/api/texts/vi").text
    assert "Not sent" in caller.get("/api/texts/en").text
    assert caller.get("/api/texts/fr").status == 404


@pytest.mark.parametrize("path", PATHS)
def test_the_widgets_files_come_in_brotli_with_the_length_of_that(server: ServerProcess, path: str) -> None:
    plain = (ROOT / "static" / path.rpartition("/")[2]).read_bytes()
    status, headers, body = fetch(server, path, Accept_Encoding="gzip, deflate, br, zstd")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "br", "Accept-Encoding")
    assert int(headers["Content-Length"]) == len(body) < len(plain) / 2
    assert body == (ROOT / "static" / f"{path.rpartition('/')[2]}.br").read_bytes()


@pytest.mark.parametrize("path", [*PATHS, "/static/console/main.js", "/static/pages.css"])
def test_all_scripts_and_styles_come_in_gzip(server: ServerProcess, path: str) -> None:
    status, headers, body = fetch(server, path, Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert int(headers["Content-Length"]) == len(body)
    assert gzip.decompress(body) == (ROOT / "static" / path.removeprefix("/static/").strip("/")).read_bytes()


@pytest.mark.parametrize("accepted", ["identity", "", "br;q=0, gzip;q=0", "gzip;q=0.1, identity", "zstd"])
def test_who_takes_no_coding_gets_the_plain_bytes_and_is_still_told_that_it_varies(
    server: ServerProcess, accepted: str
) -> None:
    _, headers, body = fetch(server, "/widget.js", Accept_Encoding=accepted)
    assert (headers["Content-Encoding"], headers["Vary"]) == (None, "Accept-Encoding")
    assert body == (ROOT / "static" / "widget.js").read_bytes()


def test_what_a_browser_has_is_not_sent_again_and_each_coding_has_a_tag_of_its_own(
    server: ServerProcess,
) -> None:
    tags = {}
    for coding in ("br", "gzip", "identity"):
        _, headers, _ = fetch(server, "/widget.js", Accept_Encoding=coding)
        tags[coding] = headers["ETag"]
        for held in (tags[coding], f'"other", W/{tags[coding]}'):
            status, again, body = fetch(server, "/widget.js", Accept_Encoding=coding, If_None_Match=held)
            assert (status, body, again["ETag"]) == (304, b"", tags[coding])
            assert (again["Vary"], again["Cache-Control"]) == ("Accept-Encoding", "public, max-age=300")
    assert len(set(tags.values())) == 3
    assert fetch(server, "/widget.js", Accept_Encoding="br", If_None_Match=tags["gzip"])[0] == 200


def test_asking_for_the_headers_alone_gets_them(server: ServerProcess) -> None:
    _, headers, body = fetch(server, "/widget.js", "HEAD", Accept_Encoding="br")
    assert (int(headers["Content-Length"]), body) == (MANIFEST["files"]["widget.js"]["brotli"], b"")


def test_a_pinned_loader_never_changes_and_may_be_checked_by_the_page(server: ServerProcess) -> None:
    _, headers, body = fetch(server, f"/{MANIFEST['loader']}")
    assert body == (ROOT / "static" / "widget.js").read_bytes()
    assert headers["Cache-Control"] == FOR_EVER
    assert headers["Access-Control-Allow-Origin"] == "*"  # without it a page cannot ask for integrity
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path", ["/widget-0000000000.js", "/widget-.js", "/widget-app-vi.js", "/widget-%2e%2e.js"]
)
def test_a_loader_of_no_release_is_not_there(server: ServerProcess, path: str) -> None:
    assert fetch(server, path)[0] == 404


def test_compressed_copies_are_not_files_of_their_own(server: ServerProcess) -> None:
    assert fetch(server, "/static/widget.js.br")[0] == 404
