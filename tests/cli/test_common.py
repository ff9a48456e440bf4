"""What all commands share."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import redis
from click.testing import CliRunner, Result

from chatserver import __version__
from chatserver.cli import main
from chatserver.store import keys
from tests.redis_servers import redis_binary


def run(environment: dict[str, str | None], *arguments: str) -> Result:
    return CliRunner(env={"REDIS_URL": None, "CHAT_REDIS_SERVER": redis_binary(), **environment}).invoke(
        main, arguments
    )


def test_the_version_needs_no_redis() -> None:
    assert run({"REDIS_URL": "redis://127.0.0.1:1"}, "version").stdout == f"chatserver {__version__}\n"
    assert json.loads(run({}, "version", "--json").stdout) == {"version": __version__}


def test_a_command_without_a_redis_runs_its_own_and_the_data_stays() -> None:
    with TemporaryDirectory(prefix="chat-") as folder:
        data_dir = str(Path(folder) / "data")
        added = run({}, "site", "add", "Shop", "--origin", "https://shop.example", "--data-dir", data_dir)
        assert added.exit_code == 0, added.output
        listed = run({"DATA_DIR": data_dir}, "site", "list")
        assert "Shop" in listed.stdout


def test_a_redis_that_does_not_answer_ends_with_2() -> None:
    result = run({"REDIS_URL": "redis://127.0.0.1:1"}, "site", "list")
    assert result.exit_code == 2
    assert "Redis did not answer" in result.stderr
    assert "Traceback" not in result.output


def test_a_newer_store_ends_with_2(clean_redis: str) -> None:
    with redis.Redis.from_url(clean_redis) as client:
        client.set(keys.SCHEMA_VERSION, "99")
    result = run({"REDIS_URL": clean_redis}, "site", "list", "--json")
    assert result.exit_code == 2
    assert "schema version 99" in json.loads(result.stdout)["text"]


def test_a_wrong_setting_ends_with_2_and_its_name() -> None:
    result = run({"PORT": "many"}, "site", "list")
    assert result.exit_code == 2
    assert "PORT" in result.stderr
