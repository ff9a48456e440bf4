"""Real server processes for tests: `with server_process(folder) as server`, and a clock that can be turned."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.turned_clock import TurnedClock

STARTS_WITHIN_S = 30.0
ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class ServerProcess:
    """A running server: where it is, what it printed, how to end it."""

    process: subprocess.Popen[str]
    clock: TurnedClock
    data_dir: Path
    lines: list[str] = field(default_factory=list)

    @property
    def output(self) -> str:
        """Everything printed so far."""
        return "".join(self.lines)

    @property
    def url(self) -> str:
        """Where it serves, without a trailing slash."""
        return self._printed(r"chatserver is at (\S+)")

    @property
    def ws_url(self) -> str:
        """The same for sockets."""
        return self.url.replace("http", "ws", 1)

    @property
    def site_key(self) -> str:
        """The public key of its first site."""
        return self._printed(r'data-site="([^"]+)"')

    @property
    def setup_link(self) -> str:
        """The one-time link for the first agent."""
        return self._printed(r"(\S+/setup#\S+)")

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, and wait for the drained end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)

    def _printed(self, pattern: str) -> str:
        found = re.search(pattern, self.output)
        assert found, f"{pattern} not printed:\n{self.output}"
        return found[1]


@contextmanager
def server_process(
    folder: Path, redis_url: str = "", entry: str = "tests.turned_clock", **environment: str
) -> Iterator[ServerProcess]:
    """Start a server on a free port: over `redis_url`, or with its own Redis in `folder`; stop it in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    clock_file = folder / "clock"
    settings = {"PORT": "0", "DATA_DIR": str(folder), "REDIS_URL": redis_url, "LOG_LEVEL": "INFO"}
    if redis_url:
        settings["ALLOW_VOLATILE_REDIS"] = "1"
    clock = TurnedClock(clock_file)
    process = subprocess.Popen(
        [sys.executable, "-m", entry, str(clock_file)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **settings, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = ServerProcess(process, clock, folder)
    reader = threading.Thread(target=_read, args=(server,), daemon=True)
    reader.start()
    try:
        _until_ready(server)
        yield server
    finally:
        if process.poll() is None:
            server.stop()
        reader.join(timeout=5)
        if process.stdout:
            process.stdout.close()


def _read(server: ServerProcess) -> None:
    assert server.process.stdout
    for line in server.process.stdout:
        server.lines.append(line)


def _until_ready(server: ServerProcess) -> None:
    patience = time.monotonic() + STARTS_WITHIN_S
    while "Ctrl-C stops." not in server.output:
        assert server.process.poll() is None, f"the server ended:\n{server.output}"
        assert time.monotonic() < patience, f"the server did not start:\n{server.output}"
        threading.Event().wait(0.02)
    _wait_for(server.url + "/readyz", patience)


def _wait_for(url: str, patience: float) -> None:
    while time.monotonic() < patience:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError as answer:
            if answer.code == 404:
                return
        except OSError:
            pass
        threading.Event().wait(0.05)
    raise AssertionError(f"{url} did not answer in time")
