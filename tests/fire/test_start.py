"""What a server says when it cannot start on the Redis that it was given (contract R17, R18)."""

import os
import subprocess
import sys

ENDS_WITHIN_S = 20


def serve(redis_url: str) -> "subprocess.CompletedProcess[str]":
    """Try to serve over this Redis."""
    return subprocess.run(
        [sys.executable, "-m", "chatserver", "serve", "--port", "0"],
        env={**os.environ, "REDIS_URL": redis_url, "ALLOW_VOLATILE_REDIS": ""},
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN_S,
        check=False,
    )


def test_a_redis_that_forgets_is_refused_with_what_to_do(redis_url: str) -> None:
    ended = serve(redis_url)
    assert ended.returncode == 2
    assert "appendonly yes" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_redis_that_is_away_at_start_is_named() -> None:
    ended = serve("unix:///nowhere/redis.sock")
    assert ended.returncode == 2
    assert "/nowhere/redis.sock" in ended.stderr
    assert "Traceback" not in ended.stderr
