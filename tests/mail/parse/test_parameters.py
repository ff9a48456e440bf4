"""Parameters of header values: continued, encoded, unquoted, broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.mail.parse.parameters import parameters


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        (b"a/b; filename=x.png", "filename", "x.png"),
        (b'a/b; FileName="m\\"x;y.png" ; z=1', "filename", 'm"x;y.png'),
        (b"a/b; filename=anh man hinh.png; z=1", "filename", "anh man hinh.png"),
        (b"a/b; filename*=utf-8''h%C3%A0ng.png", "filename", "hàng.png"),
        (b"a/b; filename*0*=utf-8'vi'h%C3; filename*1*=%A0; filename*2=ng.png", "filename", "hàng.png"),
        (b"a/b; filename*1=b; filename*0=a", "filename", "ab"),
        (b"a/b; filename=x.png; filename*=utf-8''h%C3%A0ng.png", "filename", "hàng.png"),
        (b'a/b; filename="=?utf-8?Q?h=C3=A0ng.png?="', "filename", "hàng.png"),
        ('a/b; filename="hàng.png"'.encode(), "filename", "hàng.png"),
        (b'a/b; filename="no end', "filename", "no end"),
        (b"a/b; filename=first; filename=second", "filename", "first"),
    ],
)
def test_a_parameter_is_read(written: bytes, name: str, value: str) -> None:
    assert parameters(written)[1][name] == value


def test_the_value_itself_is_lower_case_without_blanks() -> None:
    assert parameters(b" Text / Plain ;x=1") == ("text/plain", {"x": "1"})


@pytest.mark.parametrize(
    "written", [b"", b";", b"a/b; name*", b"a/b; x*0*; y*=", b"a/b;=;==", b'a/b; "x"="y"']
)
def test_what_crashes_other_parsers_is_left_out(written: bytes) -> None:
    assert set(parameters(written)[1].values()) <= {""}


@given(st.binary(max_size=300))
def test_nothing_raises(written: bytes) -> None:
    parameters(b"a/b;" + written)
