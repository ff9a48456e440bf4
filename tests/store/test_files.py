"""Records of files: begun once, counted part by part, claimed all or none, taken away with their conversation."""

from dataclasses import replace

import pytest

from chatserver.domain.ids import random_id
from chatserver.store import erasure, file_keys, files, keys
from chatserver.store.client import Client
from chatserver.store.files import StoredFile

SITE, LAN, AN = "s" * 32, "visitor:lan", "agent:an"


def coming(size: int = 10, owner: str = LAN, at: int = 1_000) -> StoredFile:
    """A file that is going to come."""
    return StoredFile(random_id(), "a.txt", size, owner, at)


async def whole(client: Client, owner: str = LAN, at: int = 1_000) -> StoredFile:
    """A file that has come."""
    file = coming(owner=owner, at=at)
    assert await files.begin(client, SITE, file)
    assert await files.advance(client, SITE, file.id, 0, 10)
    done = replace(file, received=10, parts=(10,)).typed("a.txt", "text/plain", 0, 0)
    assert await files.finish(client, SITE, done)
    return done


async def talk(client: Client) -> str:
    """A conversation that is there."""
    name = random_id()
    await client.hset(keys.conversation(SITE, name), mapping={"status": "closed", "closed_at": "1"})
    return name


async def test_what_is_begun_is_read_again(client: Client) -> None:
    file = coming()
    assert await files.begin(client, SITE, file)
    assert await files.load(client, SITE, file.id) == file
    assert await files.load(client, SITE, random_id()) is None
    assert await files.load(client, "t" * 32, file.id) is None


async def test_an_id_is_begun_once(client: Client) -> None:
    file = coming()
    assert await files.begin(client, SITE, file)
    assert not await files.begin(client, SITE, replace(file, owner=AN, size=99))
    assert await files.load(client, SITE, file.id) == file


async def test_an_id_whose_bytes_are_still_to_go_is_not_begun_anew(client: Client) -> None:
    file = await whole(client)
    assert await files.discard(client, SITE, file)
    assert not await files.begin(client, SITE, file)
    await files.forget(client, SITE, file.id)
    assert await files.begin(client, SITE, coming())


async def test_parts_are_counted_one_after_another(client: Client) -> None:
    file = coming(size=30)
    assert not await files.advance(client, SITE, file.id, 0, 10)
    await files.begin(client, SITE, file)
    assert await files.advance(client, SITE, file.id, 0, 10)
    assert not await files.advance(client, SITE, file.id, 0, 10)
    assert not await files.advance(client, SITE, file.id, 20, 10)
    assert await files.advance(client, SITE, file.id, 10, 20)
    found = await files.load(client, SITE, file.id)
    assert found == replace(file, received=30, parts=(10, 20))


async def test_a_file_is_finished_once(client: Client) -> None:
    file = await whole(client)
    assert not await files.finish(client, SITE, replace(file, type="image/png"))
    assert not await files.advance(client, SITE, file.id, 10, 10)
    assert await files.load(client, SITE, file.id) == file


async def test_files_are_claimed_all_or_none(client: Client) -> None:
    name, mine, other = random_id(), await whole(client), await whole(client)
    foreign, half = await whole(client, AN), coming()
    await files.begin(client, SITE, half)
    for bad in (foreign.id, half.id, random_id()):
        assert not await files.claim(client, SITE, LAN, name, [mine.id, bad])
    assert await files.of_conversation(client, SITE, name) == []
    assert await files.claim(client, SITE, LAN, name, [mine.id, other.id])
    assert await files.claim(client, SITE, LAN, name, [other.id])
    assert not await files.claim(client, SITE, LAN, random_id(), [mine.id])
    assert {one.id for one in await files.of_conversation(client, SITE, name)} == {mine.id, other.id}


async def test_the_oldest_loose_files_are_found_first(client: Client) -> None:
    old, older = await whole(client, at=2_000), await whole(client, at=1_000)
    await whole(client, at=3_000)
    assert [one.id for one in await files.loose(client, SITE, 2_000)] == [older.id, old.id]
    assert [one.id for one in await files.loose(client, SITE, 9_000, 1)] == [older.id]


async def test_what_was_said_is_not_discarded(client: Client) -> None:
    name, file = await talk(client), await whole(client)
    await files.claim(client, SITE, LAN, name, [file.id])
    assert not await files.discard(client, SITE, file)  # as it was known before
    said = replace(file, conversation=name)
    assert not await files.discard(client, SITE, said)
    assert await files.load(client, SITE, file.id) == said
    assert await files.loose(client, SITE, 9_000) == []  # nobody need look at it again


async def test_what_was_claimed_for_words_that_never_came_is_discarded(client: Client) -> None:
    name, file = random_id(), await whole(client)
    await files.claim(client, SITE, LAN, name, [file.id])
    assert await files.discard(client, SITE, replace(file, conversation=name))
    assert await files.load(client, SITE, file.id) is None
    assert await files.gone(client, SITE) == [file.id]
    assert await client.exists(file_keys.files(SITE, name)) == 0


@pytest.mark.parametrize("way", ["erase", "remove"])
async def test_files_go_with_their_conversation_and_their_bytes_are_noted(client: Client, way: str) -> None:
    name, file, other = await talk(client), await whole(client), await whole(client)
    await files.claim(client, SITE, LAN, name, [file.id])
    if way == "erase":
        await erasure.erase_words(client, SITE, name, random_id())
    else:
        assert await erasure.remove(client, SITE, name, before=2)
    assert await files.load(client, SITE, file.id) is None
    assert await files.load(client, SITE, other.id) == other
    assert await files.gone(client, SITE) == [file.id]
    assert await client.exists(file_keys.files(SITE, name)) == 0
