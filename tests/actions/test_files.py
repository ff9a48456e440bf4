"""Files below the edges: kept for mails, swept when nobody said them, gone with the words and with their time."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chatserver.actions import erasure, uploads
from chatserver.actions.conversations import close, take
from chatserver.actions.files import came_by_mail, keep, of_visitor, sweep_files
from chatserver.actions.messages import Words, Writer, say_as_agent, say_as_visitor
from chatserver.actions.uploads import NewFile
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import File, Speaker
from chatserver.store import conversations, files
from chatserver.store.blobs import DiskBlobs, blob
from chatserver.store.client import Client
from tests.actions.desk import SITE, Desk, desk
from tests.file_samples import PDF, office, png

AN = Speaker("a" * 32, "An")
DAY = timedelta(days=1)


@pytest.fixture
async def shop(client: Client) -> AsyncIterator[Desk]:
    """A desk at noon."""
    async with desk(client) as made:
        yield made


async def sent(shop: Desk, visitor: str, content: bytes = PDF, name: str = "a.pdf") -> str:
    """A visitor's file, whole; its id."""
    new, owner = NewFile(random_id(), name, len(content)), of_visitor(visitor)
    await uploads.begin(shop.office, SITE, owner, new, "")

    async def body() -> AsyncIterator[bytes]:
        yield content

    done = await uploads.take(shop.office, SITE, owner, new.id, 0, body())
    assert done.file is not None
    return new.id


async def says(
    shop: Desk, visitor: str, *file_ids: str, talk: str = "", cid: str = "", text: str = ""
) -> str:
    """A visitor says files; the conversation."""
    talk = talk or random_id()
    words = Words(cid or random_id(), text, None, file_ids)
    await say_as_visitor(shop.office, SITE, Writer(visitor, "hash", "vi"), talk, words)
    return talk


async def brought(shop: Desk, talk: str, file_id: str, name: str, content: bytes, kind: str = "") -> File:
    """A mail brings a file."""
    file = came_by_mail(file_id, name, content, 1, kind)
    await keep(shop.office, SITE, talk, file, content)
    return file.told


async def bytes_there(shop: Desk, file_id: str) -> bool:
    return await shop.office.blobs.size(blob(SITE, file_id)) is not None


async def record_there(shop: Desk, file_id: str) -> bool:
    return await files.load(shop.office.client, SITE, file_id) is not None


async def test_what_nobody_said_goes_after_a_day_and_what_was_said_stays(shop: Desk) -> None:
    visitor = random_id()
    loose, kept = await sent(shop, visitor), await sent(shop, visitor)
    half = NewFile(random_id(), "a.pdf", 10**6)
    await uploads.begin(shop.office, SITE, of_visitor(visitor), half, "")
    await says(shop, visitor, kept)
    shop.clock.now += DAY - timedelta(seconds=1)
    await sweep_files(shop.office, SITE)
    assert await bytes_there(shop, loose)
    shop.clock.now += timedelta(seconds=1)
    await sweep_files(shop.office, SITE)
    assert [await bytes_there(shop, one) for one in (loose, kept, half.id)] == [False, True, False]
    assert [await record_there(shop, one) for one in (loose, kept, half.id)] == [False, True, False]


async def test_a_file_whose_words_were_refused_goes_after_a_day(shop: Desk) -> None:
    visitor = random_id()
    file = await sent(shop, visitor)
    await shop.office.client.hset(f"chat:{{{SITE}}}:visitor:{visitor}", "blocked", "1")
    with pytest.raises(Refused, match="blocked"):
        await says(shop, visitor, file)
    shop.clock.now += DAY
    await sweep_files(shop.office, SITE)
    assert (await bytes_there(shop, file), await record_there(shop, file)) == (False, False)


async def test_erasing_a_person_takes_their_files_the_answers_and_what_they_had_not_said(shop: Desk) -> None:
    visitor = random_id()
    said, loose, other = await sent(shop, visitor), await sent(shop, visitor), await sent(shop, random_id())
    talk = await says(shop, visitor, said)
    await take(shop.office, SITE, AN, talk)
    letter = await brought(shop, talk, random_id(), "thư.eml", b"Subject: x", "message/rfc822")
    person = await erasure.person_named(shop.office.client, SITE, visitor)
    lines = [line async for line in erasure.export(shop.office.client, SITE, person, shop.office.now)]
    named = {line["id"]: line for line in lines if line["kind"] == "file"}
    assert set(named) == {said, loose, letter.id}
    assert (named[said]["name"], named[said]["size"], named[said]["conversation"]) == (
        "a.pdf",
        len(PDF),
        talk,
    )
    done = await erasure.erase(
        shop.office.client, shop.office.appender, shop.office.blobs, SITE, person, shop.office.now
    )
    assert (done.files, done.messages) == (3, 1)
    for file in (said, loose, letter.id):
        assert (await bytes_there(shop, file), await record_there(shop, file)) == (False, False)
    assert await bytes_there(shop, other)
    stored = await conversations.messages_after(shop.office.client, SITE, talk, 0)
    body: dict[str, Any] = msgspec.json.decode(stored[0].body)
    assert body["key"] == "system.message_erased" and "files" not in body


