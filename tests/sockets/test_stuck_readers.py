"""Who stops reading while the server says goodbye does not hold it back (contract R13, R16)."""

import signal
import time
from pathlib import Path

from tests.clients import Visitor, new_id
from tests.server import server_process
from tests.sockets.test_connections import MANY, speak, url
from tests.store.data_dirs import until

ENDS_WITHIN_S = 18


async def test_a_reader_who_is_stuck_in_its_history_does_not_hold_up_the_drain(
    redis_url: str, tmp_path: Path
) -> None:
    conversation = new_id()
    with server_process(tmp_path, redis_url) as server:
        async with Visitor(url(server)) as visitor:
            await visitor.hello()
            await visitor.say(conversation, "chào")
            await speak(redis_url, conversation, MANY)
        async with Visitor(url(server), visitor.secret) as stuck:
            await stuck.hello()
            stuck.socket.transport.pause_reading()
            server.process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            await until(lambda: server.process.poll() is not None)
            assert time.monotonic() - began < ENDS_WITHIN_S
            stuck.socket.transport.abort()
