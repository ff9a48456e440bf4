"""One server for all socket tests of this folder; each test is a new visitor on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import ServerProcess, server_process


@pytest.fixture(scope="module")
def server(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis."""
    folder: Path = tmp_path_factory.mktemp("server")
    with server_process(folder, redis_url) as running:
        yield running