async def test_erased_words_offered_again_with_their_files_are_known_still(shop: Desk) -> None:
    visitor, cid, talk = random_id(), random_id(), random_id()
    file = await sent(shop, visitor)
    await says(shop, visitor, file, talk=talk, cid=cid)
    person = await erasure.person_named(shop.office.client, SITE, visitor)
    await erasure.erase(
        shop.office.client, shop.office.appender, shop.office.blobs, SITE, person, shop.office.now
    )
    await says(shop, visitor, file, talk=talk, cid=cid)
    assert len(await conversations.messages_after(shop.office.client, SITE, talk, 0)) == 2
    with pytest.raises(Refused, match="unknown_file"):
        await says(shop, visitor, file, talk=talk)


async def test_who_erases_from_the_wrong_place_leaves_the_bytes_to_the_server(
    shop: Desk, tmp_path: Any
) -> None:
    visitor = random_id()
    file = await sent(shop, visitor)
    await says(shop, visitor, file)
    person = await erasure.person_named(shop.office.client, SITE, visitor)
    elsewhere = DiskBlobs(tmp_path)
    await erasure.erase(shop.office.client, shop.office.appender, elsewhere, SITE, person, shop.office.now)
    assert (await bytes_there(shop, file), await record_there(shop, file)) == (True, False)
    await sweep_files(shop.office, SITE)
    assert not await bytes_there(shop, file)
    assert await files.gone(shop.office.client, SITE) == []


class GivenUpMeanwhile(DiskBlobs):
    """As in a bucket: when all parts have been read, and their sender gives the file up, it appears none the less."""

    give_up: Callable[[], Awaitable[None]]

    async def put(self, name: str, content: bytes | AsyncIterator[bytes]) -> None:
        """Keep bytes under a name."""
        if not isinstance(content, bytes):
            content = b"".join([piece async for piece in content])
            await self.give_up()
        await super().put(name, content)


async def test_a_file_that_is_given_up_while_it_is_joined_leaves_no_bytes(shop: Desk, tmp_path: Path) -> None:
    visitor = random_id()
    blobs = GivenUpMeanwhile(tmp_path)
    shop.office.blobs = blobs

    async def give_up() -> None:
        [file] = await files.loose(shop.office.client, SITE, millis(shop.office.now))
        await uploads.cancel(shop.office, SITE, of_visitor(visitor), file.id)

    blobs.give_up = give_up
    with pytest.raises(Refused, match="unknown_file"):
        await sent(shop, visitor)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


async def test_files_go_with_the_time_of_their_conversation(shop: Desk) -> None:
    visitor = random_id()
    file = await sent(shop, visitor)
    talk = await says(shop, visitor, file)
    await close(shop.office, SITE, AN, talk)
    await shop.passes(timedelta(days=365).total_seconds())
    await sweep_files(shop.office, SITE)
    assert (await bytes_there(shop, file), await record_there(shop, file)) == (False, False)


async def test_what_a_mail_brings_is_kept_once_whatever_it_is(shop: Desk) -> None:
    talk, one, two, three = (random_id() for _ in range(4))
    picture = await brought(shop, talk, one, "ảnh.png", png(5, 4))
    again = await brought(shop, talk, one, "ảnh.png", png(5, 4))
    assert picture == again and (picture.type, picture.width, picture.height) == ("image/png", 5, 4)
    slides = await brought(shop, talk, two, "họp.pptx", office("ppt/presentation.xml"))
    assert (slides.type, slides.name) == ("application/octet-stream", "họp.pptx.bin")
    whole = await brought(shop, talk, three, "", b"Subject: x", "message/rfc822")
    assert (whole.type, whole.name) == ("message/rfc822", "file.eml")
    assert {file.id for file in await files.of_conversation(shop.office.client, SITE, talk)} == {
        one,
        two,
        three,
    }


async def test_an_agents_file_is_the_agents_alone(shop: Desk) -> None:
    visitor = random_id()
    file, talk = await sent(shop, visitor), await shop.writes()
    await take(shop.office, SITE, AN, talk)
    with pytest.raises(Refused, match="unknown_file"):
        await say_as_agent(shop.office, SITE, AN, talk, random_id(), "", [file])
