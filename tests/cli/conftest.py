"""Commands run in this process, over the session's Redis, emptied."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from chatserver.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(clean_redis: str) -> Run:
    """Run `chatserver ARGUMENTS…`."""
    environment = {"REDIS_URL": clean_redis, "BASE_URL": "https://chat.shop.example"}
    return lambda *arguments: CliRunner(env=environment).invoke(main, arguments)
