"""Whose request this is: forwarded headers count as far as listed proxies vouch for them (contract S5)."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

UNKNOWN = "unknown"  # a unix socket has no peer address


def client_address(peer: str | None, forwarded_for: str, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The client's address, from the socket's peer and X-Forwarded-For (all its lines joined by commas).

    Read from the right, where our own proxies write: the first address that is no listed proxy is the client.
    What cannot be read ends the search, since everything left of it is hearsay.
    """
    nearest = _read(peer or "")
    if nearest is None:
        return UNKNOWN
    for hop in reversed(forwarded_for.split(",")):
        if not any(nearest in network for network in trusted if network.version == nearest.version):
            break
        further = _read(hop)
        if further is None:
            break
        nearest = further
    return str(nearest)


def limited_as(address: str) -> str:
    """What a rate limit counts: the address, or its /64 for IPv6, which one household owns whole."""
    found = _read(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False).network_address)
    return address


def _read(text: str) -> IPv4Address | IPv6Address | None:
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]  # some proxies append the port
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return (getattr(found, "ipv4_mapped", None) or found) if found.version == 6 else found
