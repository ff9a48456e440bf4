"""docs/api.md, the types and the built part speak of the same commands, events, settings and texts."""

import json
import re

from tests.server import ROOT
from tests.test_docs import first_cells, section

API = (ROOT / "docs" / "api.md").read_text("utf-8")
EMBED = (ROOT / "docs" / "embed.md").read_text("utf-8")
TYPES = (ROOT / "static" / "chatserver.d.ts").read_text("utf-8")
PART = {path.name: path.read_text("utf-8") for path in (ROOT / "widget" / "api").glob("*.js")}


def quoted(text: str) -> set[str]:
    """All that stands in single quotes."""
    return set(re.findall(r"'(\w+)'", text))


def between(text: str, start: str, end: str) -> str:
    """What stands between two marks."""
    return text.partition(start)[2].partition(end)[0]


def test_each_command_is_described_and_typed() -> None:
    known = set(re.findall(r"^  '(\w+)': \(widget", PART["carry_out.js"], re.MULTILINE))
    assert known == set(re.findall(r"chatserver\('(\w+)'", section(API, "## Commands")))
    typed = re.findall(r"command: ((?:'\w+'(?: \| )?)+)", TYPES)
    assert known == {name for names in typed for name in quoted(names)}


def test_each_event_is_described_and_typed() -> None:
    names = quoted(between(PART["events.js"], "const STATES", "export class"))
    assert names == set(first_cells(section(API, "## Events")))
    assert names == set(re.findall(r"^  (\w+): ", between(TYPES, "interface Events {", "\n}"), re.MULTILINE))


def test_each_setting_is_an_attribute_described_and_typed() -> None:
    wishes = quoted(between(PART["checks.js"], "const WISHES = [", "]"))
    assert wishes == {name for name in quoted_code(section(API, "## Settings")) if name in wishes}
    attributes = {
        cell.removeprefix("data-") for cell in first_cells(section(EMBED, "## Attributes of the tag"))
    }
    assert {re.sub(r"-(\w)", lambda found: found[1].upper(), name) for name in attributes} - {"global"} == (
        wishes - {"texts"}
    )
    typed = set(re.findall(r"^  (\w+)\?: ", between(TYPES, "interface Settings {", "\n}"), re.MULTILINE))
    assert wishes == typed | {"site"}


def quoted_code(text: str) -> set[str]:
    """All that stands in backquotes."""
    return set(re.findall(r"`([\w-]+)`", text))


def test_the_named_texts_are_there() -> None:
    published = json.loads((ROOT / "static" / "texts.json").read_text("utf-8"))
    named = {cell for cell in first_cells(section(API, "## Settings")) if "." in cell}
    assert named and named <= set(published)


def test_the_stub_is_the_same_wherever_it_stands() -> None:
    demo = (ROOT / "chatserver" / "web" / "templates" / "demo" / "base.html").read_text("utf-8")
    stubs = [line.strip() for line in [*EMBED.splitlines(), *demo.splitlines()] if "chatserver.q" in line]
    assert len(stubs) == 3
    assert len(set(stubs)) == 1
