"""`chatserver agent set|list`."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def lan(run: Run) -> str:
    """An agent of the only site."""
    run("site", "add", "Shop", "--origin", "https://shop.example")
    run("agent", "add", "lan@shop.vn", "--name", "Lan")
    return "lan@shop.vn"


def facts(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_new_agent_answers_everywhere_as_much_as_the_policy_says(run: Run, lan: str) -> None:
    (member,) = facts(run("agent", "list", "--json"))
    assert (member["email"], member["departments"], member["capacity"]) == (lan, ["all"], "policy")


def test_departments_and_capacity_are_set_each_by_itself(run: Run, lan: str) -> None:
    facts(run("agent", "set", lan, "--department", "support,billing", "--json"))
    member = facts(run("agent", "set", lan, "--capacity", "2", "--json"))
    assert (member["departments"], member["capacity"]) == (["billing", "support"], 2)
    again = facts(run("agent", "set", lan, "--department", "all", "--capacity", "0", "--json"))
    assert (again["departments"], again["capacity"]) == (["all"], "policy")


def test_an_unknown_department_is_named_with_those_that_there_are(run: Run, lan: str) -> None:
    result = run("agent", "set", lan, "--department", "support,sales")
    assert result.exit_code == 1
    assert "sales" in result.stderr and "billing" in result.stderr


def test_strangers_and_nonsense_are_refused(run: Run, lan: str) -> None:
    assert json.loads(run("agent", "set", "minh@shop.vn", "--json").stdout)["error"] == "unknown_agent"
    nonsense = run("agent", "set", lan, "--capacity", "-1", "--json")
    assert json.loads(nonsense.stdout)["error"] == "bad_capacity"


def test_an_agent_of_one_site_joins_another_and_keeps_their_password(run: Run, lan: str) -> None:
    facts(run("site", "add", "Blog", "--origin", "https://blog.example", "--json"))
    assert facts(run("agent", "list", "--site", "Blog", "--json")) == []
    stranger = run("agent", "set", lan, "--site", "Blog", "--capacity", "3", "--json")
    assert json.loads(stranger.stdout)["error"] == "not_of_site"
    nonsense = run("agent", "set", lan, "--site", "Blog", "--role", "agent", "--department", "sales")
    assert nonsense.exit_code == 1
    assert facts(run("agent", "list", "--site", "Blog", "--json")) == []
    joined = facts(run("agent", "set", lan, "--site", "Blog", "--role", "admin", "--json"))
    assert facts(run("agent", "list", "--site", "Blog", "--json")) == [joined]
    assert (joined["role"], joined["departments"]) == ("admin", ["all"])
    (at_home,) = facts(run("agent", "list", "--site", "Shop", "--json"))
    assert (at_home["id"], at_home["role"]) == (joined["id"], "agent")
