"""`chatserver mail aside`: nothing that came in is gone in silence."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from chatserver.actions.inbound import Outcome
from chatserver.actions.office import Office
from chatserver.actions.sites import add_site
from chatserver.background import Background
from chatserver.cli import main
from chatserver.clock import system_clock
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.mail.intake import take_in
from chatserver.settings import Settings
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.blobs import DiskBlobs
from chatserver.store.client import command_client
from chatserver.store.scripts import source
from tests.domain.desk_a import no_holidays
from tests.letters import letter

RAW = letter(to="sales@twinai.com", subject="Chào\x07 bạn")


@pytest.fixture
def environment(clean_redis: str, tmp_path: Path) -> dict[str, str]:
    return {"REDIS_URL": clean_redis, "DATA_DIR": str(tmp_path), "BASE_URL": "https://chat.shop.example"}


async def set_one_aside(url: str, folder: Path) -> Outcome:
    client = command_client(url)
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        seed = load_policy(shipped_policy_text(), no_holidays)
        office = Office(client, appender, system_clock, seed, blobs=DiskBlobs(folder / "files", reserve=0))
        await add_site(client, "Shop", ["https://shop.example"], system_clock() - timedelta(days=1))
        done = await take_in(office, Settings(), RAW)
    await client.aclose()
    return done


def test_what_was_set_aside_is_listed_and_written(environment: dict[str, str], tmp_path: Path) -> None:
    done = asyncio.run(set_one_aside(environment["REDIS_URL"], tmp_path))
    assert done.reason == "unknown_recipient"
    run = CliRunner(env=environment)
    result = run.invoke(main, ["mail", "aside", "--json", "--to", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    [one] = json.loads(result.stdout)
    assert (one["action"], one["reason"], one["from"]) == (
        "quarantined",
        "unknown_recipient",
        "lan@gmail.com",
    )
    written = tmp_path / "out" / f"{one['id']}.eml"
    assert written.read_bytes() == RAW
    assert written.stat().st_mode & 0o077 == 0
    lines = run.invoke(main, ["mail", "aside"]).stdout
    assert "unknown_recipient" in lines
    assert "\x07" not in lines


def test_without_any_it_says_so(environment: dict[str, str]) -> None:
    async def only_a_site() -> None:
        client = command_client(environment["REDIS_URL"])
        await add_site(client, "Shop", ["https://shop.example"], system_clock())
        await client.aclose()

    asyncio.run(only_a_site())
    assert CliRunner(env=environment).invoke(main, ["mail", "aside"]).stdout == "None.\n"
