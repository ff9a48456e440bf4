"""The widget words instants as the server does: one table for both (docs/architecture.md)."""

import json

import pytest
from playwright.sync_api import Page, Route

from chatserver.texts import catalogue
from tests.server import ROOT

pytestmark = pytest.mark.portable

TABLE = json.loads((ROOT / "tests" / "data" / "worded_instants.json").read_text(encoding="utf-8"))
WORD_ALL = """async ([table, catalogues]) => {
    const { Words } = await import('/widget/words.js');
    return ['instant', 'promise'].map((word) => table.map(({ at, zone, language, now }) =>
        new Words(catalogues[language])[word](Date.parse(at), zone, Date.parse(now))));
}"""


def test_instants_and_promises_are_worded_as_in_the_shared_table(page: Page) -> None:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://shop.localhost/")
        if path:
            route.fulfill(path=ROOT / path)
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page.route("http://shop.localhost/**", answer)
    page.goto("http://shop.localhost/")
    worded = page.evaluate(WORD_ALL, [TABLE, {name: dict(catalogue(name)) for name in ("vi", "en")}])
    assert worded == [[row["words"] for row in TABLE], [row["promise"] for row in TABLE]]
