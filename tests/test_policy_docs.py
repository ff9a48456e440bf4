"""docs/policy.md is the whole reference of a policy file: every key of every table, and a decision as it is."""

import json
import re
import tomllib
from dataclasses import fields as dataclass_fields
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import fields

from chatserver.actions.decisions import decided
from chatserver.domain import decision, policy_file
from chatserver.domain.decision import Situation
from chatserver.domain.page import PageRules
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.domain.policy_schema import policy_schema
from chatserver.protocol.decided import Decided
from tests.domain.desk_a import no_holidays, twin_ai

TEXT = (Path(__file__).parent.parent / "docs" / "policy.md").read_text("utf-8")
TABLES: dict[str, type[Struct]] = {
    "The file": policy_file.PolicyFile,
    "Version": policy_file.VersionFile,
    "Calendar": policy_file.CalendarFile,
    "Week": policy_file.WeekFile,
    "Department": policy_file.Department,
    "Plan": policy_file.Plan,
    "Target": policy_file.Response,
    "Time": policy_file.Target,
    "Channel": policy_file.Channel,
    "Notice": policy_file.Notice,
    "Page": PageRules,
    "Numbers": policy_file.Numbers,
    "Both languages": policy_file.Names,
    "A decision": Decided,
}


def section(heading: str) -> str:
    """What stands under a heading."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def keys(text: str) -> list[str]:
    """The first cell of each row."""
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("heading", TABLES)
def test_each_key_is_described(heading: str) -> None:
    assert keys(section(heading)) == [field.encode_name for field in fields(TABLES[heading])]


def test_each_type_of_the_file_has_its_table() -> None:
    shapes = {name for name in policy_schema()["$defs"]}
    assert shapes == {shape.__name__ for shape in TABLES.values()} - {"Decided"}


def test_numbers_are_told_with_their_defaults() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", section("Numbers"), re.MULTILINE))
    assert told == {field.name: str(field.default) for field in fields(policy_file.Numbers)}


def test_each_outcome_and_reason_is_told() -> None:
    text = section("A decision")
    reasons = [value for part in get_args(decision.Reason) for value in get_args(part) or (part,)]
    for value in [*get_args(decision.Outcome), *reasons]:
        assert f"`{value}`" in text


def test_the_example_of_a_decision_is_what_is_decided() -> None:
    example = json.loads(re.findall(r"```json\n(.*?)```", section("A decision"), re.DOTALL)[0])
    now = datetime.fromisoformat("2026-03-08T22:30:00+07:00")
    asked = Situation(now, agents_online=1, agents_free=1, priority="critical")
    assert example == json.loads(msgspec.json.encode(decided(twin_ai(), asked)))


def test_the_smallest_policy_is_one() -> None:
    [text] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert load_policy(text, no_holidays).versions[0].company == "Shop"


def test_links_within_the_page_lead_somewhere() -> None:
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= anchors


def test_a_situation_has_nothing_that_no_option_gives() -> None:
    known = {"now", "department", "agents_online", "agents_free", "priority", "plan", "signed_in", "way"}
    inside = {"turn", "admitted"}  # of a conversation that runs
    inside |= {"members_only"}  # a setting of the site, not of its policy
    assert {field.name for field in dataclass_fields(Situation)} == known | inside


@pytest.mark.parametrize("name", ["twin-ai", "chatwork"])
def test_the_shipped_policies_fit_the_schema(name: str) -> None:
    schema = policy_schema()
    faults = list(misfits(tomllib.loads(shipped_policy_text(name)), schema, schema["$defs"], name))
    assert faults == []
    wrong = list(misfits({"version": [{"colour": 1}]}, schema, schema["$defs"], "x"))
    assert "x.version[0].colour" in wrong and "x.version[0].company" in wrong


def misfits(value: Any, shape: dict[str, Any], named: dict[str, Any], path: str) -> list[str]:
    """Where a value does not have the shape: known keys, needed keys, types; enough of JSON Schema for ours."""
    if "$ref" in shape:
        shape = named[shape["$ref"].rpartition("/")[2]]
    if "anyOf" in shape:
        return min((misfits(value, one, named, path) for one in shape["anyOf"]), key=len)
    if "enum" in shape:
        return [] if value in shape["enum"] else [path]
    if shape.get("type") == "object":
        return _object_misfits(value, shape, named, path)
    if shape.get("type") == "array":
        return [
            fault
            for i, one in enumerate(value)
            for fault in misfits(one, shape["items"], named, f"{path}[{i}]")
        ]
    kinds: dict[str, type | tuple[type, ...]] = {"integer": int, "boolean": bool, "null": type(None)}
    return [] if isinstance(value, kinds.get(shape["type"], object)) else [path]


def _object_misfits(value: Any, shape: dict[str, Any], named: dict[str, Any], path: str) -> list[str]:
    properties, further = shape.get("properties", {}), shape.get("additionalProperties", True)
    faults = [f"{path}.{key}" for key in shape.get("required", []) if key not in value]
    for key, inner in value.items():
        if key in properties:
            faults += misfits(inner, properties[key], named, f"{path}.{key}")
        elif isinstance(further, dict):
            faults += misfits(inner, further, named, f"{path}.{key}")
        elif not further:
            faults.append(f"{path}.{key}")
    return faults
