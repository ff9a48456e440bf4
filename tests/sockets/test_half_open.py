"""Peers that never finish what they began are let go, without a word in the log (contract S5)."""

import asyncio
import struct
from contextlib import suppress
from socket import SO_LINGER, SOL_SOCKET, create_connection
from urllib.parse import urlsplit

import pytest

from chatserver.sockets.request_bounds import HEAD_WITHIN_S
from tests.clients import ORIGIN, Visitor
from tests.server import ServerProcess

RESET = struct.pack("ii", 1, 0)


def place(server: ServerProcess) -> tuple[str, int]:
    where = urlsplit(server.url)
    assert where.hostname and where.port
    return where.hostname, where.port


async def test_a_head_that_never_ends_is_dropped_before_it_fills_the_memory(server: ServerProcess) -> None:
    _, writer = await asyncio.open_connection(*place(server))
    writer.write(b"GET / HTTP/1.1\r\n")
    with pytest.raises(ConnectionError):
        for _ in range(1000):
            writer.write(b"x-more: " + b"a" * 60_000 + b"\r\n")
            await writer.drain()
    writer.close()


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_head_that_does_not_come_is_waited_for_only_so_long(
    server: ServerProcess, begun: bytes
) -> None:
    reader, writer = await asyncio.open_connection(*place(server))
    writer.write(begun)
    async with asyncio.timeout(HEAD_WITHIN_S + 5):
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()


async def test_peers_who_vanish_in_the_handshake_leave_no_traceback(server: ServerProcess) -> None:
    handshake = "\r\n".join(
        [
            f"GET /ws/{server.site_key} HTTP/1.1",
            "Host: x",
            f"Origin: {ORIGIN}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "\r\n",
        ]
    )
    for _ in range(20):
        peer = create_connection(place(server))
        peer.sendall(handshake.encode())
        peer.setsockopt(SOL_SOCKET, SO_LINGER, RESET)
        peer.close()
    async with Visitor(f"{server.ws_url}/ws/{server.site_key}") as visitor:
        await visitor.hello()
    assert "Traceback" not in server.output
