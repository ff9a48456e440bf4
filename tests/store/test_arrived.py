"""What has come in one read is taken without waiting; what has not is missing, never taken twice."""

import math
from typing import Any

import pytest
from redis.exceptions import ConnectionError, ResponseError

from chatserver.store.arrived import MISSING, arrived_on
from chatserver.store.client import Client
from chatserver.store.pipelined import ask_all, ask_each

pytestmark = pytest.mark.anyio


async def test_replies_come_in_order_however_many_there_are(client: Client) -> None:
    commands = [("ECHO", f"số {number}") for number in range(5000)]
    assert await ask_all(client, commands) == [f"số {number}" for number in range(5000)]


async def test_a_refused_command_is_a_reply_among_others(client: Client) -> None:
    await client.set("text", "one")
    first, refused, last = await ask_each(client, [("GET", "text"), ("HGET", "text", "x"), ("GET", "text")])
    assert (first, last) == ("one", "one")
    assert isinstance(refused, ResponseError)
    with pytest.raises(ResponseError):
        await ask_all(client, [("HGET", "text", "x")])


async def test_what_redis_says_unasked_is_no_reply(client: Client) -> None:
    track = [("CLIENT", "TRACKING", "ON"), ("GET", "text"), ("SET", "text", "two")]
    pings = [("PING",)] * 100
    replies = await ask_each(client, [*track, *pings, ("GET", "text"), ("CLIENT", "TRACKING", "OFF")])
    assert replies[2:] == ["OK", *["PONG"] * 100, "two", "OK"]


async def test_a_redis_that_is_loading_is_away(client: Client) -> None:
    loading = ("EVAL", "return redis.error_reply('LOADING Redis is loading')", 0)
    with pytest.raises(ConnectionError):
        await ask_each(client, [*[("PING",)] * 100, loading])


async def test_what_is_not_here_yet_is_missing_and_comes_by_waiting(client: Client) -> None:
    pool: Any = client.connection_pool
    connection = await pool.get_connection()
    try:
        take = arrived_on(connection)
        assert take() is MISSING
        await connection.send_command("PING")
        await connection.send_command("ECHO", "two")
        assert await connection.read_response(timeout=math.inf) == "PONG"
        second = take()
        assert second == "two" or (
            second is MISSING and await connection.read_response(timeout=math.inf) == "two"
        )
        assert take() is MISSING
    finally:
        await pool.release(connection)


def test_over_another_parser_everything_is_waited_for() -> None:
    class Parser:
        """One without a reader in C."""

    class Connection:
        """A connection over it."""

        _parser = Parser()

    assert arrived_on(Connection())() is MISSING
