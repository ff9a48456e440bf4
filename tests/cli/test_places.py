"""Where a command works: a data directory that is not there is named, and not made."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chatserver.cli import main


def run(folder: Path, *arguments: str) -> Result:
    """Run a command without a Redis of its own choice."""
    return CliRunner(env={"REDIS_URL": ""}).invoke(main, [*arguments, "--data-dir", str(folder)])


@pytest.mark.parametrize(
    "command",
    [
        ["site", "list"],
        ["site", "key", "Shop"],
        ["agent", "add", "lan@shop.vn", "--name", "Lan"],
        ["agent", "reset", "lan@shop.vn"],
    ],
    ids=" ".join,
)
def test_a_data_directory_that_is_not_there_is_named_and_not_made(tmp_path: Path, command: list[str]) -> None:
    folder = tmp_path / "dta"
    ended = run(folder, *command)
    assert ended.exit_code == 2
    assert str(folder) in ended.stderr
    assert json.loads(run(folder, *command, "--json").stdout)["error"] == "no_data"
    assert not folder.exists()


def test_the_first_site_may_begin_one(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    added = run(folder, "site", "add", "Shop", "--origin", "https://shop.example")
    assert added.exit_code == 0, added.output
    assert "Shop" in run(folder, "site", "list").stdout


def test_the_version_is_asked_for_in_the_usual_way() -> None:
    both = [CliRunner().invoke(main, asked).stdout for asked in (["--version"], ["version"])]
    assert both[0] == both[1] != ""
