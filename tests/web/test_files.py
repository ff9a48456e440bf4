"""What browsers load, from where, and for how long."""

from collections.abc import Callable

import pytest

from tests.web.caller import Caller

NewCaller = Callable[[], Caller]


def test_the_loader_may_be_used_from_any_page_and_is_asked_for_again_soon(new_caller: NewCaller) -> None:
    answer = new_caller().get("/widget.js")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_hashed_files_never_change_and_others_are_asked_for_again(new_caller: NewCaller) -> None:
    caller = new_caller()
    app = next(part for part in caller.get("/widget.js").text.split('"') if part.startswith("app-"))
    assert caller.get(f"/static/{app}").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert caller.get("/static/console/main.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/nothing.js",
        "/static/",
        "/static/%00",
        "/static/" + "a" * 300 + ".js",
    ],
)
def test_nothing_outside_the_folder_is_served(new_caller: NewCaller, path: str) -> None:
    assert new_caller().get(path).status == 404


def test_the_texts_come_in_both_languages_and_no_other(new_caller: NewCaller) -> None:
    caller = new_caller()
    assert "Chưa gửi được" in caller.get("/api/texts/vi").text
    assert "Not sent" in caller.get("/api/texts/en").text
    assert caller.get("/api/texts/fr").status == 404
