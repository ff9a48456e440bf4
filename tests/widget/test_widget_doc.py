"""docs/widget.md tells what the widget costs: its table is that of the build, give or take a little."""

import json
import re

import pytest

from tests.server import ROOT
from tests.widget.test_sizes import APART, FOR_ALL, LOADER, TO_TALK

TEXT = (ROOT / "docs" / "widget.md").read_text("utf-8")
FILES = json.loads((ROOT / "static" / "manifest.json").read_text("utf-8"))["files"]
ROW = re.compile(r"^\| `([\w-]+)` \| ([\d,]+) \| ([\d,]+) \| ?([\d,]*) ?\|", re.MULTILINE)
MAY_BE_OFF = 0.2  # what one change may add before somebody has to write the table anew


def numbers(row: re.Match[str]) -> list[int]:
    """The cells of a row as numbers, 0 for an empty one."""
    return [int(cell.replace(",", "") or 0) for cell in row.groups()[1:]]


TOLD = {row[1]: numbers(row) for row in ROW.finditer(TEXT)}


def built(language: str) -> dict[str, int]:
    """Bytes in brotli of each part, in that language or without words; and what the promise of all adds up."""
    parts = {}
    for name, sizes in FILES.items():
        part = re.fullmatch(r"([a-z]+(?:-api)?)(?:-(vi|en))?-[0-9a-f]+\.js", name)
        if part and part[2] in (None, language):
            parts["loader" if part[1] == "widget" else part[1]] = sizes["brotli"]
    return {**parts, "all": parts["loader"] + parts["app"] + parts["extras"]}


@pytest.mark.parametrize(("column", "language"), [(0, "vi"), (1, "en")])
def test_the_sizes_are_those_of_the_build(column: int, language: str) -> None:
    measured = built(language)
    assert set(TOLD) == set(measured)
    stale = {
        part: size for part, size in measured.items() if abs(TOLD[part][column] - size) > MAY_BE_OFF * size
    }
    assert not stale, f"write these sizes into docs/widget.md: {measured}"


def test_the_limits_are_those_that_are_checked() -> None:
    limits = {"loader": LOADER, "app": TO_TALK, "all": FOR_ALL, **APART}
    assert {part: TOLD[part][2] for part in limits} == limits
