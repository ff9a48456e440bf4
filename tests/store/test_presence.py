"""Who is there and how busy: leases on Redis' own clock, loads, wishes; one round trip (contract R19, R20)."""

from chatserver.store import keys, presence, queue_keys
from chatserver.store.client import Client
from chatserver.store.presence import Look

SITE = "s" * 32


async def now(client: Client) -> int:
    seconds, micros = await client.time()
    return int(seconds) * 1000 + int(micros) // 1000


async def test_a_living_lease_is_there_an_ended_one_gone_a_fading_one_still_there(client: Client) -> None:
    at = await now(client)
    ends = {"an/1": at + 60_000, "binh/1": at + 3000, "chi/1": at - 1000}
    await client.zadd(keys.presence(SITE), ends)
    found = await presence.present(client, SITE, Look(fading_ms=10_000))
    assert set(found.there) == {"an", "binh"}
    assert (found.gone, found.fading) == ({"chi": at - 1000}, {"binh": at + 3000})


async def test_one_living_window_is_enough_and_signing_out_is_told_from_vanishing(client: Client) -> None:
    await presence.lease(client, SITE, ["an/1", "an/2", "binh/1"], 60_000)
    await presence.lease(client, SITE, ["an/1", "binh/1"], 0)
    found = await presence.present(client, SITE)
    assert set(found.there) == {"an"} and found.gone == {"binh": 0}


async def test_departments_capacity_and_load_come_with_it(client: Client) -> None:
    await presence.lease(client, SITE, ["an/1"], 60_000)
    own = {"name": "An", f"departments:{SITE}": "billing support", f"capacity:{SITE}": "2"}
    await client.hset(keys.agent("an"), mapping=own)  # type: ignore[arg-type]
    await client.zadd(queue_keys.load(SITE, "an"), {"unanswered": 9e15, "alive": 5000, "silent": 100})
    await client.sadd(queue_keys.offered(SITE, "an"), "asked")
    await client.sadd(queue_keys.night_of(SITE, "an"), "mail")
    await client.hset(queue_keys.idle(SITE), "an", 77)
    for expected in ((), ("an",), ("binh", "an")):
        look = Look(alive_since=1000, expected=expected)
        an = (await presence.present(client, SITE, look)).there["an"]
        assert (an.name, sorted(an.departments), an.capacity) == ("An", ["billing", "support"], 2)
        assert (an.load, an.night, an.idle_since) == (3, 1, 77)


async def test_wishes_and_silence_keep_an_agent_from_being_asked(client: Client) -> None:
    await presence.lease(client, SITE, ["an/1", "binh/1", "chi/1"], 60_000)
    await presence.set_availability(client, SITE, "an", "away")
    await presence.set_availability(client, SITE, "binh", "auto_away")
    found = await presence.present(client, SITE)
    assert [agent.id for agent in found.online] == ["chi"]
    await presence.set_availability(client, SITE, "binh", "online")
    assert {agent.id for agent in (await presence.present(client, SITE)).online} == {"binh", "chi"}


async def test_a_lease_that_came_back_in_between_is_not_forgotten(client: Client) -> None:
    await client.zadd(keys.presence(SITE), {"an/1": 1, "an/2": await now(client) + 60_000, "binh/1": 1})
    await presence.forget_gone(client, SITE, {"an", "binh"})
    assert await client.zrange(keys.presence(SITE), 0, -1) == ["an/2"]
