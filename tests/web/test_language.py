"""Which language a page speaks."""

import pytest

from tests.web.caller import Caller

VI, EN = '<html lang="vi">', '<html lang="en">'


@pytest.mark.parametrize(
    ("accept", "spoken"),
    [
        ("", VI),
        ("en-GB,en;q=0.9", EN),
        ("fr,en;q=0.5,vi;q=0.8", VI),
        ("fr", VI),
        ("en;q=nonsense, vi", VI),
        ("," * 1000, VI),
    ],
)
def test_the_browsers_wish_counts(caller: Caller, accept: str, spoken: str) -> None:
    assert spoken in caller.get("/signin", Accept_Language=accept).text


def test_what_was_asked_for_is_remembered(caller: Caller) -> None:
    assert EN in caller.get("/signin?lang=en").text
    assert EN in caller.get("/signin", Accept_Language="vi").text
    assert VI in caller.get("/signin?lang=vi").text
    assert VI in caller.get("/signin", Accept_Language="en").text


def test_a_language_that_we_do_not_speak_is_not_remembered(caller: Caller) -> None:
    assert VI in caller.get("/signin?lang=xx").text
    assert not caller.cookies


def test_errors_are_worded_in_the_readers_language(caller: Caller) -> None:
    assert "There is no such page." in caller.get("/nowhere", Accept_Language="en").text
    assert "Không tìm thấy trang này." in caller.get("/nowhere").text
