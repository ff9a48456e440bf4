"""The signing code of docs/identity.md does what it says: it is run, and its tokens are read."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import playwright
import pytest

from chatserver.clock import system_clock
from chatserver.domain.identity import read_token
from chatserver.domain.identity_rules import IdentityKey
from tests.signing import SECRET

GUIDE = (Path(__file__).parent.parent / "docs" / "identity.md").read_text("utf-8")
SITE = "5" * 32
LAN = {"id": "u-17", "name": "Trần Lan", "email": "lan@shop.example", "plan": "Business"}
MOST_LINES = 12
# the one that Playwright brings along: nobody has to install another to run the tests
NODE = next((Path(playwright.__file__).parent / "driver").glob("node*"))


def example(language: str) -> str:
    """The code of a language, as printed."""
    found = re.search(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


def by_python(arguments: list[Any]) -> str:
    """A token made by the Python code."""
    names: dict[str, Any] = {}
    exec(example("python"), names)
    made: Callable[..., str] = names["chat_token"]
    return made(*arguments)


def by_node(arguments: list[Any]) -> str:
    """A token made by the Node code."""
    code = f"{example('js')}\nprocess.stdout.write(chatToken(...{json.dumps(arguments)}));"
    return subprocess.run([NODE, "-e", code], capture_output=True, text=True, check=True, timeout=30).stdout


@pytest.mark.parametrize("sign", [by_python, by_node])
def test_a_token_made_as_the_guide_says_is_read(sign: Callable[[list[Any]], str]) -> None:
    token = sign([LAN, "k1", SITE, SECRET])
    person = read_token(token, {"k1": IdentityKey("k1", "HS256", SECRET, 0)}, SITE, system_clock())
    assert {"id": person.id, "name": person.name, "email": person.email, "plan": person.plan} == LAN


@pytest.mark.parametrize("language", ["python", "js", "php"])
def test_the_code_is_short(language: str) -> None:
    assert len([line for line in example(language).splitlines() if line]) <= MOST_LINES


def test_the_guide_names_the_limits_that_hold() -> None:
    for number in ("255", "100", "64", "15 minutes", "60 seconds"):
        assert number in GUIDE
