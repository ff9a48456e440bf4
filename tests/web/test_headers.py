"""Security headers (contract S3)."""

import pytest

from tests.web.caller import Caller


@pytest.mark.parametrize("path", ["/signin", "/setup", "/nowhere"])
def test_our_pages_allow_nothing_from_elsewhere(caller: Caller, path: str) -> None:
    headers = caller.get(path).headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(
        policy
    )
    assert "require-trusted-types-for 'script'" in policy
    assert not any("unsafe" in rule or "*" in rule for rule in policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_what_is_no_page_is_not_sniffed_either(caller: Caller) -> None:
    headers = caller.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" not in headers


@pytest.mark.parametrize("path", ["/demo", "/demo/pricing"])
def test_the_demo_shop_is_not_under_our_policy(caller: Caller, path: str) -> None:
    assert "Content-Security-Policy" not in caller.get(path).headers


def test_a_path_that_only_begins_like_the_demo_is_ours(caller: Caller) -> None:
    assert "Content-Security-Policy" in caller.get("/demolition").headers
