"""Which mail this is, and which ones it answers."""

import pytest

from chatserver.mail.parse.fields import Fields
from chatserver.mail.parse.message_ids import first_id, references_of


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<a@b>", "a@b"),
        (" < a@b > ", "a@b"),
        ("a@b", "a@b"),
        ("<[abc@x]>", "[abc@x]"),
        ("<a\t b@c> <d@e>", "ab@c"),
        ("", ""),
        ("<>", ""),
        ("<" + "x" * 501 + ">", ""),
    ],
)
def test_an_id_is_read_without_its_brackets(written: str, name: str) -> None:
    assert first_id(written) == name


def test_references_stand_once_and_the_newest_last() -> None:
    fields = Fields((("in-reply-to", b"<c@x>"), ("references", b"<a@x>  <b@x>\t<a@x>")))
    assert references_of(fields) == ("b@x", "a@x", "c@x")


def test_of_many_references_the_newest_are_kept() -> None:
    found = references_of(Fields((("references", b"".join(b"<%d@x>" % n for n in range(500))),)))
    assert (len(found), found[-1]) == (100, "499@x")
