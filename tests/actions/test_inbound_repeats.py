"""A mail that was delivered before, in other bytes each time: whoever sends it again and again fills no disk."""

from collections.abc import AsyncIterator

import pytest

from chatserver.store import files
from chatserver.store.client import Client
from chatserver.store.files import StoredFile
from tests.actions.desk import SITE
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.letters import letter


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


async def kept_with(room: MailDesk, talk: str) -> list[StoredFile]:
    return await files.of_conversation(room.desk.office.client, SITE, talk)


async def test_a_second_delivery_by_another_way_is_not_kept_once_more(room: MailDesk) -> None:
    talk = await room.asked()
    raw = letter("Một lần thôi", to=room.reply_to(talk), files=(("a.csv", b"a,b"),))
    first = await room.gets(raw)
    before = await kept_with(room, talk)
    assert len(before) == 2
    for way in (b"one", b"another", b"a third"):
        assert await room.gets(b"Received: by " + way + b"\r\n" + raw) == first
    assert await kept_with(room, talk) == before


async def test_other_words_under_a_known_message_id_leave_nothing_in_the_conversation(
    room: MailDesk,
) -> None:
    talk = await room.asked()
    await room.gets(letter("Một", to=room.reply_to(talk)))
    before = await kept_with(room, talk)
    done = await room.gets(letter("Hai", to=room.reply_to(talk), files=(("a.csv", b"a,b"),)))
    assert (done.action, done.reason) == ("quarantined", "same_id")
    assert await kept_with(room, talk) == before
