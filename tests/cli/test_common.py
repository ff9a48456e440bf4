"""What all commands share."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
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


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("PORT", "many", "0 to 65535"),
        ("PORT", "70000", "0 to 65535"),
        ("MOST_SOCKETS_PER_ADDRESS", "-1", "whole number"),
        ("REDIS_REPLICAS", "6", "0 (none) to 5"),
        ("REDIS_URL", "localhost:6379", "redis://"),
        ("REDIS_URL", "redis://:geheim@localhost:x", "REDIS_URL: "),
        ("LOG_LEVEL", "loud", "DEBUG, INFO"),
        ("DEMO", "maybe", "1 or 0"),
    ],
)
def test_each_wrong_setting_says_what_is_meant(name: str, value: str, meant: str) -> None:
    for command in (("site", "list"), ("serve", "--port", "0")):
        result = run({name: value}, *command) if name != "PORT" else run({name: value}, "site", "list")
        assert result.exit_code == 2 and isinstance(result.exception, SystemExit)
        assert name in result.stderr and meant in result.stderr and "geheim" not in result.stderr


def test_a_program_reads_of_a_wrong_setting_as_json() -> None:
    result = run({"PORT": "many"}, "site", "list", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]) == (2, "settings")


def test_a_port_that_cannot_be_is_refused_by_its_option() -> None:
    result = run({}, "serve", "--port", "70000")
    assert result.exit_code == 2 and "--port" in result.stderr


def test_a_directory_without_our_data_is_not_filled_by_a_slip_of_the_pen(tmp_path: Path) -> None:
    result = run({"DATA_DIR": str(tmp_path)}, "site", "list")
    assert result.exit_code == 2 and "--data-dir" in result.stderr
    assert list(tmp_path.iterdir()) == []
