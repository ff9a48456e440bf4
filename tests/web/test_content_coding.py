"""The best coding of those that a browser accepts (RFC 9110, 12.5.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.web.content_coding import OURS, choose

ALL = {"br", "gzip", "identity"}


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.9", "gzip"),
        ("br ; q = 0.5 , gzip;q=0.5", "br"),
        ("br;q=0, gzip;q=0.001", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0", "identity"),
        ("deflate, zstd", "identity"),
        ("", "identity"),
        ("br;q=2, gzip;q=x, ;;;", "identity"),
        ("br;level=4, gzip", "gzip"),
    ],
)
def test_the_best_that_is_accepted_is_taken(accepted: str, chosen: str) -> None:
    assert choose(accepted, ALL) == chosen


def test_a_copy_that_is_not_there_is_not_promised() -> None:
    assert choose("br, gzip;q=0.5", {"gzip", "identity"}) == "gzip"
    assert choose("br, gzip", set()) == "identity"


@given(st.text(alphabet="brgzip;q=01., *-identity\t", max_size=60))
def test_whatever_a_client_writes_it_gets_one_of_ours(accepted: str) -> None:
    assert choose(accepted, ALL) in OURS
