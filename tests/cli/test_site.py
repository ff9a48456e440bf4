"""`chatserver site`."""

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

Run = Callable[..., Result]


def added(run: Run, name: str = "Cửa hàng") -> dict[str, Any]:
    result = run("site", "add", name, "--origin", "https://shop.example", "--json")
    assert result.exit_code == 0, result.output
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


def test_a_site_is_added_with_what_to_paste(run: Run) -> None:
    result = run(
        "site", "add", "Shop", "--origin", "https://Shop.example/", "--origin", "https://*.shop.example"
    )
    assert result.exit_code == 0
    assert "https://*.shop.example" in result.stdout
    assert '<script async src="https://chat.shop.example/widget.js" data-site="' in result.stdout


def test_sites_are_listed(run: Run) -> None:
    assert json.loads(run("site", "list", "--json").stdout) == []
    shop = added(run)
    assert json.loads(run("site", "list", "--json").stdout) == [shop]
    assert "Cửa hàng" in run("site", "list").stdout


def test_origins_are_added_and_removed(run: Run) -> None:
    shop = added(run)
    more = run("site", "origin", shop["id"], "add", "http://localhost:*", "--json")
    assert json.loads(more.stdout) == {"origins": ["https://shop.example", "http://localhost:*"]}
    less = run("site", "origin", "cửa hàng", "remove", "https://shop.example")
    assert less.stdout.split() == ["http://localhost:*"]


def test_a_key_is_shown_and_renewed(run: Run) -> None:
    shop = added(run)
    assert json.loads(run("site", "key", shop["key"], "--json").stdout) == {"key": shop["key"]}
    renewed = json.loads(run("site", "key", shop["id"], "--renew", "--json").stdout)["key"]
    assert renewed != shop["key"]
    assert run("site", "key", shop["key"]).exit_code == 1
    assert renewed in run("site", "key", shop["id"]).stdout


def test_what_is_refused_ends_with_1_and_a_sentence(run: Run) -> None:
    refused = run("site", "add", "Shop", "--origin", "shop")
    assert refused.exit_code == 1
    assert "is not an origin" in refused.stderr
    assert refused.stdout == ""
    unknown = run("site", "key", "nowhere", "--json")
    assert unknown.exit_code == 1
    assert json.loads(unknown.stdout)["error"] == "site"


def test_wrong_usage_ends_with_2(run: Run) -> None:
    assert run("site", "add", "Shop").exit_code == 2
    assert run("site", "origin", "Shop", "change", "https://shop.example").exit_code == 2


def test_a_site_is_removed_only_when_that_is_said_twice(run: Run) -> None:
    shop, blog = added(run), added(run, "Blog")
    refused = run("site", "remove", shop["id"])
    assert refused.exit_code == 1
    assert "Cửa hàng: conversations: 0, agents: 0" in refused.stderr and "--yes" in refused.stderr
    told = json.loads(run("site", "remove", "cửa hàng", "--yes", "--json").stdout)
    assert told == {"name": "Cửa hàng", "conversations": 0, "agents": 0, "files": 0}
    assert json.loads(run("site", "list", "--json").stdout) == [blog]
    assert json.loads(run("site", "remove", shop["id"], "--yes", "--json").stdout)["error"] == "site"
