"""Why a widget was turned away (contract S1)."""

import json

from tests.server import ServerProcess
from tests.web.caller import Caller


def test_a_page_on_the_list_may_connect_and_may_read_so(caller: Caller, server: ServerProcess) -> None:
    answer = caller.get(f"/api/site/{server.site_key}", Origin="http://shop.localhost:9999")
    assert (answer.status, json.loads(answer.text)) == (200, {"ok": True})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_that_is_not_on_the_list_learns_its_own_origin(caller: Caller, server: ServerProcess) -> None:
    answer = caller.get(f"/api/site/{server.site_key}", Origin="https://evil.test")
    assert answer.status == 403
    assert json.loads(answer.text) == {"ok": False, "reason": "origin", "origin": "https://evil.test"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_key_is_named(caller: Caller) -> None:
    answer = caller.get("/api/site/nothing", Origin="https://shop.example")
    assert answer.status == 404
    assert json.loads(answer.text) == {"ok": False, "reason": "site"}


def test_our_own_pages_send_no_origin_and_are_known_by_where_they_are(
    caller: Caller, server: ServerProcess
) -> None:
    key = server.site_key
    assert caller.get(f"/api/site/{key}", Sec_Fetch_Site="same-origin").status == 200
    assert caller.get(f"/api/site/{key}").status == 403
