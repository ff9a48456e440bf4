"""Replies that have arrived whole, read straight from the parser: redis-py's way through costs a coroutine for each."""

from collections.abc import Callable
from typing import Any, Final

from hiredis import PushNotification, Reader
from redis._parsers.hiredis import NOT_ENOUGH_DATA

MISSING: Final = NOT_ENOUGH_DATA
"""What stands for a reply that is still on its way."""


def arrived_on(connection: Any) -> Callable[[], Any]:
    """Takes the next reply or push of a connection that is here already, else `MISSING`: then wait as redis-py does.

    Errors are returned, not raised. Over another parser than hiredis' everything is missing.
    """
    reader = getattr(connection._parser, "_reader", None)
    take: Callable[[], Any] = reader.gets if isinstance(reader, Reader) else lambda: MISSING
    return take


def is_push(reply: Any) -> bool:
    """Whether it came unasked: no reply to a command."""
    return isinstance(reply, PushNotification)
