"""The demo site."""

import json
import re
from typing import Any

import pytest

from tests.server import ROOT, ServerProcess
from tests.web.caller import Caller

PATHS = ("/demo", "/demo/pricing", "/demo/docs", "/demo/app", "/demo/app/invoices", "/demo/app/settings")
CONTENT = ROOT / "chatserver" / "data" / "demo"


def content(language: str) -> Any:
    return json.loads((CONTENT / f"{language}.json").read_text(encoding="utf-8"))


def shape(part: Any) -> Any:
    """What is left of a content file without its words."""
    if isinstance(part, dict):
        return {name: shape(value) for name, value in part.items()}
    return [shape(value) for value in part] if isinstance(part, list) else type(part).__name__


@pytest.mark.parametrize("path", PATHS)
def test_every_page_carries_the_snippet_that_was_printed(
    caller: Caller, server: ServerProcess, path: str
) -> None:
    answer = caller.get(path)
    assert answer.status == 200
    snippet = f'<script async src="{server.url}/widget.js" data-site="{server.site_key}"></script>'
    assert answer.text.count(snippet) == 1
    assert "chatserver('track', {" in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_vietnamese_and_english_when_asked(caller: Caller, path: str) -> None:
    assert '<html lang="vi">' in caller.get(path, Accept_Language="en").text
    english = caller.get(path + "?lang=en")
    assert '<html lang="en">' in english.text and "Help &amp; Support" in english.text
    assert english.headers["Set-Cookie"] is None
    assert caller.get(path + "?lang=xx").text.startswith('<!doctype html>\n<html lang="vi">')


@pytest.mark.parametrize("path", PATHS)
def test_english_pages_lead_to_english_ones(caller: Caller, path: str) -> None:
    links = re.findall(r'href="(/demo[^"#]*)"', caller.get(path + "?lang=en").text)
    assert [link for link in links if not link.endswith("?lang=en")] == [path]  # the way back to Vietnamese


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_loaded_from_elsewhere_and_nothing_is_styled_in_place(
    caller: Caller, server: ServerProcess, path: str
) -> None:
    text = caller.get(path).text
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', text)
    assert [one for one in loaded if not one.startswith((server.url, "/static/demo/", "data:,"))] == []
    assert "<style" not in text and " style=" not in text


def test_the_languages_tell_the_same() -> None:
    assert shape(content("vi")) == shape(content("en"))
    assert "!" not in json.dumps([content("vi"), content("en")])


def test_a_page_that_is_not_there(caller: Caller) -> None:
    assert caller.get("/demo/app/nowhere").status == 404
    assert caller.get("/demo/nowhere").status == 404
