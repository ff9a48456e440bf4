"""A process that uses a data directory until SIGTERM: `python -m tests.store.use_embedded DATA_DIR`."""

import asyncio
import signal
import sys
from pathlib import Path

from chatserver.store.embedded import supervised_redis
from tests.redis_servers import redis_binary


async def main(data_dir: Path) -> None:
    """Start, say "ready", supervise, and leave orderly when told to."""
    told_to_leave = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_leave.set)
    async with supervised_redis("", data_dir, redis_binary()):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await told_to_leave.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
