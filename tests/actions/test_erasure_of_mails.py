"""Mails about a talk that was erased: gone, and what is mailed later is never taken for them."""

from collections.abc import AsyncIterator

import pytest

from chatserver.actions import erasure
from chatserver.actions.conversations import leave_address
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash
from chatserver.domain.mail_tokens import link_code
from chatserver.domain.reader import Reader
from chatserver.store import links
from chatserver.store.client import Client
from chatserver.store.links import LetIn
from chatserver.store.secrets import own_secret
from tests.actions.desk import SITE
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.letters import LAN


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


async def erased(room: MailDesk, talk: str) -> None:
    office = room.desk.office
    person = await erasure.person_named(office.client, SITE, talk)
    await erasure.erase(office.client, office.appender, office.blobs, SITE, person, office.now)


async def test_links_of_mails_before_an_erasure_open_nothing_and_later_ones_do(room: MailDesk) -> None:
    talk = await room.asked()
    client = room.desk.office.client
    secret = await own_secret(client)
    codes = [secret_hash(link_code(secret, talk, number)) for number in (1, 2, 3)]
    for code in codes:
        await links.keep(client, SITE, code, LetIn(talk, "l…@example.com"))
    await erased(room, talk)
    leads = [await links.led_to(client, SITE, code) for code in codes]
    assert leads == [None, None, talk]  # the third mail has not been written yet
    with pytest.raises(Refused, match="link_unknown"):
        await links.let_in(client, SITE, codes[0], "phone", "hash", 1)


async def test_mails_after_an_erasure_have_names_and_links_of_their_own(room: MailDesk) -> None:
    talk = await room.asked()
    before = [mail.n for mail in await room.mails(talk)]
    assert before == [1, 2]
    for number in (3, 5):
        await erased(room, talk)
        assert await room.mails(talk) == []
        await room.desk.writes(talk, text="Mình đây, hỏi lại từ đầu")
        await leave_address(room.desk.office, SITE, Reader(talk), talk, LAN)
        assert [mail.n for mail in await room.mails(talk)] == [number, number + 1]
