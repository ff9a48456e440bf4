"""`chatserver articles …`: files are checked, the difference is seen, and then they are on the site."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from click.testing import Result

Run = Callable[..., Result]
TEXT = '+++\ntitle = "{title}"\n+++\nLời.\n'


@pytest.fixture
def shop(run: Run) -> Run:
    """Commands on an installation with one site."""
    assert run("site", "add", "Shop", "--origin", "https://shop.example").exit_code == 0
    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, and a note for their writers."""
    for name in ("orders", "paying"):
        (tmp_path / f"{name}.vi.md").write_text(TEXT.format(title=name), "utf-8")
    (tmp_path / "README.md").write_text("For writers.", "utf-8")
    return tmp_path


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_shipped_articles_are_good(run: Run) -> None:
    checked = run("articles", "check", "twin-ai", "--json")
    assert len(answer(checked)["articles"]) == 16


def test_each_fault_is_named_by_file_and_line(run: Run, folder: Path) -> None:
    (folder / "bad.vi.md").write_text('+++\ntitle = "x"\n+++\n\n<b>x</b>\n', "utf-8")
    (folder / "worse.vi.md").write_bytes(b"+++\n\xff")
    refused = run("articles", "check", str(folder))
    assert refused.exit_code == 2
    assert "worse.vi.md: line 2: is not UTF-8" in refused.stderr
    assert "bad.vi.md: line 5: HTML is not shown" in refused.stderr


def test_a_folder_that_is_none_or_empty_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("articles", "check", str(tmp_path / "nowhere")).exit_code == 2
    assert run("articles", "check", str(tmp_path)).exit_code == 2


def test_without_yes_only_the_difference_is_shown(shop: Run, folder: Path) -> None:
    shown = shop("articles", "apply", str(folder))
    assert (shown.exit_code, shown.stdout) == (1, "new: orders.vi.md\nnew: paying.vi.md\n")
    assert "Add --yes" in shown.stderr
    assert answer(shop("articles", "list", "--json")) == []


def test_with_yes_the_folder_is_all_that_the_site_has(shop: Run, folder: Path, clean_redis: str) -> None:
    assert answer(shop("articles", "apply", str(folder), "--yes", "--json"))["revision"] == 1
    (folder / "orders.vi.md").unlink()
    applied = shop("articles", "apply", str(folder), "--yes", "--by", "Lan")
    assert applied.stdout.splitlines() == ["gone: orders.vi.md", "Revision 2 of the articles is on Shop."]
    assert [one["name"] for one in answer(shop("articles", "list", "--json"))] == ["paying"]
    with redis.Redis.from_url(clean_redis, decode_responses=True) as client:
        entries: Any = client.xrange("chat:audit")
    assert [(entry["who"], entry["act"]) for _, entry in entries][-1] == ("Lan", "articles_applied")


def test_what_is_the_same_changes_nothing(shop: Run, folder: Path) -> None:
    assert shop("articles", "apply", str(folder), "--yes").exit_code == 0
    again = shop("articles", "apply", str(folder))
    assert (again.exit_code, again.stdout) == (0, "Nothing changed.\n")


def test_plans_and_departments_are_those_of_the_sites_policy(shop: Run, folder: Path) -> None:
    head = 'title = "x"\nplans = ["gold"]\ndepartments = ["billing", "sales"]'
    (folder / "orders.vi.md").write_text(f"+++\n{head}\n+++\nLời.", "utf-8")
    refused = shop("articles", "apply", str(folder), "--yes")
    assert refused.exit_code == 2
    assert "orders.vi.md: 'gold' is no plan" in refused.stderr
    assert "orders.vi.md: 'sales' is no department" in refused.stderr
    assert "billing" not in refused.stderr
    assert answer(shop("articles", "list", "--json")) == []


def test_an_article_is_printed_as_it_was_written(shop: Run, folder: Path) -> None:
    assert shop("articles", "apply", str(folder), "--yes").exit_code == 0
    assert shop("articles", "show", "orders").stdout == TEXT.format(title="orders") + "\n"
    assert shop("articles", "show", "orders", "--language", "en").exit_code == 1
    assert shop("articles", "list").stdout.splitlines()[0] == "  100  orders.vi  orders  (every page)"
