"""Names of files: readable, harmless, with an ending that is true (contract S3)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.file_names import ENDINGS, MAX_NAME, clean_name, name_for
from chatserver.domain.file_types import ending_of


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("ảnh chụp màn hình.png", "ảnh chụp màn hình.png"),
        (unicodedata.normalize("NFD", "hoá đơn.pdf"), "hoá đơn.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\Lan\hoá đơn.pdf", "hoá đơn.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\u200b\x00b\r\nc.txt", "abc.txt"),
        ("  a   b .txt ", "a b .txt"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("CON.txt", "_CON.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("\ud800.txt", "txt"),
    ],
)
def test_a_name_is_made_fit_to_show_and_to_save(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("ả" * 300 + ".png")
    assert len(name) == MAX_NAME and name.endswith("ả.png")
    assert len(clean_name("a" * 300)) == MAX_NAME
    assert len(clean_name("a." + "b" * 300)) == MAX_NAME


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("a.png", "image/png", "a.png"),
        ("a.JPG", "image/jpeg", "a.JPG"),
        ("photo.exe", "image/png", "photo.exe.png"),
        ("photo", "image/webp", "photo.webp"),
        ("server.log", "text/plain", "server.log"),
        ("a.docx", "application/zip", "a.docx.zip"),
    ],
)
def test_the_ending_is_one_of_the_type(name: str, kind: str, shown: str) -> None:
    assert name_for(name, kind) == shown


@given(st.text(max_size=400), st.sampled_from(sorted(ENDINGS)))
def test_every_name_is_bounded_and_without_a_path(raw: str, kind: str) -> None:
    name = name_for(clean_name(raw), kind)
    assert 0 < len(name) <= MAX_NAME
    assert not set(name) & set('/\\\0\r\n"')
    assert ending_of(name) in ENDINGS[kind]
    assert clean_name(name) == name
