"""Whatever comes in, and however often at once, comes out as one of six actions."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest

from chatserver.domain.inbound import Action
from chatserver.mail.intake import take_in
from chatserver.settings import Settings
from chatserver.store.client import Client
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.file_samples import png
from tests.letters import LAN, bounce, letter
from tests.mail.imap_server import ImapServer, imap_server
from tests.redis_servers import redis_server
from tests.server import server_process

OURS = Settings(default_from_email="chat@twinai.com", reply_address="reply@twinai.com")
MUTATED = 150


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


@pytest.fixture
def mailbox() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


async def test_one_mail_by_ten_ways_at_once_lands_once(room: MailDesk) -> None:
    raw = letter(files=(("a.png", png(4, 4)),))
    done = await asyncio.gather(*(take_in(room.desk.office, OURS, raw) for _ in range(10)))
    assert {(one.action, one.conversation, one.seq) for one in done} == {("new", done[0].conversation, 1)}
    assert len(await room.messages(done[0].conversation)) == 1
    assert len(await room.all_conversations()) == 1


async def test_damaged_mails_end_in_an_action_and_never_in_a_crash(room: MailDesk) -> None:
    talk = await room.asked()
    whole = [
        letter(to=room.reply_to(talk), html="<p>a</p>", files=(("a.png", png(4, 4)),)),
        letter(),
        bounce(room.id_of_first(talk), LAN),
    ]
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for number in range(MUTATED):
        raw = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(1, 30)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        cut = bytes(raw[: chance.randrange(1, len(raw))]) if number % 3 == 0 else bytes(raw)
        done = await take_in(room.desk.office, OURS, cut)
        assert done.action in get_args(Action), f"seed {seed}, mail {number}: {cut!r}"


async def test_a_group_in_front_of_the_desk_is_no_list(room: MailDesk) -> None:
    done = await take_in(room.desk.office, OURS, letter(List_Id="<support.twinai.com>"))
    assert done.action == "new"


def test_a_running_server_looks_into_its_mailbox(mailbox: ImapServer, tmp_path: Path) -> None:
    uid = mailbox.gets(letter())
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder)) as url:
        with server_process(tmp_path / "server", url, IMAP_URL=mailbox.url) as server:
            assert mailbox.marked.wait(20), server.output
        assert mailbox.seen == {uid}
        assert "desk%40shop.vn" not in server.output
