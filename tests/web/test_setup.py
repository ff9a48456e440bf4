"""The page of a one-time link (contract S2)."""

from collections.abc import Iterator

import pytest

from tests.server import ServerProcess
from tests.web.caller import Caller
from tests.web.conftest import fresh_server

FORM = {"name": "Trần Lan", "email": "lan@shop.vn", "password": "một câu dễ nhớ"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server whose first agent is still to come."""
    with fresh_server(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_without_a_code_the_page_asks_for_it(caller: Caller) -> None:
    answer = caller.get("/setup")
    assert answer.status == 200
    assert 'name="code"' in answer.text
    assert 'name="password"' not in answer.text


def test_a_made_up_code_is_told_so(caller: Caller) -> None:
    answer = caller.post("/setup", {"code": "x" * 43})
    assert answer.status == 410
    assert "đã được dùng hoặc đã hết hạn" in answer.text


def test_codes_are_not_tried_without_end(caller: Caller) -> None:
    statuses = [caller.post("/setup", {"code": f"{n}"}).status for n in range(40)]
    assert set(statuses) == {410, 429}
    assert statuses[-1] == 429


def test_another_website_cannot_post_here(caller: Caller, server: ServerProcess) -> None:
    form = {"code": server.setup_link.partition("#")[2], **FORM}
    assert caller.post("/setup", form, Origin="https://evil.test").status == 403


def test_the_link_makes_an_account_and_signs_in(caller: Caller, server: ServerProcess) -> None:
    code = server.setup_link.partition("#")[2]
    asked = caller.post("/setup", {"code": server.setup_link})  # the whole link pasted is as good
    assert 'name="password"' in asked.text
    assert code in asked.text

    slip = caller.post("/setup", {"code": code, **FORM, "password": "too short"})
    assert slip.status == 400
    assert "Mật khẩu cần có ít nhất 10 ký tự." in slip.text
    assert "Trần Lan" in slip.text
    assert "too short" not in slip.text

    done = caller.post("/setup", {"code": code, **FORM})
    assert (done.status, done.location) == (303, "/console")
    console = caller.get(caller.get("/console").location)
    assert console.status == 200
    assert 'data-agent-name="Trần Lan"' in console.text

    again = caller.post("/setup", {"code": code, **FORM})
    assert again.status == 410
