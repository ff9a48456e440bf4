"""Alive, and able to serve (contract R17)."""

import json

from tests.web.caller import Caller


def test_a_process_that_answers_is_alive(caller: Caller) -> None:
    answer = caller.get("/healthz")
    assert (answer.status, answer.text) == (200, "ok")


def test_readiness_names_its_parts(caller: Caller) -> None:
    answer = caller.get("/readyz")
    found = json.loads(answer.text)
    assert answer.status == 200
    assert found["ready"] is True
    assert {"redis", "bus"} <= set(found["parts"])
    assert all(found["parts"].values())
    assert answer.headers["Cache-Control"] == "no-store"
