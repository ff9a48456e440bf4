"""Read marks: how far each side has seen (they only rise)."""

from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.scripts import source

_MARK = source("mark")


async def mark_read(
    client: Client, site: str, conversation: str, who: str, seq: int, visitor: str = ""
) -> bool:
    """Raise the mark of `visitor` or `agent`; with a visitor id, only in a conversation of theirs.

    True when an answer that had waited for the visitor has been seen by this.
    """
    return bool(await client.eval(_MARK, 1, keys.site(site), conversation, who, seq, visitor))
