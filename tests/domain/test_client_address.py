"""Whose request it is, when proxies stand in between (contract S5)."""

from ipaddress import ip_network

import pytest

from chatserver.domain.client_address import client_address, limited_as

TRUSTED = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # a stranger may write what it likes
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the left part is hearsay
        ("127.0.0.1", "198.51.100.7, 10.1.2.3", "198.51.100.7"),  # two of our proxies
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "198.51.100.7:5123", "198.51.100.7"),
        ("127.0.0.1", "[2001:db8::1]:5123", "2001:db8::1"),
        ("fd00::1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7, <script>", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7,", "127.0.0.1"),
        (None, "198.51.100.7", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_the_client_is_the_first_that_no_listed_proxy_vouches_beyond(
    peer: str | None, forwarded_for: str, client: str
) -> None:
    assert client_address(peer, forwarded_for, TRUSTED) == client


def test_without_listed_proxies_no_header_counts() -> None:
    assert client_address("127.0.0.1", "198.51.100.7", []) == "127.0.0.1"


def test_limits_count_a_household_of_ipv6_as_one() -> None:
    assert limited_as("2001:db8:1:2:3::4") == limited_as("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert limited_as("198.51.100.7") == "198.51.100.7"
    assert limited_as("unknown") == "unknown"
