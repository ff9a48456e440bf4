"""What a file is: by its bytes, whatever its name says (contract S4)."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.file_types import EXCEL, INLINE, UNTOLD, WORD, FileType, Sniffer
from tests.file_samples import PDF, gif, heic, jpeg, mp4, office, png, webm, webp, zipped


def sniffed(content: bytes, name: str, step: int = 0) -> FileType | None:
    """The type of a file that comes in pieces of `step` bytes."""
    sniffer = Sniffer(name)
    step = step or max(1, len(content))
    for at in range(0, len(content), step):
        sniffer.feed(content[at : at + step])
    return sniffer.found()


def kind_of(content: bytes, name: str = "x") -> str:
    """The name of the type, '' for what is refused."""
    found = sniffed(content, name)
    return found.name if found else ""


KNOWN = {
    "image/png": png(3, 2),
    "image/jpeg": jpeg(3, 2),
    "image/gif": gif(3, 2),
    "image/webp": webp(3, 2),
    "image/heic": heic(),
    "video/mp4": mp4(b"isom"),
    "video/webm": webm(b"webm"),
    "video/quicktime": mp4(b"qt  "),
    "application/pdf": PDF,
    "application/zip": zipped("a.txt"),
    WORD: office("word/document.xml"),
    EXCEL: office("xl/workbook.xml"),
    "text/plain": "Không đăng nhập được".encode(),
}


@pytest.mark.parametrize("kind", KNOWN)
def test_each_type_is_known_by_its_bytes_alone(kind: str) -> None:
    assert kind_of(KNOWN[kind]) == kind


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp"])
def test_an_image_says_how_large_it_is(kind: str) -> None:
    assert sniffed(KNOWN[kind], "x") == FileType(kind, 3, 2)


@pytest.mark.parametrize("shape", [b"VP8 ", b"VP8L", b"VP8X"])
def test_each_shape_of_webp_says_how_large_it_is(shape: bytes) -> None:
    assert sniffed(webp(640, 480, shape), "x") == FileType("image/webp", 640, 480)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_that_lies_on_its_side_is_measured_as_it_is_shown(order: str) -> None:
    assert sniffed(jpeg(4032, 3024, turned=order), "x") == FileType("image/jpeg", 3024, 4032)


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp"])
def test_an_image_that_is_cut_off_has_no_size_and_breaks_nothing(kind: str) -> None:
    for end in range(4, len(KNOWN[kind])):
        found = sniffed(KNOWN[kind][:end], "x.zip")
        assert found is None or found.name == kind


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt"),
        (b"<?xml version='1.0'?><x:svg/>", "a.txt"),
        (b"\n <!DOCTYPE html><title>x</title>", "a.png"),
        ("<!doctype html>".encode("utf-16"), "a.txt"),
        (b"\xef\xbb\xbf<script>alert(1)</script>", "a.csv"),
        (b"<?php system($_GET['c']);", "a.log"),
        (b"#!/bin/sh\nrm -rf /", "a.txt"),
        (b"WScript.Echo 1", "a.vbs"),
        (b"alert(1)", "a.js"),
        (b"MZ\x90\0\x03\0\0\0", "a.txt"),
        (b"\x7fELF\x02\x01\x01\0", "a.png"),
        (zipped("META-INF/MANIFEST.MF"), "a.jar"),
        (zipped("AndroidManifest.xml"), "a.apk"),
        (office("ppt/presentation.xml"), "a.pptx"),
        (webm(b"matroska"), "a.webm"),
        (mp4(b"avif"), "a.png"),
        (mp4(b"M4A "), "a.mp4"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a.webp"),
        (b"BM\x46\0\0\0\0\0", "a.png"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx"),
        (b"{}", "a.json"),
        (b"Subject: x\n\nx", "a.eml"),
    ],
)
def test_all_else_is_refused(content: bytes, name: str) -> None:
    assert kind_of(content, name) == ""


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"a,b\n1,2\n", "so lieu.csv", "text/csv"),
        (b"a,b\n1,2\n", "a.CSV", "text/csv"),
        (b"\x1b[31m12:00 error\x1b[0m\n<12>Jan: <Lan> x", "server.log", "text/plain"),
        ("đơn hàng".encode("utf-16"), "a.txt", "text/plain"),
        (b"\xef\xbb\xbfx", "a.txt", "text/plain"),
    ],
)
def test_text_goes_by_its_ending(content: bytes, name: str, kind: str) -> None:
    assert kind_of(content, name) == kind


@pytest.mark.parametrize(
    "content",
    [b"caf\xe9", b"a\0b", b"\x01\x02", "đ".encode()[:1], b"\xff\xfea", b"\xc0\xaf", b"\xed\xa0\x80"],
)
def test_text_is_text_strictly_to_its_last_byte(content: bytes) -> None:
    assert kind_of(content, "a.txt") == ""
    assert kind_of(b"x" * 300_000 + content, "a.txt") == ""


def test_what_comes_in_pieces_is_the_same_thing() -> None:
    text = ("Đơn hàng của tôi\n" * 9000).encode()
    assert sniffed(text, "a.txt", step=65_537) == FileType("text/plain")
    assert sniffed(office("word/document.xml", filler=600_000), "a.docx", step=65_536) == FileType(WORD)


def test_a_beginning_is_judged_before_the_end_is_here() -> None:
    half = Sniffer("a.txt")
    half.feed("đ".encode()[:1])
    assert half.found(whole=False) == FileType("text/plain") and half.found() is None
    program = Sniffer("a.zip")
    program.feed(b"MZ\x90\0")
    assert program.found(whole=False) is None


@pytest.mark.parametrize(
    "content",
    [
        gif(9, 9) + b"<script>alert(1)</script>",
        png(9, 9, comment=b"<html><body onload=x>"),
        jpeg(9, 9) + b"%PDF-1.7",
        png(9, 9) + zipped("META-INF/MANIFEST.MF"),
    ],
)
def test_a_picture_that_is_something_else_as_well_is_never_shown(content: bytes) -> None:
    assert kind_of(content) == UNTOLD not in INLINE


def test_a_large_file_of_noise_after_a_picture_stays_a_picture() -> None:
    noise = zlib.compress(struct.pack(">200000I", *range(200_000)))
    assert kind_of(png(1, 1) + noise) == "image/png"


@given(st.binary(max_size=300), st.text(max_size=20))
def test_no_bytes_break_it(content: bytes, name: str) -> None:
    for start in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"RIFF0000WEBPVP8X", b"\0\0\0\x40ftyp"):
        sniffed(start + content, name, step=7)
