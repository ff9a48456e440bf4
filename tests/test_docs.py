"""The documents say what the code does: settings, commands, frames, reasons, close codes, links."""

import inspect
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import get_args

import click
import pytest
from msgspec import Struct
from msgspec.structs import fields as struct_fields

from chatserver.cli import main
from chatserver.domain.message import File
from chatserver.protocol import agent_values, from_agent, from_visitor, looks, to_agent, to_visitor, values
from chatserver.protocol.articles import ArticleRow, ArticleShown
from chatserver.protocol.close_codes import CloseCode
from chatserver.settings import Settings
from chatserver.store import keys
from chatserver.texts import catalogue

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text("utf-8")
WIRES = {
    "From the visitor": from_visitor.FromVisitor,
    "To the visitor": to_visitor.ToVisitor,
    "From the console": from_agent.FromAgent,
    "To the console": to_agent.ToAgent,
}
VALUES: dict[str, type[Struct]] = {
    "Cursor": values.Cursor,
    "Page view": values.PageView,
    "Message": values.Message,
    "File": File,
    "Decision": values.DecisionView,
    "Desk": to_visitor.Desk,
    "Article row": ArticleRow,
    "Article": ArticleShown,
    "Channel": to_visitor.Channel,
    "Department": to_visitor.Department,
    "Notice": to_visitor.Notice,
    "Incident": to_visitor.Incident,
    "Incident told": agent_values.IncidentTold,
    "Policy in force": agent_values.PolicyInForce,
    "Way out": values.WayOut,
    "Earlier row": looks.EarlierRow,
    "Agent": values.AgentName,
    "Contact": values.Contact,
    "Colleague": agent_values.Colleague,
    "Department name": agent_values.DepartmentName,
    "Note": agent_values.Note,
    "Counts": agent_values.Counts,
    "Reason": agent_values.Reason,
    "Row": agent_values.Row,
    "Mail": agent_values.MailView,
    "Mail row": agent_values.MailRow,
    "Post": agent_values.Post,
}
SHARED = set(get_args(to_visitor.ToVisitor)) & set(get_args(to_agent.ToAgent))
# Raised by the sockets' own code and below; pages and commands have more.
ACTS_OF_SOCKETS = ("actions/messages.py", "actions/files.py", "actions/conversations.py", "actions/visits.py",
                   "domain/conversation.py", "actions/transfers.py", "domain/transfers.py", "domain/promises.py",
                   "domain/page.py", "domain/address.py", "domain/identity.py", "store/client.py",
                   "actions/mails.py", "actions/ratings.py", "domain/rating.py", "mail/preview.py",
                   "actions/incidents.py", "domain/incident.py")  # fmt: skip


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its rank or higher."""
    level = heading.index(" ")
    start = re.search(rf"^{re.escape(heading)}$", text, re.MULTILINE)
    assert start, f"no heading {heading}"
    end = re.search(rf"^#{{1,{level}}} ", text[start.end() :], re.MULTILINE)
    return text[start.end() :][: end.start() if end else None]


def first_cells(text: str) -> list[str]:
    """The first cell of each row of the tables in a text, without backquotes."""
    rows = re.findall(r"^\| (.+?) \|", text, re.MULTILINE)
    return [cell.strip("`") for cell in rows if cell.startswith("`") or cell[:4].isdigit()]


def frames() -> list[tuple[str, str, list[str]]]:
    """Each frame as (section, tag, fields); what both wires share is described once."""
    return [
        (where, str(frame.__struct_config__.tag), [field.encode_name for field in struct_fields(frame)])
        for where, union in WIRES.items()
        for frame in get_args(union)
        if where != "To the console" or frame not in SHARED
    ]


@pytest.mark.parametrize(("where", "tag", "names"), frames())
def test_each_frame_is_described_with_exactly_its_fields(where: str, tag: str, names: list[str]) -> None:
    described = section(section(PROTOCOL, f"## {where}"), f"### `{tag}`")
    assert first_cells(described) == names


@pytest.mark.parametrize("where", WIRES)
def test_no_frame_is_described_that_is_gone(where: str) -> None:
    described = re.findall(r"^### `(\w+)`$", section(PROTOCOL, f"## {where}"), re.MULTILINE)
    assert sorted(described) == sorted(tag for place, tag, _ in frames() if place == where)


def test_the_console_is_told_which_frames_are_the_visitors() -> None:
    beginning = section(PROTOCOL, "## To the console").split("###")[0]
    assert set(re.findall(r"`(\w+)`", beginning)) == {frame.__struct_config__.tag for frame in SHARED}


@pytest.mark.parametrize("name", VALUES)
def test_each_value_is_described_with_exactly_its_fields(name: str) -> None:
    described = section(section(PROTOCOL, "## Values"), f"### {name}")
    assert first_cells(described) == [field.encode_name for field in struct_fields(VALUES[name])]


def test_each_close_code_is_in_the_table() -> None:
    assert first_cells(section(PROTOCOL, "## Close codes")) == [str(code.value) for code in CloseCode]


def test_each_reason_of_a_nack_is_in_the_table() -> None:
    raised = set()
    for path in [*(ROOT / "chatserver" / "sockets").glob("*.py"), *ours(*ACTS_OF_SOCKETS)]:
        raised |= set(re.findall(r'"error\.(\w+)"|Rejected\("(\w+)"\)', path.read_text("utf-8")))
    said = {key or rejected for key, rejected in raised}
    said |= set(re.findall(r'Rejected\(\s*"(\w+)"', ours("protocol/wire.py")[0].read_text("utf-8")))
    said |= {"bad_field", "unknown_frame"}
    for script in ours("store/scripts/append.lua", "store/scripts/let_in.lua"):
        said |= set(re.findall(r"return \{ '(\w+)'", script.read_text("utf-8"))) - {"ok", "dup"}
    assert set(first_cells(section(PROTOCOL, "## Reasons"))) == said


def test_each_line_of_the_system_is_named() -> None:
    used = set()
    for path in [
        *(ROOT / "chatserver" / "domain").glob("*.py"),
        *(ROOT / "chatserver" / "actions").glob("*.py"),
    ]:
        used |= set(re.findall(r'"(system\.\w+)"', path.read_text("utf-8")))
    named = set(re.findall(r"`(system\.\w+)`", section(PROTOCOL, "### Body")))
    assert named == used
    assert named <= set(catalogue("vi"))


def ours(*names: str) -> list[Path]:
    """Files of the package."""
    return [ROOT / "chatserver" / name for name in names]


def shown(value: object) -> str:
    """A default as an operator would write it."""
    if isinstance(value, tuple):
        return ",".join(str(one).removesuffix("/32") for one in value)
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", section(README, "## Settings"), re.MULTILINE)
    defaults = [(field.name.upper(), shown(getattr(Settings(), field.name))) for field in fields(Settings)]
    assert [(name, cell.strip(" `")) for name, cell in rows] == defaults


def test_the_readme_lists_every_command() -> None:
    def paths(group: click.Group, before: str = "") -> list[str]:
        found = []
        for name, command in group.commands.items():
            path = f"{before}{name}"
            found += paths(command, f"{path} ") if isinstance(command, click.Group) else [path]
        return found

    listed = [re.split(r" [A-Z\[-]", cell)[0] for cell in first_cells(section(README, "## Commands"))]
    assert sorted(listed) == sorted(paths(main))


def test_the_architecture_names_every_key_of_a_site() -> None:
    named = set(re.findall(r"`(\w+)`", section(ARCHITECTURE, "## Keys")))
    for name, key in inspect.getmembers(keys, inspect.isfunction):
        path = key(*("ID" for _ in inspect.signature(key).parameters))
        words = re.findall(r":([a-z_]+)", path.partition("}")[2])
        assert set(words) <= named, name


def test_the_architecture_names_every_folder_and_dependency() -> None:
    folders = {
        path.parent.name for path in (ROOT / "chatserver").glob("*/*") if path.suffix in {".py", ".json"}
    }
    assert {f"`{name}/`" for name in folders - {"__pycache__"}} <= set(re.findall(r"`\w+/`", ARCHITECTURE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[>\[;]", one)[0] for one in project["dependencies"]}
    assert wanted <= set(re.findall(r"[\w-]+", section(ARCHITECTURE, "## Dependencies").lower()))


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
