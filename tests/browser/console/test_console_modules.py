"""The console's parts without a screen: words, waits, claims. Imported in the page, as they are served."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import OpenConsole
from tests.server import ROOT

TABLE = json.loads((ROOT / "tests" / "data" / "worded_instants.json").read_text(encoding="utf-8"))


@pytest.fixture
def page(console: OpenConsole) -> Page:
    """A console's page, from which modules can be imported."""
    return console()


def test_instants_are_worded_as_in_the_table_that_all_share(page: Page) -> None:
    for row in TABLE:
        row["at_ms"], row["now_ms"] = (
            datetime.fromisoformat(row[name]).timestamp() * 1000 for name in ("at", "now")
        )
    worded = page.evaluate(
        """async (table) => {
            const { wordInstant, wordPromise } = await import("/static/console/words.js");
            const { loadTexts } = await import("/static/console/texts.js");
            const texts = { vi: await loadTexts("vi"), en: await loadTexts("en") };
            return [wordInstant, wordPromise].map((word) =>
                table.map((row) => word(row.at_ms, row.zone, texts[row.language], row.now_ms)));
        }""",
        TABLE,
    )
    assert worded == [[row["words"] for row in TABLE], [row["promise"] for row in TABLE]]


def test_durations_name_the_two_largest_units(page: Page) -> None:
    minutes = [0.5, 3, 60, 112, 26 * 60, 72 * 60]
    worded = page.evaluate(
        """async (minutes) => {
            const { wordDuration } = await import("/static/console/words.js");
            const { loadTexts } = await import("/static/console/texts.js");
            const texts = await loadTexts("vi");
            return minutes.map((one) => wordDuration(one * 60_000, texts));
        }""",
        minutes,
    )
    assert worded == ["dưới 1 phút", "3 phút", "1 giờ", "1 giờ 52", "26 giờ", "3 ngày"]


def test_waits_double_up_to_thirty_seconds(page: Page) -> None:
    waits = page.evaluate(
        """async () => {
            const { backoff } = await import("/static/console/backoff.js");
            return [0, 1, 2, 6, 60].map((attempt) => backoff(attempt, 1));
        }"""
    )
    assert waits == [500, 1000, 2000, 30_000, 30_000]


@pytest.mark.parametrize(
    ("code", "reason", "then"),
    [
        (4001, "", {"then": "signin"}),
        (4003, "", {"then": "stop"}),
        (4004, "", {"then": "stop"}),
        (4010, "", {"then": "stop"}),
        (4029, "", {"then": "retry", "after": 30_000}),
        (4008, "", {"then": "retry", "after": 0}),
        (1006, "", {"then": "retry", "after": 0}),
        (1012, "retry_after=7.5", {"then": "retry", "after": 7500}),
    ],
)
def test_a_close_code_says_what_to_do_next(page: Page, code: int, reason: str, then: dict[str, Any]) -> None:
    found = page.evaluate(
        """async ([code, reason]) => {
            const { afterClose } = await import("/static/console/backoff.js");
            return afterClose(code, reason);
        }""",
        [code, reason],
    )
    assert found == then


def test_of_two_tabs_one_speaks(console: OpenConsole, page: Page) -> None:
    other = console()
    claim = """async () => {
        const { claim } = await import("/static/console/claim.js");
        return claim("somebody waits", { first: true });
    }"""
    assert [page.evaluate(claim), other.evaluate(claim)] == [True, False]


def test_everything_that_is_served_is_a_module_of_one_idea() -> None:
    """No build: what is read is what runs."""
    files = sorted(Path(ROOT / "static" / "console").glob("*.*s"))
    assert {file.name: lines for file in files if (lines := len(file.read_text().splitlines())) > 250} == {}


def test_the_other_language_is_one_click_away(page: Page) -> None:
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Conversations")).to_be_visible()
    expect(page.get_by_role("switch")).to_have_text("Online")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Hội thoại")).to_be_visible()


def test_the_console_breaks_none_of_its_own_rules(console: OpenConsole, page: Page) -> None:
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    console(page)
    assert faults == []
