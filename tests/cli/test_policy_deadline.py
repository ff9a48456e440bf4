"""`chatserver policy deadline`: when a target is due, and the open time up to an instant; and the file's schema."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def due(run: Run, file: str, *options: str) -> dict[str, Any]:
    result = run("policy", "deadline", file, *options, "--json")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


@pytest.mark.parametrize(
    ("file", "options", "deadline", "seconds"),
    [
        ("twin-ai", "--from 2026-03-04T22:00:00+07:00 --target PT4H", "2026-03-05T12:00:00+07:00", 14_400),
        ("twin-ai", "--from 2026-03-07T10:00:00+07:00 --target PT4H", "2026-03-09T12:00:00+07:00", 14_400),
        ("twin-ai", "--from 2026-03-07T10:00:00+07:00 --priority high", "2026-03-07T12:00:00+07:00", 7_200),
        (
            "twin-ai",  # a time of its own on the chat's clock, which `critical` counts
            "--from 2026-03-07T21:30:00+07:00 --priority critical --target PT1H",
            "2026-03-08T08:30:00+07:00",
            3_600,
        ),
        (
            "twin-ai",
            "--from 2026-03-07T23:00:00+07:00 --priority critical --plan premium-enterprise",
            "2026-03-07T23:15:00+07:00",
            900,
        ),
        (
            "chatwork",
            "--department usage --from 2026-03-27T15:00:00+07:00 --working-days 1",
            "2026-03-30T15:00:00+07:00",
            86_400,
        ),
        (
            "chatwork",
            "--department login --from 2026-03-27T15:00:00+07:00 --priority low",
            "2026-03-31T15:00:00+07:00",
            172_800,
        ),
        ("chatwork", "--from 2026-03-28T15:00:00Z --working-days 1", "2026-03-31T00:00:00+07:00", 86_400),
        (
            "twin-ai",
            "--from 2026-03-06T16:00:00+07:00 --target PT4H --until 2026-03-06T20:00:00+07:00",
            "2026-03-09T11:00:00+07:00",
            3_600,
        ),
        (
            "twin-ai",
            "--from 2026-03-06T16:00:00+07:00 --target PT4H --until 2026-03-06T15:00:00+07:00",
            "2026-03-09T11:00:00+07:00",
            0,
        ),
        (
            "twin-ai",
            "--from 2026-03-06T16:59:59.5+07:00 --target PT1S",
            "2026-03-09T08:00:00.500000+07:00",
            1,
        ),
    ],
)
def test_a_target_is_due_on_its_own_clock(
    run: Run, file: str, options: str, deadline: str, seconds: int
) -> None:
    told = due(run, file, *options.split())
    assert (told["deadline"], told["open_seconds"]) == (deadline, seconds)


def test_midnight_is_worded_as_the_end_of_a_day(run: Run) -> None:
    options = ("--department", "usage", "--from", "2026-03-28T10:00:00+07:00", "--working-days", "1")
    told = due(run, "chatwork", *options)
    assert told["worded"] == {"vi": "trong ngày thứ Hai 30/3", "en": "within Monday 30 Mar"}
    for language, words in (
        ("vi", "Hạn phản hồi: trong ngày thứ Hai 30/3"),
        ("en", "Reply within Monday 30 Mar"),
    ):
        shown = run("policy", "deadline", "chatwork", *options, "--language", language).stdout
        assert shown.startswith(words) and "2026-03-31T00:00:00+07:00" in shown


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        ("--target PT4H", 2, "bad_value"),
        ("--from 2026-03-06T16:00:00+07:00", 2, "no_target"),
        ("--from 2026-03-06T16:00:00+07:00 --target PT4H --working-days 1", 2, "two_targets"),
        ("--from 2026-03-06T16:00:00+07:00 --target 4h", 2, "bad_value"),
        ("--from 2026-03-06T16:00:00+07:00 --target PT0S", 2, "bad_target"),
        ("--from 2026-03-06T16:00:00+07:00 --target P20000D", 2, "bad_target"),
        ("--from 2026-03-06T16:00:00 --target PT4H", 2, "no_offset"),
        ("--from 2026-03-06T16:00:00+07:00 --target PT4H --until soon", 2, "bad_instant"),
        ("--from 2026-03-06T16:00:00+07:00 --target PT4H --department kitchen", 1, "unknown_department"),
    ],
)
def test_a_question_without_sense_is_named(run: Run, options: str, code: int, error: str) -> None:
    result = run("policy", "deadline", "twin-ai", *options.split(), "--json")
    assert result.exit_code == code
    assert json.loads(result.stdout)["error"] == error


def test_a_batch_counts_each_line(run: Run, tmp_path: Path) -> None:
    lines = [
        {"from": "2026-03-04T22:00:00+07:00", "target": "PT4H"},
        {"from": "2026-03-04T22:00:00+07:00", "priority": "low", "until": "2026-03-05T09:00:00+07:00"},
        {"from": "2026-03-04T22:00:00+07:00"},
    ]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    result = run("policy", "deadline", "twin-ai", "--batch", str(cases))
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [one.get("open_seconds", one.get("error")) for one in told] == [14_400, 3_600, "no_target"]
