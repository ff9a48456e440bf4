"""Which pages may use a site (contract S1)."""

from datetime import UTC, datetime

import pytest

from chatserver.domain.errors import Refused
from chatserver.domain.site import Site, clean_name, first_site_origins, read_origin


def site(*origins: str) -> Site:
    return Site(
        "0" * 32, "Shop", "key", tuple(read_origin(one) for one in origins), datetime(2026, 3, 4, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("allowed", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://*.shop.example", "https://vn.shop.example"),
        ("https://*.shop.example:8443", "https://vn.shop.example:8443"),
        ("http://localhost:*", "http://localhost:5173"),
        ("http://localhost:*", "http://localhost"),
        ("http://*.localhost:*", "http://shop.localhost:8000"),
        ("http://127.0.0.1:*", "http://127.0.0.1:3000"),
        ("http://[::1]:*", "http://[::1]:3000"),
        ("null", "null"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("https://cửahàng.vn", "https://xn--cahng-tqa2694c.vn"),
    ],
)
def test_an_origin_on_the_list_is_admitted(allowed: str, origin: str) -> None:
    assert site(allowed).admits(origin)


@pytest.mark.parametrize(
    ("allowed", "origin"),
    [
        ("https://shop.example", "http://shop.example"),
        ("https://shop.example", "https://shop.example:8443"),
        ("https://shop.example", "https://shop.example.evil.test"),
        ("https://shop.example", "https://evilshop.example"),
        ("https://shop.example", "null"),
        ("https://shop.example", None),
        ("https://shop.example", ""),
        ("https://*.shop.example", "https://shop.example"),
        ("https://*.shop.example", "https://a.b.shop.example"),
        ("https://*.shop.example", "https://evil.test/.shop.example"),
        ("https://*.shop.example", "https://vn.shop.example:8443"),
        ("https://*.shop.example", "https://vnXshop.example"),
        ("http://localhost:*", "http://localhost.evil.test"),
        ("http://localhost:*", "http://localhost:80@evil.test"),
        ("http://localhost:*", "http://localhost:123456"),
        ("http://*.localhost:*", "http://localhost:8000"),
        ("capacitor://localhost", "http://localhost"),
    ],
)
def test_any_other_origin_is_turned_away(allowed: str, origin: str | None) -> None:
    assert not site(allowed).admits(origin)


def test_a_site_without_origins_admits_nobody() -> None:
    assert not site().admits("https://shop.example")


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        (" HTTPS://Shop.Example/ ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"),
        ("http://shop.example:443", "http://shop.example:443"),
        ("NULL", "null"),
    ],
)
def test_an_origin_has_one_spelling(typed: str, spelled: str) -> None:
    assert read_origin(typed) == spelled


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "*",
        "shop.example",
        "https://",
        "https://*",
        "https://*.com",
        "https://shop.*",
        "https://*.*.example",
        "https://a*.shop.example",
        "https://shop.example/path",
        "https://shop.example?x=1",
        "https://user@shop.example",
        "https://shop.example:*",
        "https://*.shop.example:*",
        "https://shop.example:99999999",
        "https://shop .example",
        "https://shop.example\nhttps://evil.test",
    ],
)
def test_what_is_no_origin_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_origin(typed)
    assert refused.value.key == "error.bad_origin"


def test_a_fresh_server_on_loopback_serves_the_pages_of_this_machine() -> None:
    fresh = site(*first_site_origins("http://127.0.0.1:8000"))
    assert fresh.admits("http://127.0.0.1:8000")
    assert fresh.admits("http://localhost:5173")
    assert fresh.admits("http://shop.localhost:8000")
    assert not fresh.admits("http://shop.example")
    behind_tls = site(*first_site_origins("https://localhost:8443"))
    assert behind_tls.admits("https://localhost:8443")


def test_a_fresh_server_elsewhere_serves_its_own_pages_only() -> None:
    fresh = site(*first_site_origins("https://chat.shop.example/sub"))
    assert fresh.admits("https://chat.shop.example")
    assert not fresh.admits("http://localhost:5173")


def test_a_site_has_a_name_that_can_be_shown() -> None:
    assert clean_name("  Cửa  hàng ") == "Cửa hàng"
    for name in ("", "  ", "x" * 101, "a\x07b"):
        with pytest.raises(Refused):
            clean_name(name)
