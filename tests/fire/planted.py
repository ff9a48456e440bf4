"""Servers with a bug planted in them, to see whether the checker finds it. The product has no switch for this.

Entry points: `tests.fire.no_dedupe`, `tests.fire.ack_before_write`, `tests.fire.read_before_subscribe`.
"""

import asyncio
import hashlib
from importlib import import_module
from typing import Any

from chatserver.store import scripts

HELD_OPEN_S = 0.3
"""How long a planted bug's window stays open, so that a short story falls into it."""


def serve() -> None:
    """Serve as `tests.turned_clock` does; imported only now, since the product takes names at import."""
    import_module("tests.turned_clock").main()


def forget_every_cid() -> None:
    """The append script no longer looks whether it knows a cid (contract R2, R4)."""
    whole = scripts.source

    def edited(name: str) -> str:
        text = whole(name)
        if name != "append":
            return text
        changed = text.replace("local seen = cid ~= ''", "local seen = false")
        assert changed != text
        return changed

    scripts.source = edited  # type: ignore[assignment]


def ack_before_writing() -> None:
    """A visitor's words are acked at the seq they ought to get, and written a little later (contract R3)."""
    messages: Any = import_module("chatserver.actions.messages")
    conversations = import_module("chatserver.store.conversations")
    appended = import_module("chatserver.store.appends").Appended
    write = messages.say_as_visitor
    writing = set()

    async def hasty(office, site, writer, conversation, words, *more):  # type: ignore[no-untyped-def]
        known = await conversations.load(office.client, site, conversation)
        seq, h, epoch, version = (known.seq, known.h, known.epoch, known.version) if known else (0, "", "", 0)
        h = hashlib.sha1((h + words.cid).encode(), usedforsecurity=False).hexdigest()[:12]

        async def later() -> None:
            await asyncio.sleep(HELD_OPEN_S)
            await write(office, site, writer, conversation, words, *more)

        task = asyncio.get_running_loop().create_task(later())
        writing.add(task)
        task.add_done_callback(writing.discard)
        return appended(seq + 1, h, 0, epoch, version, False)

    messages.say_as_visitor = hasty


def read_before_subscribing() -> None:
    """A follower reads at once and hears only a little later (contract R8)."""
    hub = import_module("chatserver.sockets.hub").SiteHub
    follow = hub.follow

    def late(self, follower):  # type: ignore[no-untyped-def]
        asyncio.get_running_loop().call_later(HELD_OPEN_S, follow, self, follower)

    hub.follow = late
