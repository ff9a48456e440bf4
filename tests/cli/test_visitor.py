"""`chatserver visitor`."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from chatserver.background import Background
from chatserver.domain.ids import random_id
from chatserver.domain.message import VisitorMessage
from chatserver.store import keys
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import command_client
from chatserver.store.scripts import source

Run = Callable[..., Result]
LAN = "a" * 32


def written(run: Run, redis_url: str) -> str:
    """A site on which Lan has written; the site's id."""
    added = run("site", "add", "Shop", "--origin", "https://shop.example", "--json")
    site = str(json.loads(added.stdout)["id"])
    asyncio.run(_write(redis_url, site))
    return site


async def _write(redis_url: str, site: str) -> None:
    client = command_client(redis_url)
    arrival = Arrival(LAN, "hash", "epoch", "waiting", {}, "agent_free")
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        await appender.append(site, Append("c" * 32, 1, VisitorMessage(random_id(), "xin chào"), arrival))
    await client.hset(keys.conversation(site, "c" * 32), "email", "lan@gmail.com")
    await client.aclose()


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_everything_is_printed_one_object_a_line(run: Run, clean_redis: str) -> None:
    site = written(run, clean_redis)
    found = lines(run("visitor", "export", LAN, "--site", site))
    assert [line["kind"] for line in found] == ["visitor", "conversation", "message"]
    assert (found[1]["messages"], found[2]["text"]) == (1, "xin chào")
    assert lines(run("visitor", "export", "lan@gmail.com")) == found


def test_a_file_of_it_is_readable_by_its_owner_alone(run: Run, clean_redis: str, tmp_path: Path) -> None:
    written(run, clean_redis)
    file = tmp_path / "lan.jsonl"
    result = run("visitor", "export", LAN, "--output", str(file))
    assert result.stdout == f"3 lines in {file}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_a_file_that_cannot_be_written_ends_with_2(run: Run, clean_redis: str, tmp_path: Path) -> None:
    written(run, clean_redis)
    file = tmp_path / "nowhere" / "lan.jsonl"
    result = run("visitor", "export", LAN, "--output", str(file), "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]) == (2, "output")


def test_nothing_is_erased_without_a_yes(run: Run, clean_redis: str) -> None:
    written(run, clean_redis)
    result = run("visitor", "erase", LAN)
    assert result.exit_code == 1
    assert "Would be erased: browsers: 1, conversations: 1." in result.stderr
    assert "xin chào" in run("visitor", "export", LAN).stdout


def test_erased_is_erased(run: Run, clean_redis: str) -> None:
    written(run, clean_redis)
    done = run("visitor", "erase", "lan@gmail.com", "--yes", "--json")
    assert json.loads(done.stdout) == {"visitors": 1, "conversations": 1, "messages": 1, "files": 0}
    left = run("visitor", "export", LAN).stdout
    assert "xin chào" not in left and "lan@gmail.com" not in left
    assert run("visitor", "export", "lan@gmail.com").exit_code == 1


def test_nobody_is_named_as_such(run: Run, clean_redis: str) -> None:
    written(run, clean_redis)
    result = run("visitor", "export", "minh@gmail.com", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"error": "unknown_visitor", "text": "There is no such visitor."}
