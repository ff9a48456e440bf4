"""A plain form's question is stored once, promised, mailed, and limited; it gives nobody anything to read."""

from collections.abc import AsyncIterator

import pytest

from chatserver.actions import forms
from chatserver.domain.errors import Refused
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.actions.mail_desk import MailDesk, mail_desk
from tests.letters import LAN

FORM = "f" * 32


@pytest.fixture
async def room(client: Client) -> AsyncIterator[MailDesk]:
    async with mail_desk(client) as made:
        yield made


async def ask(room: MailDesk, caller: str = "", **filled: str) -> str:
    """Somebody sends a form."""
    whole = {"form": FORM, "text": "Hoá đơn của tôi đâu?", "address": LAN, "department": "", "language": "vi"}
    return await forms.ask(room.desk.office, SITE, forms.Filled(**{**whole, **filled}), caller)


async def test_a_form_opens_a_conversation_that_is_answered_by_mail(room: MailDesk) -> None:
    found = await room.desk.sees(await ask(room, department="billing", language="en"))
    assert (found.status, found.department, found.email) == ("email", "billing", LAN)
    assert (found.language, found.reason, found.plan) == ("en", "email_chosen", "")
    assert found.promise_at > room.now
    assert [message["text"] for message in await room.messages(found.id)] == ["Hoá đơn của tôi đâu?"]
    assert sorted(await room.kinds(found.id)) == ["capture", "receipt"]


async def test_a_form_sent_twice_is_stored_once(room: MailDesk) -> None:
    first = await ask(room)
    assert await ask(room, address=" Lan@GMAIL.com ".replace("Lan", LAN.partition("@")[0])) == first
    assert len(await room.messages(first)) == 1
    assert sorted(await room.kinds(first)) == ["capture", "receipt"]


async def test_words_that_were_changed_are_added_and_an_address_that_was_is_asked_anew(
    room: MailDesk,
) -> None:
    first = await ask(room)
    assert await ask(room, text="Hoá đơn tháng 3 ạ", department="billing") == first
    assert len(await room.messages(first)) == 2
    assert (await room.desk.sees(first)).department == "support"  # it may have been moved since
    other = await ask(room, address="lan2@gmail.com")
    assert other != first
    assert (await room.desk.sees(other)).email == "lan2@gmail.com"


async def test_a_closed_conversation_is_begun_again_by_its_own_form(room: MailDesk) -> None:
    first = await ask(room)
    await room.closes(first)
    assert await ask(room, text="Vẫn chưa thấy") == first
    assert (await room.desk.sees(first)).status == "email"


async def test_who_writes_forms_is_who_writes_mails_from_that_address(room: MailDesk) -> None:
    """Neither proves who they are, so that a block of one holds for the other."""
    one = await room.desk.sees(await ask(room))
    two = await room.desk.sees(await ask(room, form="e" * 32))
    assert one.visitor == two.visitor and one.id != two.id


@pytest.mark.parametrize(
    ("filled", "fault"),
    [
        ({"text": " \n "}, "error.empty_text"),
        ({"text": "dài" * 4_000}, "error.text_too_long"),
        ({"address": "lan@"}, "error.bad_email"),
        ({"department": "nosuch"}, "error.unknown_department"),
        ({"department": "enterprise"}, "error.sign_in_required"),
    ],
)
async def test_what_cannot_be_taken_is_named(room: MailDesk, filled: dict[str, str], fault: str) -> None:
    with pytest.raises(Refused) as refused:
        await ask(room, **filled)
    assert refused.value.key == fault
    assert await room.all_conversations() == []


async def test_nobodys_mailbox_is_flooded_whoever_asks(room: MailDesk) -> None:
    for number in range(5):
        await ask(room, form=f"{number:032x}", caller=f"198.51.100.{number}")
    with pytest.raises(Refused) as refused:
        await ask(room, form="9" * 32, caller="198.51.100.9")
    assert refused.value.key == "error.too_many" and refused.value.retry_after
    assert await ask(room, form=f"{4:032x}")  # known already: no new mail comes of it


async def test_one_caller_asks_ten_at_once(room: MailDesk) -> None:
    for number in range(10):
        await ask(room, form=f"{number:032x}", address=f"a{number}@gmail.com", caller="203.0.113.9")
    with pytest.raises(Refused, match="too_many"):
        await ask(room, form="b" * 32, address="b@gmail.com", caller="203.0.113.9")


async def test_a_receipt_is_shown_to_who_has_its_seal(room: MailDesk) -> None:
    office, conversation = room.desk.office, await ask(room)
    sealed = await forms.seal(office, SITE, conversation)
    found = await forms.received(office, SITE, conversation, sealed)
    assert found and found.id == conversation
    assert await forms.received(office, SITE, conversation, "0" * 32) is None
    assert await forms.received(office, SITE, "0" * 32, sealed) is None
