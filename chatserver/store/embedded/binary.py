"""Which redis-server runs a data directory. The choice sticks: newer servers write what older cannot read."""

import logging
import re
import shutil
import subprocess
from pathlib import Path

import msgspec

from chatserver.store.embedded.errors import RedisUnavailable
from chatserver.store.embedded.fetch import fetch

log = logging.getLogger(__name__)

OLDEST = (7, 0)
NAMES_ON_PATH = ("valkey-server", "redis-server")
LAST_COMMON = (7, 2)  # Valkey forked from here: it reads what Redis up to this version wrote


class Server(msgspec.Struct, frozen=True):
    """A redis-server or valkey-server that we can run."""

    source: str  # how it was found: "named", "path" (the system's) or "fetched"
    path: str
    kind: str  # "Redis" or "Valkey"
    version: str  # "8.2.3"

    def __str__(self) -> str:
        return f"{self.kind} {self.version} ({self.path})"

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, to compare."""
        return tuple(int(part) for part in self.version.split("."))


def choose(data_dir: Path, named: str | None) -> Server:
    """Find the server for this directory: the named one, the one used before, the system's, a fetched one.

    Blocks: runs programs, may download 22 MB. Raises RedisUnavailable saying what to do.
    """
    before = remembered(data_dir)
    found = _named(named) if named else _same_again(before) or _on_path() or _fetched(data_dir)
    if before is not None and not can_read(found, before):
        raise RedisUnavailable(
            f"The data in {data_dir} was written by {before} and cannot be read by {found}. Set "
            f"CHAT_REDIS_SERVER to a {before.kind} server of version {before.version} or newer."
        )
    return found


def can_read(server: Server, writer: Server) -> bool:
    """Whether `server` reads what `writer` wrote: same kind and not older, or a Valkey after an old Redis."""
    if server.kind == writer.kind:
        return server.number >= writer.number
    return server.kind == "Valkey" and writer.number[:2] <= LAST_COMMON


def holds_data(data_dir: Path) -> bool:
    """Whether a server of ours has ever run on this directory."""
    return (data_dir / "redis.json").is_file()


def remembered(data_dir: Path) -> Server | None:
    """The server that last ran on this directory, from `redis.json`; None if there was none."""
    try:
        return msgspec.json.decode((data_dir / "redis.json").read_bytes(), type=Server)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise RedisUnavailable(
            f"{data_dir / 'redis.json'} cannot be read ({error}). It names the server that wrote the data; "
            'remove it if you know that the data is readable by "redis-server" of this machine.'
        ) from error


def remember(data_dir: Path, server: Server) -> None:
    """Write the server down as the one that runs this directory."""
    if remembered(data_dir) == server:
        return
    new = data_dir / "redis.json.new"
    new.write_bytes(msgspec.json.format(msgspec.json.encode(server)) + b"\n")
    new.replace(data_dir / "redis.json")


def inspect(path: str, source: str) -> Server | None:
    """Run the program with `--version`; None if it is neither Redis nor Valkey, or does not run here."""
    try:
        shown = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"(Redis|Valkey) server v=(\d+\.\d+\.\d+)", shown.stdout)
    return Server(source=source, path=path, kind=match[1], version=match[2]) if match else None


def _named(path: str) -> Server:
    server = inspect(path, "named")
    if server is None:
        raise RedisUnavailable(f"CHAT_REDIS_SERVER={path} is not a redis-server or valkey-server.")
    if server.number < OLDEST:
        raise RedisUnavailable(f"CHAT_REDIS_SERVER names {server}; 7.0 or newer is needed.")
    return server


def _same_again(before: Server | None) -> Server | None:
    return inspect(before.path, before.source) if before else None


def _on_path() -> Server | None:
    for name in NAMES_ON_PATH:
        path = shutil.which(name)
        server = inspect(path, "path") if path else None
        if server and server.number >= OLDEST:
            return server
        if server:
            log.info("%s is too old: 7.0 or newer is needed", server)
    return None


def _fetched(data_dir: Path) -> Server:
    path = fetch(data_dir / "bin")
    server = inspect(str(path), "fetched")
    if server is None:
        raise RedisUnavailable(f"The fetched {path} does not run on this machine.")
    return server
