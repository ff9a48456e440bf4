"""From an error to the frame that names it: one table for both wires."""

from chatserver.domain.errors import ChatError
from chatserver.protocol.to_visitor import Nack
from chatserver.protocol.wire import Rejected, to_text


def nack(error: ChatError | Rejected, *, cid: str = "", ref: int = 0) -> str:
    """The `nack` for an error; no exception text leaves the server."""
    if isinstance(error, Rejected):
        return to_text(Nack(error.reason, error.cid or cid, error.ref or ref))
    return to_text(Nack(error.reason, cid, ref, error.retry_after))
