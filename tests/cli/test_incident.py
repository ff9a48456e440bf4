"""`chatserver incident`."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Run

NAMES = ("--vi", "Không đăng nhập được.", "--en", "Sign-in is down")


@pytest.fixture(autouse=True)
def shop(run: Run) -> None:
    """One site."""
    assert run("site", "add", "Shop", "--origin", "https://shop.example").exit_code == 0


def answered(run: Run, *arguments: str, code: int = 0) -> dict[str, Any]:
    """A command's answer in JSON."""
    result = run("incident", *arguments, "--json")
    assert result.exit_code == code, result.output
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


def test_an_incident_is_raised_updated_and_ended(run: Run) -> None:
    raised = answered(run, "raise", *NAMES, "--url", "https://status.shop.example")
    assert (raised["vi"], raised["en"]) == ("Không đăng nhập được", "Sign-in is down")
    assert answered(run, "show") == raised
    updated = answered(run, "update", "--en", "Sign-in is slow", "--by", "Bình")
    assert (updated["vi"], updated["en"], updated["by"]) == (raised["vi"], "Sign-in is slow", "Bình")
    assert (updated["url"], updated["raised_at"]) == (raised["url"], raised["raised_at"])
    assert answered(run, "update", "--url", "")["url"] == ""
    assert answered(run, "end") == answered(run, "show") == {"told": 0}


def test_that_it_still_lasts_needs_no_words(run: Run) -> None:
    raised = answered(run, "raise", *NAMES)
    still = answered(run, "update")
    assert still["updated_at"] > raised["updated_at"]
    assert still["vi"] == raised["vi"]


def test_it_is_read_in_words(run: Run) -> None:
    assert run("incident", "show").stdout == "No incident is told.\n"
    said = run("incident", "raise", *NAMES, "--url", "https://status.shop.example").stdout
    assert "vi  Không đăng nhập được\n" in said
    assert "url https://status.shop.example" in said
    assert "by operator" in said


def test_a_second_one_is_refused(run: Run) -> None:
    answered(run, "raise", *NAMES)
    assert answered(run, "raise", *NAMES, code=1)["error"] == "incident_stands"


@pytest.mark.parametrize("command", ["update", "end"])
def test_without_one_there_is_nothing_to_change(run: Run, command: str) -> None:
    assert answered(run, command, code=1)["error"] == "no_incident"


def test_a_name_or_a_link_that_cannot_be_shown_is_refused(run: Run) -> None:
    assert answered(run, "raise", "--vi", " ", "--en", "x", code=1)["error"] == "incident_name"
    assert answered(run, "raise", *NAMES, "--url", "javascript:alert(1)", code=1)["error"] == "incident_link"
    assert answered(run, "show") == {"told": 0}


def test_where_there_are_several_sites_one_is_named(run: Run) -> None:
    run("site", "add", "Blog", "--origin", "https://blog.example")
    assert answered(run, "raise", *NAMES, code=1)["error"] == "which_site"
    answered(run, "raise", *NAMES, "--site", "Blog")
    assert answered(run, "show", "--site", "Shop") == {"told": 0}
