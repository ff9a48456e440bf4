"""A Redis that takes no writes is no Redis for us (contract R17)."""

from redis.asyncio import Redis

from chatserver.store.client import command_client
from chatserver.store.health import takes_writes


async def test_a_redis_that_stores_is_well(redis_url: str) -> None:
    client = command_client(redis_url)
    assert await takes_writes(client)
    await client.aclose()


async def test_a_redis_out_of_memory_is_not(redis_url: str) -> None:
    client = command_client(redis_url)
    async with Redis.from_url(redis_url) as operator:
        await operator.config_set("maxmemory", "1")
        try:
            assert not await takes_writes(client)
        finally:
            await operator.config_set("maxmemory", "0")
    await client.aclose()


async def test_a_redis_that_is_away_is_not() -> None:
    client = command_client("unix:///nowhere/redis.sock")
    assert not await takes_writes(client)
    await client.aclose()
