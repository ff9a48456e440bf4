"""Whoever sends to the mail door slowly, and holds no key, keeps nobody else's mail out."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from chatserver.clock import system_clock
from tests.letters import letter
from tests.server import ServerProcess
from tests.web.handing_in import MailServer, key_of

MANY = 20
STRANGER, NEIGHBOUR = "203.0.113.7", "192.0.2.250"


@contextmanager
def never_ending(url: str, address: str) -> Iterator[socket.socket]:
    """A mail that has begun, and goes no further."""
    host, port = urlsplit(url).netloc.rsplit(":", 1)
    head = (
        f"POST /mail/inbound HTTP/1.1\r\nHost: {host}\r\nContent-Length: 30000000\r\n"
        f"X-Chat-Timestamp: {round(system_clock().timestamp())}\r\nX-Chat-Signature: v1=00\r\n"
        f"X-Forwarded-For: {address}\r\n\r\nFrom: "
    )
    with socket.create_connection((host, int(port)), timeout=5) as made:
        made.sendall(head.encode())
        yield made


@pytest.fixture
def besieged(server: ServerProcess) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        yield [stack.enter_context(never_ending(server.url, STRANGER)) for _ in range(MANY)]


def test_many_addresses_cannot_hold_it_against_who_has_shown_the_key(
    server: ServerProcess, own_redis: str
) -> None:
    ours = MailServer(server.url, key_of(own_redis), NEIGHBOUR)
    assert ours.hands_in(letter(message_id="early@x.vn", sender="early@x.vn")).status == 200
    with ExitStack() as stack:
        many = [stack.enter_context(never_ending(server.url, f"203.0.113.{n}")) for n in range(30, 50)]
        assert many[-1].recv(4096).startswith(b"HTTP/1.1 503")
        assert ours.hands_in(letter(message_id="late@x.vn", sender="late@x.vn")).status == 200


def test_one_address_cannot_hold_the_door(
    server: ServerProcess, own_redis: str, besieged: list[socket.socket]
) -> None:
    refused = [one.recv(4096) for one in besieged[-5:]]  # the door has seen them all
    assert all(answer.startswith(b"HTTP/1.1 429") for answer in refused)
    raw = letter(message_id="slow@x.vn", sender="slow@x.vn")
    assert MailServer(server.url, key_of(own_redis), NEIGHBOUR).hands_in(raw).status == 200
