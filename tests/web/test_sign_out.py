"""Signing out."""

from tests.web.caller import Caller
from tests.web.conftest import csrf_of


def test_signing_out_ends_the_session_for_good(agent: Caller) -> None:
    kept = dict(agent.cookies)
    answer = agent.post("/signout", {"csrf": csrf_of(agent)})
    assert (answer.status, answer.location) == (303, "/signin")
    assert "chatserver_session" not in agent.cookies
    agent.cookies = kept
    assert agent.get("/console").location.startswith("/signin")


def test_signing_out_needs_the_sessions_token(agent: Caller) -> None:
    for form in ({}, {"csrf": "made up"}, {"csrf": "đ"}):
        assert agent.post("/signout", form).status == 403
    assert agent.get("/console").location.startswith("/console/")


def test_another_website_cannot_sign_an_agent_out(agent: Caller) -> None:
    assert agent.post("/signout", {"csrf": csrf_of(agent)}, Origin="https://evil.test").status == 403


def test_a_link_cannot_sign_an_agent_out(agent: Caller) -> None:
    assert agent.get("/signout").status == 405


def test_a_stranger_who_signs_out_is_at_the_sign_in_page(caller: Caller) -> None:
    assert caller.post("/signout", {}).location == "/signin"
