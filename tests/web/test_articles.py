"""GET /api/articles/…: help articles for the site's pages, and for programs."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.server import ServerProcess
from tests.web.caller import Answer, Caller

PAGE = "http://shop.localhost:9999"
NewCaller = Callable[[], Caller]


@pytest.fixture
def ask(server: ServerProcess, new_caller: NewCaller) -> Callable[..., Answer]:
    """GET below the site's articles, from a page of the site."""

    def get(path: str = "", /, **query: str) -> Answer:
        target = f"/api/articles/{server.site_key}{path}?{urlencode(query)}"
        return new_caller().get(target, Origin=PAGE, Accept="application/json")

    return get


def rows(answer: Answer) -> list[dict[str, Any]]:
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = json.loads(answer.text)["articles"]
    return found


def test_a_fresh_installation_has_articles_those_for_the_page_first(ask: Callable[..., Answer]) -> None:
    shown = rows(ask(path="/demo/pricing"))
    assert (shown[0]["id"], shown[0]["here"], shown[0]["language"]) == ("plans", True, "vi")
    assert list(shown[0]) == ["id", "language", "title", "text", "here"]
    assert not any(row["here"] for row in shown[1:])


def test_search_needs_no_accents(ask: Callable[..., Answer]) -> None:
    found = rows(ask(q="tra loi bao lau"))
    assert found[0]["id"] == "response-times"
    assert rows(ask(q="how long", language="en"))[0]["title"] == "How long until I get an answer?"
    assert rows(ask(q="xyzzy")) == []


def test_an_article_is_read_as_blocks_without_html(ask: Callable[..., Answer]) -> None:
    answer = ask("/channels", language="en")
    told = json.loads(answer.text)
    assert (told["title"], told["departments"]) == ("Which way should I ask?", [])
    assert [block["t"] for block in told["blocks"][:3]] == ["p", "h", "p"]
    hrefs = [span.get("href") for item in told["blocks"][5]["items"] for span in item]
    assert "mailto:support@twinai.com" in hrefs
    assert "<" not in answer.text


def test_answers_may_be_kept_for_a_minute_and_set_no_cookie(ask: Callable[..., Answer]) -> None:
    answer = ask()
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Vary"] == "Origin, Authorization"
    assert answer.headers["Set-Cookie"] is None


def test_a_page_of_the_site_may_read_it_and_another_may_not(
    server: ServerProcess, new_caller: NewCaller
) -> None:
    path = f"/api/articles/{server.site_key}"
    assert new_caller().get(path, Origin=PAGE).headers["Access-Control-Allow-Origin"] == PAGE
    stranger = new_caller().get(path, Origin="https://evil.test")
    assert (stranger.status, stranger.headers["Access-Control-Allow-Origin"]) == (403, None)
    assert [new_caller().get(path, Origin=origin).status for origin in ("", server.url)] == [200, 200]
    may = new_caller().call("OPTIONS", path, Origin=PAGE)
    assert (may.status, may.headers["Access-Control-Allow-Headers"]) == (204, "Authorization")


@pytest.mark.parametrize(
    ("path", "query", "status", "error"),
    [
        ("/nothing", {}, 404, "unknown_article"),
        ("/" + quote("../x", safe=""), {}, 404, "not_found"),
        ("", {"language": "fr"}, 400, "malformed"),
        ("", {"q": "x" * 101}, 400, "malformed"),
        ("", {"path": "/" + "x" * 2_000}, 400, "malformed"),
    ],
)
def test_what_makes_no_sense_is_named(
    ask: Callable[..., Answer], path: str, query: dict[str, str], status: int, error: str
) -> None:
    answer = ask(path, **query)
    assert (answer.status, json.loads(answer.text)["error"]) == (status, error)


def test_a_refusal_is_kept_by_nobody(ask: Callable[..., Answer]) -> None:
    assert ask("/nothing").headers["Cache-Control"] == "no-store"


def test_an_unknown_site_and_a_forged_identity_are_named(
    server: ServerProcess, new_caller: NewCaller
) -> None:
    assert new_caller().get("/api/articles/nothing").status == 404
    path = f"/api/articles/{server.site_key}"
    forged = new_caller().get(path, Origin=PAGE, Authorization="Bearer e30.e30.e30")
    assert forged.status in {400, 401}
    assert forged.headers["Access-Control-Allow-Origin"] == PAGE


def test_one_address_may_not_ask_without_end(server: ServerProcess, new_caller: NewCaller) -> None:
    caller = new_caller()
    answers = [caller.get(f"/api/articles/{server.site_key}") for _ in range(140)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and refused[0].headers["Retry-After"]
