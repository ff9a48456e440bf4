"""`chatserver policy explain`: the one decision, for people, for programs, and line by line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

NIGHT = "2026-03-04T22:00:00+07:00"
KEYS = [
    "outcome", "reason", "explanation", "department", "policy_version", "open", "opens_at", "closes_at",
    "reply_by", "target", "alternatives", "notices", "incident",
]  # fmt: skip


def explained(run: Run, *options: str, file: str = "twin-ai") -> dict[str, Any]:
    result = run("policy", "explain", file, *options, "--json")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_a_decision_has_exactly_its_keys_and_instants_in_the_desks_zone(run: Run) -> None:
    told = explained(run, "--at", "2026-03-04T15:00:00Z")
    assert list(told) == KEYS
    assert (told["outcome"], told["reason"], told["open"]) == ("email", "closed_hours", False)
    assert told["opens_at"] == "2026-03-05T08:00:00+07:00"
    assert told["reply_by"] == "2026-03-05T12:00:00+07:00"
    assert told["closes_at"] is None
    assert told["target"] == {
        "name": "email",
        "turn": "first",
        "within": "PT4H",
        "working_days": None,
        "clock": "business",
        "calendar": "office",
    }
    assert told["explanation"]["en"] == (
        "We're closed until 8:00 tomorrow. Write anyway: we'll email you by 12:00 tomorrow."
    )


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        ((), "agent"),
        (("--agents-online", "2"), "agent"),
        (("--agents-online", "2", "--free", "1"), "agent"),
        (("--agents-online", "2", "--free", "0"), "queue"),
        (("--free", "0"), "queue"),
        (("--agents-online", "0"), "email"),
        (("--agents-online", "0", "--free", "3"), "email"),
        (("--channel", "email"), "email"),
        (("--department", "enterprise"), "refused"),
        (("--department", "enterprise", "--plan", "Enterprise", "--signed-in"), "agent"),
        (("--department", "kitchen"), "refused"),
    ],
)
def test_one_free_agent_is_assumed_unless_told(run: Run, options: tuple[str, ...], outcome: str) -> None:
    assert explained(run, "--at", "2026-03-04T10:00:00+07:00", *options)["outcome"] == outcome


def test_midnight_is_the_end_of_the_day_before(run: Run) -> None:
    options = ("--department", "usage", "--plan", "Business", "--signed-in")
    told = explained(run, "--at", "2026-03-28T10:00:00+07:00", *options, file="chatwork")
    assert told["reply_by"] == "2026-03-31T00:00:00+07:00"
    assert "within Monday 30 Mar" in told["explanation"]["en"]
    assert "trong ngày thứ Hai 30/3" in told["explanation"]["vi"]


def test_people_read_it_in_the_language_of_their_locale(run: Run) -> None:
    ask = ("policy", "explain", "twin-ai", "--at", NIGHT, "--priority", "critical")
    vietnamese = run(*ask, "--language", "vi_VN.UTF-8").stdout
    assert "trước 8:15 ngày mai (PT15M trong giờ của lịch chat)" in vietnamese
    english = run(*ask, "--language", "C.UTF-8").stdout
    assert "Other ways: Report an incident incident@twinai.com; System status" in english


@pytest.mark.parametrize(
    ("at", "error"),
    [
        ("2026-03-04T22:00:00", "no_offset"),
        ("2026-03-04", "no_offset"),
        ("tomorrow", "bad_instant"),
        ("2026-02-30T10:00:00Z", "bad_instant"),
        ("0001-01-01T00:00:00+14:00", "out_of_range"),
        ("9999-12-31T23:59:59-14:00", "out_of_range"),
    ],
)
def test_an_instant_that_is_none_is_named(run: Run, at: str, error: str) -> None:
    result = run("policy", "explain", "twin-ai", "--at", at, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"] == error


def test_without_an_instant_there_is_nothing_to_decide(run: Run) -> None:
    result = run("policy", "explain", "twin-ai")
    assert (result.exit_code, result.stderr) == (2, "at: is needed\n")


def test_a_faulty_policy_ends_with_2(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text("version = []", "utf-8")
    result = run("policy", "explain", str(file), "--at", NIGHT)
    assert (result.exit_code, result.stderr) == (2, f"{file}: version: must not be empty\n")


def test_a_batch_answers_each_line_and_ends_with_1_for_a_faulty_one(run: Run, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    lines = [
        json.dumps({"at": NIGHT}),
        "",
        json.dumps({"at": "2026-03-04T10:00:00+07:00", "agents_online": 2, "free": 0}),
        "{",
        "[]",
        json.dumps({"at": "2026-03-04T10:00:00"}),
        json.dumps({"at": NIGHT, "colour": "red"}),
        json.dumps({"at": NIGHT, "priority": "urgent"}),
        json.dumps({"at": NIGHT, "agents_online": -1}),
    ]
    cases.write_text("\n".join(lines), "utf-8")
    result = run("policy", "explain", "twin-ai", "--batch", str(cases))
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [one.get("outcome") or one["error"] for one in told] == [
        "email", "queue", "bad_json", "bad_json", "no_offset", "bad_value", "bad_value", "bad_value",
    ]  # fmt: skip


def test_options_stand_for_what_a_batchs_lines_leave_out(run: Run, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps({"at": NIGHT}) + "\n" + json.dumps({"at": NIGHT, "priority": "low"}), "utf-8")
    result = run("policy", "explain", "twin-ai", "--priority", "high", "--batch", str(cases))
    assert result.exit_code == 0
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["target"]["within"] for one in told] == ["PT2H", "PT24H"]
