"""`chatserver policy apply`, `show` and `history`: a site's policy is changed by who has seen it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from click.testing import Result

Run = Callable[..., Result]
SHORTER = ("retention_days = 365", "retention_days = 30")
SHORTEST = ("retention_days = 30", "retention_days = 7")


@pytest.fixture
def shop(run: Run) -> Run:
    """Commands on an installation with one site."""
    assert run("site", "add", "Shop", "--origin", "https://shop.example").exit_code == 0
    return run


@pytest.fixture
def file(shop: Run, tmp_path: Path) -> Path:
    """The site's policy as `policy show` gives it, in a file."""
    shown = tmp_path / "desk.toml"
    shown.write_text(shop("policy", "show").stdout, "utf-8")
    return shown


def edit(file: Path, change: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change), "utf-8")


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_site_begins_with_the_shipped_policy(shop: Run) -> None:
    shown = shop("policy", "show")
    assert shown.stdout.startswith("# revision 1\n# The support desk of Twin AI")
    facts = answer(shop("policy", "show", "--site", "shop", "--json"))
    assert (facts["revision"], facts["by"]) == (1, "seed")


def test_an_edited_policy_is_applied_showing_the_difference(shop: Run, file: Path) -> None:
    edit(file, SHORTER)
    applied = shop("policy", "apply", str(file), "--by", "Lan", "--note", "law")
    assert applied.exit_code == 0, applied.output
    assert "-retention_days = 365\n+retention_days = 30\n" in applied.stdout
    assert "Revision 2 is in force on Shop." in applied.stdout
    assert "retention_days = 30" in shop("policy", "show").stdout


def test_the_same_policy_changes_nothing(shop: Run, file: Path) -> None:
    again = shop("policy", "apply", str(file))
    assert (again.exit_code, again.stdout) == (0, "Nothing changed.\n")
    facts = answer(shop("policy", "apply", "twin-ai", "--json"))
    assert (facts["revision"], facts["difference"]) == (1, [])


def test_a_file_that_was_applied_can_be_edited_and_applied_again(shop: Run, file: Path) -> None:
    edit(file, SHORTER)
    assert shop("policy", "apply", str(file)).exit_code == 0
    assert file.read_text("utf-8").startswith("# revision 2\n")
    edit(file, SHORTEST)
    assert answer(shop("policy", "apply", str(file), "--json"))["revision"] == 3


def test_a_faulty_file_is_refused_with_every_fault(shop: Run, file: Path) -> None:
    edit(file, ('zone = "Asia/Ho_Chi_Minh"', 'zone = "Asia/Hanoi"'))
    edit(file, ("capacity = 4", "capacity = 0"))
    refused = shop("policy", "apply", str(file))
    assert refused.exit_code == 2
    assert "version[0].zone" in refused.stderr and "version[0].numbers.capacity" in refused.stderr
    assert answer(shop("policy", "show", "--json"))["revision"] == 1


def test_a_file_without_a_place_in_the_history_replaces_only_what_the_site_began_with(shop: Run) -> None:
    assert answer(shop("policy", "apply", "chatwork", "--json"))["revision"] == 2
    refused = shop("policy", "apply", "twin-ai")
    assert refused.exit_code == 1
    assert "revision 2 by operator" in refused.stderr
    assert answer(shop("policy", "apply", "twin-ai", "--force", "--json"))["revision"] == 3


def test_what_somebody_else_has_changed_is_not_overwritten_unseen(shop: Run, file: Path) -> None:
    other = file.with_name("other.toml")
    other.write_text(file.read_text("utf-8"), "utf-8")
    edit(other, SHORTER)
    assert shop("policy", "apply", str(other), "--by", "Lan").exit_code == 0
    edit(file, ("capacity = 4", "capacity = 6"))
    refused = shop("policy", "apply", str(file), "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]) == (1, "policy_unseen")
    assert "retention_days = 30" in shop("policy", "show").stdout


def test_the_history_names_who_and_why_and_keeps_the_texts(shop: Run, file: Path) -> None:
    edit(file, SHORTER)
    assert shop("policy", "apply", str(file), "--by", "Lan", "--note", "law").exit_code == 0
    found = answer(shop("policy", "history", "--json"))
    assert [(one["revision"], one["by"], one["note"]) for one in found] == [
        (2, "Lan", "law"),
        (1, "seed", ""),
    ]
    assert shop("policy", "history").stdout.splitlines()[0].endswith("Lan  law")
    assert "retention_days = 365" in shop("policy", "show", "--revision", "1").stdout
    assert shop("policy", "show", "--revision", "9").exit_code == 1


def test_each_change_is_in_the_audit(shop: Run, file: Path, clean_redis: str) -> None:
    edit(file, SHORTER)
    assert shop("policy", "apply", str(file), "--by", "Lan").exit_code == 0
    with redis.Redis.from_url(clean_redis, decode_responses=True) as client:
        entries: Any = client.xrange("chat:audit")
    assert [(entry["who"], entry["act"]) for _, entry in entries][-1] == ("Lan", "policy_applied")


def test_a_site_must_be_named_where_there_are_several(shop: Run) -> None:
    assert shop("site", "add", "Blog", "--origin", "https://blog.example").exit_code == 0
    assert shop("policy", "show").exit_code == 1
    assert shop("policy", "show", "--site", "Blog").exit_code == 0
