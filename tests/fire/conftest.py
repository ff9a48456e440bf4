"""Chances of a story come from the seed that the test run shows."""

import pytest


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The seed of this run: repeat it with --hypothesis-seed."""
    return int(request.config.getoption("hypothesis_seed"))
