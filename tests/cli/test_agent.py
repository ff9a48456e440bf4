"""`chatserver agent`."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]
LINK = "https://chat.shop.example/setup#"


@pytest.fixture
def shop(run: Run) -> str:
    return str(
        json.loads(run("site", "add", "Shop", "--origin", "https://shop.example", "--json").stdout)["id"]
    )


def test_an_agent_is_added_with_a_link(run: Run, shop: str) -> None:
    result = run("agent", "add", "lan@shop.vn", "--name", "Lan")
    assert result.exit_code == 0, result.output
    assert LINK in result.stdout
    assert len(result.stdout.split(LINK)[1].strip()) == 43


def test_the_link_follows_the_address_that_is_given(run: Run, shop: str) -> None:
    result = run(
        "agent", "add", "lan@shop.vn", "--name", "Lan", "--base-url", "http://127.0.0.1:8010", "--json"
    )
    assert json.loads(result.stdout)["link"].startswith("http://127.0.0.1:8010/setup#")


def test_with_several_sites_one_is_named(run: Run, shop: str) -> None:
    run("site", "add", "Blog", "--origin", "https://blog.example")
    unnamed = run("agent", "add", "lan@shop.vn", "--name", "Lan")
    assert unnamed.exit_code == 1
    assert "Blog" in unnamed.stderr
    named = run(
        "agent", "add", "lan@shop.vn", "--name", "Lan", "--site", "Blog", "--site", shop, "--role", "admin"
    )
    assert named.exit_code == 0, named.output


def test_without_a_site_there_is_nothing_to_join(run: Run) -> None:
    assert run("agent", "add", "lan@shop.vn", "--name", "Lan").exit_code == 1


def test_an_address_is_added_once(run: Run, shop: str) -> None:
    run("agent", "add", "lan@shop.vn", "--name", "Lan")
    again = run("agent", "add", "LAN@shop.vn", "--name", "Lan")
    assert again.exit_code == 1
    assert "chatserver agent reset lan@shop.vn" in again.stderr


def test_a_reset_prints_another_link(run: Run, shop: str) -> None:
    run("agent", "add", "lan@shop.vn", "--name", "Lan")
    assert json.loads(run("agent", "reset", "Lan@shop.vn", "--json").stdout)["link"].startswith(LINK)
    assert run("agent", "reset", "nobody@shop.vn").exit_code == 1


def test_a_bad_address_or_role_is_refused(run: Run, shop: str) -> None:
    assert run("agent", "add", "lan@shop", "--name", "Lan").exit_code == 1
    assert run("agent", "add", "lan@shop.vn", "--name", "Lan", "--role", "owner").exit_code == 2
