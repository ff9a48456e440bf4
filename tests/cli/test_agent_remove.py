"""`chatserver agent remove`."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
LAN = "lan@shop.vn"


@pytest.fixture(autouse=True)
def shop(run: Run) -> None:
    """Lan is an agent of two sites."""
    run("site", "add", "Shop", "--origin", "https://shop.example")
    run("site", "add", "Blog", "--origin", "https://blog.example")
    run("agent", "add", LAN, "--name", "Lan", "--site", "Shop", "--site", "Blog")


def names(run: Run, site: str) -> list[str]:
    found: list[dict[str, Any]] = json.loads(run("agent", "list", "--site", site, "--json").stdout)
    return [one["email"] for one in found]


def test_without_yes_it_only_counts(run: Run) -> None:
    result = run("agent", "remove", LAN)
    assert result.exit_code == 1
    assert "sites: 2, open conversations: 0" in result.stderr and "--yes" in result.stderr
    assert names(run, "Shop") == names(run, "Blog") == [LAN]


def test_from_one_site_they_still_answer_on_the_other(run: Run) -> None:
    told = json.loads(run("agent", "remove", LAN, "--site", "Blog", "--yes", "--json").stdout)
    assert (told["wholly"], len(told["sites"])) == (0, 1)
    assert (names(run, "Shop"), names(run, "Blog")) == ([LAN], [])
    again = run("agent", "remove", LAN, "--site", "Blog", "--yes", "--json")
    assert json.loads(again.stdout)["error"] == "not_of_site"


def test_from_all_sites_they_are_gone_and_the_address_is_free(run: Run) -> None:
    assert json.loads(run("agent", "remove", "Lan@shop.vn", "--yes", "--json").stdout)["wholly"] == 1
    assert names(run, "Shop") == names(run, "Blog") == []
    assert run("agent", "reset", LAN).exit_code == 1
    assert json.loads(run("agent", "remove", LAN, "--yes", "--json").stdout)["error"] == "unknown_agent"
    assert run("agent", "add", LAN, "--name", "Lan", "--site", "Shop").exit_code == 0


def test_who_leaves_the_last_site_is_gone_too(run: Run) -> None:
    run("agent", "remove", LAN, "--site", "Shop", "--yes")
    last = json.loads(run("agent", "remove", LAN, "--site", "Blog", "--yes", "--json").stdout)
    assert last["wholly"] == 1
    assert run("agent", "reset", LAN).exit_code == 1
