"""A lock on a file that the system takes back when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path


class FileLock:
    """One advisory lock. Held by one process alone (`take`) or by many together (`share`)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def take(self) -> bool:
        """Hold it alone. True if held (also when already held); never waits."""
        return self._fd is not None or self._lock(fcntl.LOCK_EX)

    def share(self) -> bool:
        """Hold it together with others who share. True if held; never waits."""
        return self._fd is not None or self._lock(fcntl.LOCK_SH)

    def release(self) -> bool:
        """Let go. True if it was held; harmless when not."""
        if self._fd is None:
            return False
        fd, self._fd = self._fd, None
        os.close(fd)
        return True

    def pass_on(self) -> int:
        """The descriptor of a held lock, for a child process that shall hold it after us."""
        if self._fd is None:
            raise RuntimeError("only a held lock can be passed on")
        return self._fd

    def _lock(self, how: int) -> bool:
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        except OSError:
            os.close(fd)
            raise
        self._fd = fd
        return True
