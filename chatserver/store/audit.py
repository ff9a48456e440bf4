"""Who did what: appended, never changed (contract S6). Ids and names of acts only, no message text."""

from datetime import datetime
from typing import Any

from chatserver.clock import millis
from chatserver.store import keys
from chatserver.store.client import Client

KEPT = 100_000
OPERATOR = "operator"
"""Who did it, when it was done by a command on the server."""


async def record(client: Client, who: str, act: str, subject: str, now: datetime) -> None:
    """Append one act; `who` is an agent's id or `OPERATOR`, `subject` the id of what it was done to."""
    fields: dict[Any, Any] = {"who": who, "act": act, "subject": subject, "at": millis(now)}
    await client.xadd(keys.AUDIT, fields, maxlen=KEPT, approximate=True)
