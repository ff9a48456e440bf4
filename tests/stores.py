"""A client of the session's Redis, emptied, for tests below the edges."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from os import devnull
from pathlib import Path

import pytest

from chatserver.store.blobs import DiskBlobs
from chatserver.store.client import Client, command_client

NOON = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)  # 12:00 in Hà Nội, a Wednesday
NO_FILES = DiskBlobs(Path(devnull))
PUBLIC_URL = "https://chat.shop.example"


@pytest.fixture
async def client(clean_redis: str) -> AsyncIterator[Client]:
    """A command client over an empty store."""
    made = command_client(clean_redis)
    yield made
    await made.aclose()
