"""Posted forms: how they are read (contract S5)."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from chatserver.domain.errors import Refused
from chatserver.web import form
from chatserver.web.form import read_form

pytestmark = pytest.mark.anyio


def posted(*parts: bytes, ends: bool = True) -> Request:
    """A form that comes in these parts; one that does not end goes no further."""
    coming = list(parts)

    async def receive() -> Message:
        if not coming and not ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming) or not ends}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def test_of_each_name_the_last_counts() -> None:
    assert await read_form(posted(b"a=1&b=xin+ch", b"%C3%A0o&a=2")) == {"a": "2", "b": "xin chào"}


@pytest.mark.parametrize("body", [b"a=%ff", b"\xff", b"&".join([b"a=1"] * 21)])
async def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(Refused, match="malformed"):
        await read_form(posted(body))


async def test_a_form_that_is_too_large_is_not_read_on() -> None:
    with pytest.raises(Refused, match="too_big"):
        await read_form(posted(b"a" * 50, b"a" * 50, ends=False), largest=60)


async def test_who_goes_no_further_holds_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "EVERY_S", 0.1)
    with pytest.raises(Refused, match="malformed"):
        await read_form(posted(b"question=", ends=False))
