"""A server's own absence is nobody else's: agents keep what they had (contract R16, R20)."""

from datetime import UTC, datetime
from pathlib import Path

import redis

from chatserver.store import conversations, keys, sites
from chatserver.store.client import command_client
from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import server_process
from tests.store.data_dirs import until

DAY = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # 10:00 in Hà Nội
MINUTE_MS = 60_000
ROUNDS_MS = 1500


async def test_who_waited_before_a_minute_without_servers_still_waits_after_it(
    clean_redis: str, tmp_path: Path
) -> None:
    conversation = new_id()
    with redis.Redis.from_url(clean_redis) as client, server_process(tmp_path, clean_redis) as first:
        first.clock.turn_to(DAY)
        async with (
            signed_in_agent(clean_redis, first.url) as agent,
            Visitor(f"{first.ws_url}/ws/{first.site_key}") as visitor,
        ):
            await agent.hello()
            await visitor.hello()
            await visitor.say(conversation, "chào")
            await until(lambda: swept(client) > 0)
            first.kill()
    age(clean_redis)
    with redis.Redis.from_url(clean_redis) as client, server_process(tmp_path, clean_redis):
        aged = swept(client)
        await until(lambda: swept(client) > aged)
        begun = swept(client)
        await until(lambda: swept(client) > begun + ROUNDS_MS)
        assert await status(clean_redis, conversation) == "waiting"


def age(redis_url: str) -> None:
    """Make all that Redis' clock has dated a minute older, as after a minute without servers."""
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        client.decrby(keys.SWEPT, MINUTE_MS)
        for name in client.scan_iter("chat:*:presence"):
            for member, ends in client.zrange(name, 0, -1, withscores=True):
                client.zadd(name, {member: ends - MINUTE_MS})


def swept(client: "redis.Redis") -> int:
    """When the last round of the sweeper was."""
    return int(client.get(keys.SWEPT) or 0)


async def status(redis_url: str, conversation: str) -> str:
    """What has become of a conversation of the first site."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    found = await conversations.load(client, site, conversation)
    await client.aclose()
    return found.status if found else "gone"
