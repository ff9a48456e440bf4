"""Real Redis servers for tests: quick ones that keep nothing, and unfit ones on purpose."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import redis

from chatserver.store.embedded.binary import choose

STARTS_WITHIN = 10.0  # seconds


@cache
def redis_binary() -> str:
    """The server the product would choose; a fetched one is kept in the virtual environment."""
    kept_in = Path(sys.prefix) / "redis-for-tests"
    return choose(kept_in, os.environ.get("CHAT_REDIS_SERVER")).path


@contextmanager
def redis_server(folder: Path, *settings: str) -> Iterator[str]:
    """Run a Redis that keeps nothing, on a socket in `folder`; `settings` overrule. Yields its URL."""
    socket = folder / "redis.sock"
    quick = ["--port", "0", "--unixsocket", str(socket), "--dir", str(folder), "--save", ""]
    process = subprocess.Popen(
        [redis_binary(), *quick, "--logfile", str(folder / "redis.log"), *settings],
        stdin=subprocess.DEVNULL,
    )
    try:
        _until_ready(socket)
        yield f"unix://{socket}"
    finally:
        process.kill()  # it keeps nothing, so a tidy end would only cost time
        process.wait()


def _until_ready(socket: Path) -> None:
    backoff = redis.backoff.ConstantBackoff(0.01)
    retry = redis.retry.Retry(backoff, int(STARTS_WITHIN / 0.01), (redis.ConnectionError,))
    with redis.Redis(unix_socket_path=str(socket), retry=retry) as client:
        client.ping()
