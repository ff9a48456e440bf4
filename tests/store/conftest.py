"""Fixtures of these tests."""

from tests.store.outbox import outbox
from tests.stores import client

__all__ = ["client", "outbox"]
