"""A Redis that keeps everything and that a test may kill, freeze and start again."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from chatserver.store.embedded.process import Answer, ask
from tests.redis_servers import redis_binary

LOOK_S = 0.01


class OwnRedis:
    """One redis-server on a socket in `folder`, AOF always (contract R18, strict)."""

    def __init__(self, folder: Path) -> None:
        self.url = f"unix://{folder / 'redis.sock'}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it; returns when it answers."""
        settings = {
            "--port": "0",
            "--unixsocket": str(self._folder / "redis.sock"),
            "--dir": str(self._folder),
            "--appendonly": "yes",
            "--appendfsync": "always",
            "--save": "",
            "--logfile": str(self._folder / "redis.log"),
        }
        words = [word for setting in settings.items() for word in setting]
        command = [redis_binary(), *words]
        self._process = await asyncio.to_thread(subprocess.Popen, command, stdin=subprocess.DEVNULL)
        while await ask(self._folder / "redis.sock") is not Answer.READY:
            await asyncio.sleep(LOOK_S)

    def kill(self) -> None:
        """`kill -9`."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """It goes on holding its connections, but answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    """A Redis that is not started yet; whatever is left of it is killed in the end."""
    with TemporaryDirectory(prefix="chat-") as folder:
        redis = OwnRedis(Path(folder))
        try:
            yield redis
        finally:
            if redis._process is not None:
                redis.kill()
