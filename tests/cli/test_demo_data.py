"""`chatserver demo-data`: a site filled through the real append."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from chatserver.clock import millis, system_clock
from chatserver.domain.conversation import Conversation
from chatserver.store import conversations, sites
from chatserver.store.client import command_client
from chatserver.store.conversations import ListName, Stored

Run = Callable[..., Result]
EXCERPT = str(Path(__file__).parent.parent / "data" / "dialogues-excerpt.jsonl")
FIVE_DAYS_MS = 5 * 24 * 3600 * 1000
LISTS: tuple[ListName, ...] = ("waiting", "email", "closed", "open")
TOLD = '{"turns": [{"from": "visitor", "text": "Mình quên mật khẩu"}, {"from": "agent", "text": "Bạn xem thư nhé"}]}'


@pytest.fixture
def shop(run: Run) -> str:
    """The id of the one site there is."""
    added = run("site", "add", "Cửa hàng", "--origin", "https://shop.example", "--json")
    return str(json.loads(added.stdout)["id"])


def listed(redis_url: str, site: str) -> list[Conversation]:
    """Every conversation of a site, by the lists that consoles show."""

    async def read() -> list[Conversation]:
        client = command_client(redis_url)
        found: list[Conversation] = []
        for name in LISTS:
            found += (await conversations.listed(client, site, name, count=1000))[0]
        await client.aclose()
        return found

    return asyncio.run(read())


def history(redis_url: str, site: str, conversation: str) -> list[Stored]:
    """What was said in a conversation."""

    async def read() -> list[Stored]:
        client = command_client(redis_url)
        found = await conversations.messages_after(client, site, conversation, 0)
        await client.aclose()
        return found

    return asyncio.run(read())


def test_dialogues_become_conversations_of_the_last_days(run: Run, shop: str, clean_redis: str) -> None:
    result = run("demo-data", EXCERPT, "--limit", "30", "--json")
    assert result.exit_code == 0, result.output
    facts = json.loads(result.stdout)
    found = listed(clean_redis, shop)
    assert facts["told"] == len(found) == 30
    assert {name: count for name, count in facts.items() if name in LISTS} == {
        status: sum(one.status == status for one in found) for status in {one.status for one in found}
    }
    now = millis(system_clock())
    assert all(now - FIVE_DAYS_MS - 3_600_000 < one.created_at <= one.last_at <= now for one in found)
    assert len({one.created_at for one in found}) == 30


def test_words_are_stored_as_they_stand_in_the_file(run: Run, shop: str, clean_redis: str) -> None:
    with Path(EXCERPT).open(encoding="utf-8") as lines:
        asked = [json.loads(line)["turns"][0]["text"].strip() for line in lines][:10]
    run("demo-data", EXCERPT, "--limit", "10")
    first = [json.loads(history(clean_redis, shop, one.id)[0].body) for one in listed(clean_redis, shop)]
    assert sorted(body["text"] for body in first) == sorted(asked)
    assert all("/demo/" in body["page"]["url"] for body in first)


def test_a_bad_line_is_named_and_the_others_are_told(
    run: Run, shop: str, clean_redis: str, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text(f"{TOLD}\nnot json\n{TOLD}\n", "utf-8")
    result = run("demo-data", str(file))
    assert result.exit_code == 2
    assert result.stderr.startswith("line 2: ")
    assert result.stdout.startswith("2 conversations on Cửa hàng")
    assert len(listed(clean_redis, shop)) == 2


def test_one_of_several_sites_has_to_be_named(run: Run, shop: str, clean_redis: str, tmp_path: Path) -> None:
    run("site", "add", "Other", "--origin", "https://other.example")
    (tmp_path / "one.jsonl").write_text(TOLD, "utf-8")
    assert run("demo-data", str(tmp_path / "one.jsonl")).exit_code == 1
    assert run("demo-data", str(tmp_path / "one.jsonl"), "--site", "other").exit_code == 0
    assert listed(clean_redis, shop) == []

    async def other() -> str:
        client = command_client(clean_redis)
        found = [site.id for site in await sites.all_sites(client) if site.id != shop]
        await client.aclose()
        return found[0]

    assert len(listed(clean_redis, asyncio.run(other()))) == 1


def test_a_file_that_is_not_there_is_wrong_usage(run: Run, shop: str) -> None:
    assert run("demo-data", "nowhere.jsonl").exit_code == 2
