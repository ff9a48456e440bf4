"""How often something may be tried, over all processes (contract S5)."""

from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.scripts import source

_GIVE_BACK = "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECRBY', KEYS[1], ARGV[1]) end"


async def spend(client: Client, what: str, per: float, burst: int, count: int = 1) -> float | None:
    """Count an attempt at `what`, or `count` of them at once; None when it may go on, else the seconds to wait.

    One attempt is given back every `per` seconds, up to `burst` of them.
    """
    wait = await client.eval(source("spend"), 1, keys.attempts(what), round(per * 1000), burst, count)
    return int(wait) / 1000 if wait else None


async def give_back(client: Client, what: str, per: float) -> None:
    """Count one attempt back that came to nothing; `per` as it was spent."""
    await client.eval(_GIVE_BACK, 1, keys.attempts(what), round(per * 1000))


async def forget(client: Client, what: str) -> None:
    """Give all attempts back: the right one came."""
    await client.delete(keys.attempts(what))
