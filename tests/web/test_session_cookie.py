"""The agents' cookie (contract S6)."""

from starlette.responses import Response

from chatserver.web import session_cookie


def test_behind_https_the_cookie_travels_by_https_only() -> None:
    response = Response()
    session_cookie.give(response, "token", secure=True)
    parts = set(response.headers["set-cookie"].lower().split("; "))
    assert {"chatserver_session=token", "secure", "httponly", "samesite=lax", "path=/"} <= parts


def test_the_browser_forgets_it_after_fourteen_days() -> None:
    response = Response()
    session_cookie.give(response, "token", secure=False)
    assert f"Max-Age={14 * 24 * 3600}" in response.headers["set-cookie"]


def test_taking_it_back_empties_it() -> None:
    response = Response()
    session_cookie.take_back(response, secure=False)
    assert 'chatserver_session=""' in response.headers["set-cookie"]
    assert "Max-Age=0" in response.headers["set-cookie"]
