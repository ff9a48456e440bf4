"""The redis-server process of one data directory: start it, ask it, see whether it lives.

The process holds `redis.lock` from birth to death, through a descriptor it inherits. So any of our processes
can tell whether it is alive without a process id that may have been given to somebody else, and a second
Redis can never be started on the same files, not even when its socket was deleted.
"""

import asyncio
import hashlib
import os
import subprocess
from enum import Enum
from pathlib import Path

from chatserver.store.embedded.errors import RedisUnavailable
from chatserver.store.embedded.lock import FileLock

MAX_SOCKET_PATH = 100  # bytes; the system allows 104 on macOS and 108 on Linux, with a closing zero
ANSWER_WITHIN = 2.0  # seconds
SHORT_PATHS = Path("/tmp")  # not TMPDIR: every process of a data directory must arrive at the same place


class Answer(Enum):
    """How a Redis behaves when asked."""

    READY = "ready"
    LOADING = "loading"  # reads its data back; will be ready
    SILENT = "silent"  # takes connections, says nothing of use
    GONE = "gone"  # nobody listens


def socket_path(data_dir: Path) -> Path:
    """Where the Redis of this (absolute) data directory listens: inside it, unless the path is too long."""
    path = data_dir / "redis.sock"
    if len(os.fsencode(path)) <= MAX_SOCKET_PATH:
        return path
    digest = hashlib.sha1(os.fsencode(data_dir), usedforsecurity=False).hexdigest()[:16]
    return SHORT_PATHS / f"chatserver-{os.getuid()}" / f"{digest}.sock"


def make_private(folder: Path) -> None:
    """Create a folder that only we can enter. Raises RedisUnavailable if another's is in its place."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise RedisUnavailable(f"{folder} must belong to us alone; remove it, or use a shorter --data-dir.")


def is_alive(data_dir: Path) -> bool:
    """Whether a Redis process (loading, stuck and stopping ones too) is at work on this directory."""
    lock = FileLock(data_dir / "redis.lock")
    free = lock.share()
    lock.release()
    return not free


def launch(binary: Path, data_dir: Path, socket: Path) -> bool:
    """Start Redis in the background; False if one is alive already. It outlives us. Takes some milliseconds.

    Raises RedisUnavailable with Redis' own words when it refuses its settings.
    """
    lock = FileLock(data_dir / "redis.lock")
    if not lock.take():
        return False
    try:
        started = subprocess.run(
            [str(binary), *_arguments(data_dir, socket)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[lock.pass_on()],
            start_new_session=True,  # else Ctrl-C ends Redis before the server has drained
            umask=0o077,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RedisUnavailable(f"{binary} could not be started: {error}.") from error
    finally:
        lock.release()
    if started.returncode != 0:
        words = started.stdout.decode(errors="replace").strip()
        raise RedisUnavailable(f"{binary} refused to start: {words}")
    return True


def _arguments(data_dir: Path, socket: Path) -> list[str]:
    # contract R18, profile "strict": an acked message is on the disk; and a full memory refuses, never evicts
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data_dir),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
        "stream-node-max-bytes": "2048",  # big nodes make every append copy kilobytes
        "daemonize": "yes",
        "pidfile": str(data_dir / "redis.pid"),
        "logfile": str(data_dir / "redis.log"),
    }
    return [word for name, value in settings.items() for word in (f"--{name}", value)]


async def ask(socket: Path, command: bytes = b"PING") -> Answer:
    """Send one command without arguments and judge the answer; never raises for what Redis does."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await _first_line(socket, command)
    except TimeoutError:
        return Answer.SILENT
    except OSError:
        return Answer.GONE


async def _first_line(socket: Path, command: bytes) -> Answer:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        writer.write(command + b"\r\n")
        line = await reader.readline()
    finally:
        writer.close()
    if line.startswith(b"+"):
        return Answer.READY
    return Answer.LOADING if line.startswith(b"-LOADING") else Answer.SILENT
