"""`chatserver policy check`: 0, or 2 with every fault by its place."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.domain.policies import minimal


@pytest.mark.parametrize("name", ["twin-ai", "chatwork"])
def test_the_shipped_policies_are_good(run: Run, name: str) -> None:
    result = run("policy", "check", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(run("policy", "check", name, "--json").stdout)["ok"] is True


def test_every_fault_is_named_with_file_and_key_path(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(minimal(every_day='["22:00-22:00"]', department='overflow = "support"'), "utf-8")
    result = run("policy", "check", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"{file}: version[0].departments.support.overflow: is circular: support → support",
        f"{file}: version[0].calendars.office.hours.every_day[0]: '22:00-22:00' is empty;"
        " a whole day is 00:00-24:00",
    ]


def test_a_syntax_error_is_named_by_its_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text('[[version]]\ncompany = "Shop\n', "utf-8")
    result = run("policy", "check", str(file))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{file}: line 2: ")


def test_bytes_that_are_no_text_are_named_by_their_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_bytes(b'[[version]]\ncompany = "Sh\xffop"\n')
    result = run("policy", "check", str(file))
    assert (result.exit_code, result.stderr) == (2, f"{file}: line 2: is not UTF-8\n")


def test_a_file_that_is_not_there_ends_with_2(run: Run) -> None:
    result = run("policy", "check", "no-such.toml")
    assert (result.exit_code, result.stderr) == (
        2,
        "no-such.toml: file: cannot be read: No such file or directory\n",
    )


def test_faults_come_as_json_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text("version = []", "utf-8")
    result = run("policy", "check", str(file), "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {
        "file": str(file),
        "ok": False,
        "faults": [{"path": "version", "reason": "must not be empty"}],
    }
