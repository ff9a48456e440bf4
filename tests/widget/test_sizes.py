"""What the widget costs on the wire: the Content-Length of each file, as a browser of today is answered."""

import http.client
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from chatserver.texts import LANGUAGES
from tests.server import ROOT, ServerProcess, server_process

MANIFEST = json.loads((ROOT / "static" / "manifest.json").read_text("utf-8"))
OF_A_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
KB = 1024
LOADER = 2 * KB  # before anything is touched
TO_TALK = 12 * KB  # to connect, resume, list, read and write, with its words and styles
FOR_ALL = 25 * KB  # all that a page can come to need: departments, email, waiting, files, help
APART = {
    "identity": 2.25 * KB,
    "hosted": 2 * KB,
    "menu": 4.5 * KB,
    "privacy": 0.75 * KB,
    "poll": 1.5 * KB,
    "phone": KB,
    "app-api": 6 * KB,
}
"""Beside it: who is signed in, what is hidden of a page, and what a page's own script may ask, only for pages that do
so; the page of our own, which is not on theirs; the menu in the header, when it is opened; and what fills a screen,
on phones."""


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server whose files are weighed."""
    with server_process(tmp_path_factory.mktemp("sizes"), module_redis) as running:
        yield running


def weigh(server: ServerProcess, path: str) -> int:
    """The Content-Length of the answer, which must be brotli."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    try:
        connection.request("GET", path, headers=OF_A_BROWSER)
        answer = connection.getresponse()
        sent = len(answer.read())
        assert (answer.status, answer.headers["Content-Encoding"]) == (200, "br"), path
        assert int(answer.headers["Content-Length"]) == sent, path
        return sent
    finally:
        connection.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_pays_no_more_than_was_promised(
    server: ServerProcess, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    loader = weigh(server, "/widget.js")
    parts = {
        re.sub(r"(-(vi|en))?-\w+\.js", "", name): weigh(server, f"/static/{name}") for name in of(language)
    }
    apart = {name: parts.pop(name) for name in APART}
    whole = loader + sum(parts.values())
    line = f"loader {loader}, {told(parts)}; all {whole}; beside it {told(apart)}"
    with capsys.disabled():
        print(f"\nwidget on the wire, {language}: {line}")  # noqa: T201
    assert loader <= LOADER
    assert parts["app"] <= TO_TALK
    assert whole <= FOR_ALL
    assert all(size <= APART[name] for name, size in apart.items())


def of(language: str) -> list[str]:
    """The files of one language, and those without words."""
    return [
        *(name for name in MANIFEST["files"] if f"-{language}-" in name),
        MANIFEST["privacy"],
        MANIFEST["poll"],
        MANIFEST["api"],
        MANIFEST["phone"],
    ]


def told(sizes: dict[str, int]) -> str:
    """For whoever reads the output of the tests."""
    return ", ".join(f"{name} {size}" for name, size in sorted(sizes.items()))
