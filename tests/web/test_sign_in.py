"""The sign-in page (contract S5, S6)."""

from collections.abc import Callable

import pytest

from tests.server import ServerProcess
from tests.web.caller import Caller

Account = tuple[str, str]


def test_the_right_password_leads_to_the_console(caller: Caller, account: Account) -> None:
    answer = caller.post("/signin", {"email": account[0], "password": account[1]})
    assert (answer.status, answer.location) == (303, "/console")
    assert caller.get("/console").location.startswith("/console/")


def test_the_cookie_is_for_http_of_this_site_only(caller: Caller, account: Account) -> None:
    answer = caller.post("/signin", {"email": account[0], "password": account[1]})
    cookie = answer.headers["Set-Cookie"].lower()
    assert cookie.startswith("chatserver_session=")
    assert {"httponly", "path=/", "samesite=lax"} <= set(cookie.split("; "))
    assert "secure" not in cookie  # this server is reached by plain http


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    new_caller: Callable[[], Caller], account: Account
) -> None:
    known = new_caller().post("/signin", {"email": account[0], "password": "wrong"})
    unknown = new_caller().post("/signin", {"email": "no@shop.vn", "password": "wrong"})
    assert (known.status, unknown.status) == (401, 401)
    assert known.text.replace(account[0], "") == unknown.text.replace("no@shop.vn", "")
    assert "Email hoặc mật khẩu chưa đúng." in known.text
    assert "wrong" not in known.text


def test_signing_in_gives_a_new_token_and_ends_the_one_before(agent: Caller, account: Account) -> None:
    before = dict(agent.cookies)
    agent.post("/signin", {"email": account[0], "password": account[1]})
    assert agent.cookies != before
    earlier = Caller(agent.url, agent.address, before)
    assert earlier.get("/console").location.startswith("/signin")
    assert agent.get("/console").location.startswith("/console/")


def test_a_planted_token_is_not_taken_over(caller: Caller, account: Account) -> None:
    caller.cookies["chatserver_session"] = "planted"
    caller.post("/signin", {"email": account[0], "password": account[1]})
    assert caller.cookies["chatserver_session"] != "planted"


def test_who_is_signed_in_need_not_sign_in(agent: Caller) -> None:
    assert agent.get("/signin").location == "/console"


@pytest.mark.parametrize("following", ["/console/abc", "/console?x=1"])
def test_afterwards_one_is_where_one_wanted_to_be(caller: Caller, account: Account, following: str) -> None:
    answer = caller.post("/signin", {"email": account[0], "password": account[1], "next": following})
    assert answer.location == following


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "/\t/evil.test",
        "",
    ],
)
def test_a_link_cannot_lead_elsewhere(caller: Caller, account: Account, following: str) -> None:
    answer = caller.post("/signin", {"email": account[0], "password": account[1], "next": following})
    assert answer.location == "/console"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_a_form_of_another_website_is_refused(
    caller: Caller, account: Account, headers: dict[str, str]
) -> None:
    answer = caller.post("/signin", {"email": account[0], "password": account[1]}, **headers)
    assert answer.status == 403
    assert not caller.cookies


def test_guessing_is_slowed_down_with_a_time_to_come_back(caller: Caller, server: ServerProcess) -> None:
    for _ in range(5):
        caller.post("/signin", {"email": "guessed@shop.vn", "password": "wrong"})
    answer = caller.post("/signin", {"email": "guessed@shop.vn", "password": "wrong"})
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Bạn đã thử nhiều lần." in answer.text


def test_what_was_typed_comes_back_as_text(caller: Caller) -> None:
    answer = caller.post("/signin", {"email": '"><script>alert(1)</script>', "password": "wrong"})
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [("x" * 20_000, 413), ("&".join(f"a{n}=1" for n in range(50)), 400), ("email=%ff%fe", 400), ("", 401)],
)
def test_a_form_that_is_none_is_refused_by_name(caller: Caller, body: str, status: int) -> None:
    assert caller.post("/signin", body).status == status
