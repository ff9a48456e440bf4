"""An entry point whose clock a test can turn: `python -m tests.turned_clock CLOCK_FILE serve-options…`."""

import mmap
import struct
import sys
from datetime import datetime, timedelta
from pathlib import Path

from chatserver.cli.serve import serve_with
from chatserver.clock import Clock, system_clock
from chatserver.settings import read_settings

OFFSET = struct.Struct("d")


class TurnedClock:
    """The system's clock plus an offset in seconds, shared with the servers through a file."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(OFFSET.pack(0.0))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), OFFSET.size)
        self._turned = 0.0, timedelta()

    def __call__(self) -> datetime:
        (seconds,) = OFFSET.unpack_from(self._shared)
        if seconds != self._turned[0]:  # servers under load look often
            self._turned = seconds, timedelta(seconds=seconds)
        return system_clock() + self._turned[1]

    def turn_to(self, instant: datetime) -> None:
        """Make it this instant now; the clock goes on from there."""
        self._shared[:] = OFFSET.pack((instant - system_clock()).total_seconds())


def main() -> None:
    """Serve on a free port; settings come from the environment."""
    clock: Clock = TurnedClock(Path(sys.argv[1]))
    serve_with(read_settings(), clock)


if __name__ == "__main__":
    main()
