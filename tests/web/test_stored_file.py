"""Handing files out: to whoever knows the id, in a way that nothing in them can run (contract S4)."""

import asyncio
import re
import secrets
from typing import Any

import pytest
import redis

from tests.clients import Visitor, new_id
from tests.file_samples import PDF, gif, mp4, png, zipped
from tests.server import ServerProcess
from tests.web.wire_of_files import Sender, Told

FILM = mp4(b"isom") + secrets.token_bytes(700_000)


@pytest.fixture
def lan(server: ServerProcess) -> Sender:
    """A visitor."""
    return Sender(server)


@pytest.fixture
def site(own_redis: str, server: ServerProcess) -> str:
    """The first site's id."""
    with redis.Redis.from_url(own_redis, decode_responses=True) as client:
        return str(client.hget("chat:site_keys", server.site_key))


def said(sender: Sender, content: bytes, name: str) -> dict[str, Any]:
    """A file that was sent and said."""
    file = sender.send(content, name)

    async def say() -> None:
        async with Visitor(f"{sender.server.ws_url}/ws/{sender.server.site_key}", sender.secret) as visitor:
            await visitor.hello()
            assert (await visitor.say(new_id(), "", files=[file["id"]]))["t"] == "ack"

    asyncio.run(say())
    return file


def disposition(told: Told) -> str:
    """Whether a browser shows or saves it."""
    return str(told.headers["Content-Disposition"]).partition(";")[0]


@pytest.mark.parametrize(
    ("content", "name", "kind", "shown"),
    [
        (png(3, 3), "ảnh.png", "image/png", "inline"),
        (FILM, "phim.mp4", "video/mp4", "inline"),
        (PDF, "a.pdf", "application/pdf", "attachment"),
        (zipped("a"), "a.zip", "application/zip", "attachment"),
        (b"x,y\n", "a.csv", "text/csv", "attachment"),
        (gif(1, 1) + b"<script>alert(1)</script>", "a.gif", "application/octet-stream", "attachment"),
    ],
)
def test_each_type_is_shown_or_saved_and_can_do_nothing(
    lan: Sender, site: str, content: bytes, name: str, kind: str, shown: str
) -> None:
    told = lan.show(site, said(lan, content, name))
    assert (told.status, told.content, disposition(told)) == (200, content, shown)
    assert told.headers["Content-Type"].partition(";")[0] == kind
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'" + ("; media-src 'self'" * (content is FILM)),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "private, max-age=31536000, immutable",
        "Access-Control-Allow-Origin": "*",
        "Content-Length": str(len(content)),
    }
    assert {header: told.headers[header] for header in expected} == expected


def test_the_name_is_the_files_own_whatever_the_address_says(lan: Sender, site: str) -> None:
    file = said(lan, PDF, 'hoá "đơn"\r\nSet-Cookie: x=1.pdf')
    told = lan.show(site, {**file, "name": "evil.html"})
    assert told.status == 200 and told.headers["Set-Cookie"] is None
    assert told.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''ho%C3%A1%20_%C4%91%C6%A1n_Set-Cookie_%20x%3D1.pdf"
    )


def test_absent_foreign_not_yet_said_and_erased_answer_alike(lan: Sender, site: str, own_redis: str) -> None:
    loose, gone, lost = lan.send(PDF), said(lan, PDF, "a.pdf"), said(lan, PDF, "b.pdf")
    with redis.Redis.from_url(own_redis) as client:
        client.delete(f"chat:{{{site}}}:file:{gone['id']}")
    (lan.server.data_dir / "files" / site / lost["id"][:2] / lost["id"]).unlink()
    asked = [(site, loose), (site, gone), (site, lost), (new_id(), lost), (site, {**lost, "id": new_id()})]
    told = [lan.show(where, file) for where, file in asked]
    told += [lan.show(site, {**lost, "id": odd}) for odd in ("x", "..%2f..%2fetc", "A" * 32)]
    assert {one.status for one in told} == {404}
    bare = {re.sub(rb"[0-9a-f]{32}", b"", one.content) for one in told}
    assert len(bare) == 1


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(FILM)),
        ("bytes=-50", len(FILM) - 50, len(FILM)),
        ("bytes=699999-99999999", 699_999, len(FILM)),
        ("bytes=-99999999", 0, len(FILM)),
        ("bytes=0-0", 0, 1),
    ],
)
def test_a_film_is_moved_about_in(lan: Sender, site: str, asked: str, start: int, end: int) -> None:
    told = lan.show(site, said(lan, FILM, "phim.mp4"), Range=asked)
    assert told.content == FILM[start:end]
    whole = end - start == len(FILM)
    assert told.status == (200 if whole else 206)
    assert whole or told.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(FILM)}"


def test_odd_ranges(lan: Sender, site: str) -> None:
    file = said(lan, PDF, "a.pdf")
    for asked in (
        "bytes=5-2",
        "bytes=-",
        "bytes=0-1,3-4",
        "lines=1-2",
        "bytes=a-b",
        "bytes=" + "9" * 99 + "-",
    ):
        told = lan.show(site, file, Range=asked)
        assert (told.status, told.content) == (200, PDF), asked
    for asked in (f"bytes={len(PDF)}-", "bytes=-0"):
        told = lan.show(site, file, Range=asked)
        assert (told.status, told.headers["Content-Range"], told.content) == (416, f"bytes */{len(PDF)}", b"")
    changed = lan.show(site, file, Range="bytes=0-3", If_Range='"other"')
    assert (changed.status, changed.content) == (200, PDF)


def test_a_head_is_the_same_without_the_bytes(lan: Sender, site: str) -> None:
    file = said(lan, PDF, "a.pdf")
    told = lan.show(site, file, "HEAD")
    assert (told.status, told.content, told.headers["Content-Length"]) == (200, b"", str(len(PDF)))
    assert lan.show(site, file, "HEAD", Range="bytes=0-9").headers["Content-Length"] == "10"
    assert lan.show(site, file, "POST").status == 405


def test_what_a_browser_has_is_not_sent_again(lan: Sender, site: str) -> None:
    file = said(lan, PDF, "a.pdf")
    told = lan.show(site, file, If_None_Match=lan.show(site, file).headers["ETag"])
    assert (told.status, told.content) == (304, b"")


def test_a_page_names_the_site_by_its_key(lan: Sender, site: str) -> None:
    file = said(lan, PDF, "a.pdf")
    assert lan.show(lan.server.site_key, file).content == lan.show(site, file).content == PDF


def test_a_file_needs_neither_secret_nor_the_sites_page(lan: Sender, site: str) -> None:
    file = said(lan, PDF, "a.pdf")
    assert lan.show(site, file, Origin="https://elsewhere.example").content == PDF
    assert lan.show(site, file, Origin="").content == PDF
