"""What goes wrong is answered by name, as a page or as JSON; nothing of an exception gets out."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from chatserver.domain.errors import ChatError, Refused, Unavailable
from chatserver.web.errors import headers_of, status_of, words_of
from tests.redis_servers import redis_server
from tests.server import server_process
from tests.web.caller import Caller


def test_a_path_that_is_not_there_is_a_page(caller: Caller) -> None:
    answer = caller.get("/nowhere")
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_programs_get_json(caller: Caller) -> None:
    for path, accept in (("/nowhere", "application/json"), ("/api/nowhere", "text/html")):
        answer = caller.get(path, Accept=accept)
        assert answer.status == 404
        assert json.loads(answer.text)["error"] == "not_found"


def test_a_method_that_is_not_served_is_named(caller: Caller) -> None:
    answer = caller.call("DELETE", "/signin")
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/console/%ff", "/%0d%0aX:%20y", "/console/" + "a" * 5000, "/?lang=%00"])
def test_a_strange_path_is_answered_calmly(caller: Caller, path: str) -> None:
    assert caller.get(path).status < 500


def test_every_kind_of_error_has_its_status() -> None:
    assert status_of(Refused("error.forbidden")) == 403
    assert status_of(Refused("error.anything_else")) == 400
    assert status_of(Unavailable("error.unavailable")) == 503
    assert status_of(ChatError("error.internal")) == 500


def test_when_to_come_back_is_a_whole_number_of_seconds() -> None:
    late = Refused("error.too_many", retry_after=1.2)
    assert headers_of(late) == {"Retry-After": "2"}
    assert words_of(late, "en") == "That was too fast. Try again in 2 s."
    assert headers_of(Refused("error.forbidden")) == {}


def test_without_redis_pages_say_so_and_the_process_lives(tmp_path: Path) -> None:  # contract R17
    with TemporaryDirectory(prefix="chat-") as folder:
        with redis_server(Path(folder)) as url:
            running = server_process(tmp_path, url)
            server = running.__enter__()
        try:
            caller = Caller(server.url, "198.51.100.1", {"chatserver_session": "x" * 43})
            answer = caller.get("/console")
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert "redis" not in answer.text.lower()
            assert caller.get("/healthz").status == 200
            ready = caller.get("/readyz")
            assert ready.status == 503
            assert json.loads(ready.text)["parts"]["redis"] is False
        finally:
            running.__exit__(None, None, None)
