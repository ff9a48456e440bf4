"""How questions on a policy are answered: one, or line by line."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn, TypeVar

import click
import msgspec
from msgspec import Struct

from chatserver.cli.common import CANNOT_RUN, REFUSED
from chatserver.cli.policy.asked import Misasked, read_asked
from chatserver.domain.errors import Refused
from chatserver.texts import say

Asked = TypeVar("Asked", bound=Struct)
Answer = TypeVar("Answer", bound=Struct)
batch_file = click.option(
    "--batch",
    type=click.File("rb"),
    help="A situation per line, as JSON with the options' names; an answer per line. `-` is stdin.",
)


def answer_one(
    given: Mapping[str, object], shape: type[Asked], answer: Callable[[Asked], Answer], *, as_json: bool
) -> Answer:
    """The answer to what the options ask; a question without sense ends the command with 2, a refused one with 1."""
    try:
        return answer(read_asked(given, shape))
    except Misasked as fault:
        _end(CANNOT_RUN, fault.reason, str(fault), as_json=as_json)
    except Refused as refused:
        _end(REFUSED, refused.reason, say(refused.key, "en", **refused.values), as_json=as_json)


def answer_batch(
    lines: Iterable[bytes],
    given: Mapping[str, object],
    shape: type[Asked],
    answer: Callable[[Asked], Answer],
) -> None:
    """Answer each line as soon as it is read; `given` fills what a line leaves out. Ends with 1 if one was faulty."""
    faulty = False
    for line in lines:
        if line.isspace():
            continue
        try:
            told: object = answer(read_asked(_merged(line, given), shape))
        except Misasked as fault:
            told, faulty = {"error": fault.reason, "text": str(fault)}, True
        except Refused as refused:
            told, faulty = {"error": refused.reason, "text": say(refused.key, "en", **refused.values)}, True
        click.echo(msgspec.json.encode(told))
    if faulty:
        sys.exit(REFUSED)


def show_json(answer: Struct) -> None:
    """Print an answer for programs."""
    click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())


def _merged(line: bytes, given: Mapping[str, object]) -> dict[str, object]:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Misasked("bad_json", str(fault)) from None
    if not isinstance(found, dict):
        raise Misasked("bad_json", "a line must be an object")
    return {**given, **found}


def _end(code: int, reason: str, text: str, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(msgspec.json.encode({"error": reason, "text": text}).decode())
    else:
        click.echo(text, err=True)
    sys.exit(code)
