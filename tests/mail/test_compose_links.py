"""Each mail to the visitor opens the conversation on any device, once (contract S2)."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from chatserver.domain.address import masked
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash
from chatserver.mail.preview import as_file
from chatserver.store import keys, links, mail_keys, sites
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.mail.story import LAN, Story, html, plain, story


def code_in(mail: EmailMessage) -> str:
    [code] = set(re.findall(r"/chat/k{20}#open=([0-9a-f]{64})", plain(mail) + html(mail)))
    return str(code)


async def asked(told: Story) -> None:
    await told.asks("Tôi bị trừ tiền hai lần trong tháng này.")
    await told.leaves(LAN)


async def test_the_link_in_a_mail_opens_its_conversation_once(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        code = code_in(await told.mail("receipt"))
        phone, laptop = "1" * 32, "2" * 32
        opened = await links.let_in(client, SITE, secret_hash(code), phone, "hash", 1)
        assert opened == (told.conversation, masked(LAN))
        with pytest.raises(Refused):
            await links.let_in(client, SITE, secret_hash(code), laptop, "hash", 2)


async def test_each_mail_has_its_own_and_a_repeated_one_the_same(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        receipt = code_in(await told.mail("receipt"))
        assert code_in(await told.mail("receipt")) == receipt
        await told.answers("Một lần thôi.")
        assert code_in(await told.mail("answer")) != receipt


async def test_only_the_hash_of_a_code_is_stored(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        code = code_in(await told.mail("receipt"))
        assert await client.exists(mail_keys.link(SITE, secret_hash(code)))
        assert [key async for key in client.scan_iter(f"*{code}*")] == []
        stored = await client.hgetall(f"{keys.conversation(SITE, told.conversation)}:mail:2")
        assert code not in str(stored)


async def test_a_mail_to_the_department_lets_nobody_in(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        mail = await told.mail("capture")
        assert "#open=" not in plain(mail) + html(mail)
        assert [key async for key in client.scan_iter("*:link:*")] == []


async def test_a_mail_saved_from_the_console_lets_nobody_in(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await sites.add(client, told.site)
        queued = await told.queued("receipt")
        saved = await as_file(told.post, told.site.id, queued.conversation, queued.n)
        mail = message_from_bytes(saved, policy=default)
        assert "#open=…" in plain(mail) and "#open=…" in html(mail)
        assert not re.search("[0-9a-f]{64}", plain(mail) + html(mail))
        assert mail["To"] == LAN
