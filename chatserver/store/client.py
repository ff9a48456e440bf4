"""The two Redis clients: one for commands, one for the bus (design 14)."""

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import OutOfMemoryError, RedisError, ResponseError

from chatserver.domain.errors import ChatError, Unavailable

Client = Redis
TIMEOUT_S = 1.8
RETRY_AFTER_S = 2.0
StoreFault = (RedisError, OSError, TimeoutError)
"""What the store raises when Redis is away, full or restarting; `named` says which."""
StoreRefused = ResponseError
"""The one of them that says: Redis is there and takes this command badly, such as a key of another type."""


def command_client(url: str) -> Client:
    """A client for commands: short time-outs, a pool that waits instead of failing, no hidden retries (R17)."""
    return _client(url, socket_timeout=TIMEOUT_S, max_connections=16)


def bus_client(url: str) -> Client:
    """A client for pub/sub: no socket time-out, since silence is normal there; the bus reconnects by itself."""
    return _client(url, socket_timeout=None, max_connections=4)


def _client(url: str, *, socket_timeout: float | None, max_connections: int) -> Client:
    pool = BlockingConnectionPool.from_url(
        url,
        timeout=TIMEOUT_S,
        max_connections=max_connections,
        socket_timeout=socket_timeout,
        socket_connect_timeout=TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
        protocol=3,
    )
    return Redis.from_pool(pool)  # which also closes the pool


def named(fault: BaseException) -> ChatError:
    """What a store fault means to the one who asked (contract R17, R23)."""
    text = str(fault)
    full = isinstance(fault, OutOfMemoryError) or (
        isinstance(fault, ResponseError) and any(word in text for word in ("MISCONF", "OOM", "NOSPACE"))
    )
    return Unavailable("error.storage_full" if full else "error.unavailable", retry_after=RETRY_AFTER_S)
