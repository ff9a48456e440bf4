"""Refuse a Redis in which acknowledged messages would not be safe."""

from typing import Any

import redis.asyncio

from chatserver.store.embedded.errors import RedisUnavailable, RedisUnfit

OLDEST = (7, 0)


async def refuse_unfit(client: "redis.asyncio.Redis", *, allow_volatile: bool) -> None:
    """Raise RedisUnfit for a server older than 7.0, without AOF, or that may evict keys (contract R18).

    Judged from INFO, which hosted services allow when they forbid CONFIG. `allow_volatile` (the setting
    ALLOW_VOLATILE_REDIS) permits the last two. Raises RedisUnavailable when it does not answer.
    """
    facts = await _facts(client)
    version = str(
        facts.get("redis_version", "0")
    )  # Valkey gives here the Redis version it is compatible with
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        raise RedisUnfit(
            f"This Redis is {version}; 7.0 or newer is needed. Upgrade it, or use another REDIS_URL."
        )
    if allow_volatile:
        return
    if not facts.get("aof_enabled"):
        raise RedisUnfit(
            "This Redis keeps no append-only file, so a restart would lose acknowledged messages. "
            "Set `appendonly yes` there, or ALLOW_VOLATILE_REDIS=1 if losing them is fine."
        )
    policy = facts.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise RedisUnfit(
            f"This Redis throws keys away when its memory is full (maxmemory-policy {policy}). "
            "Set `maxmemory-policy noeviction` there, or ALLOW_VOLATILE_REDIS=1 if losing them is fine."
        )


async def _facts(client: "redis.asyncio.Redis") -> dict[str, Any]:
    try:
        facts: dict[str, Any] = await client.info()
    except redis.asyncio.RedisError as error:
        raise RedisUnavailable(
            f"Redis does not answer: {error} Check REDIS_URL, and that it runs."
        ) from error
    return facts
