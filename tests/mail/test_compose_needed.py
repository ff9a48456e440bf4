"""A mail whose turn comes too late is not sent: its reader knows, or it is not true any more."""

from datetime import timedelta

from chatserver.actions.conversations import close, take
from chatserver.actions.promises import promise_own
from chatserver.clock import millis
from chatserver.mail.compose import compose, draft
from chatserver.mail.outgoing import Outgoing
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.mail.story import AN, LAN, Story, plain, story


async def asked(told: Story) -> None:
    await told.asks("Tôi bị trừ tiền hai lần trong tháng này.")
    await told.leaves(LAN)


async def test_an_answer_that_was_read_is_not_mailed(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Một lần thôi.")
        assert isinstance(await told.result("answer"), Outgoing)
        seq = (await told.sees()).seq
        await told.knows(read_by_visitor=str(seq - 1))
        assert isinstance(await told.result("answer"), Outgoing)
        await told.knows(read_by_visitor=str(seq))
        assert await told.result("answer") == "not_needed"


async def test_a_receipt_for_a_promise_that_is_over_is_not_mailed(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        told.desk.clock.now += timedelta(days=2)
        assert await told.result("receipt") == "not_needed"


async def test_who_has_been_answered_gets_no_receipt_and_their_department_no_mail(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Một lần thôi.")
        assert await told.result("receipt") == "not_needed"
        assert await told.result("capture") == "not_needed"


async def test_what_was_closed_is_not_mailed_to_the_department(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await take(told.desk.office, SITE, AN, told.conversation)
        await close(told.desk.office, SITE, AN, told.conversation)
        assert await told.result("capture") == "not_needed"


async def test_a_time_that_was_moved_again_is_not_told(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await promise_own(told.desk.office, SITE, AN, told.conversation, millis(told.desk.office.now) + 10**7)
        assert isinstance(await told.result("promise"), Outgoing)
        await told.knows(promise_at=str(millis(told.desk.office.now) + 2 * 10**7))
        assert await told.result("promise") == "not_needed"


async def test_a_time_that_has_come_is_not_promised(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await promise_own(told.desk.office, SITE, AN, told.conversation, millis(told.desk.office.now) + 10**7)
        told.desk.clock.now += timedelta(hours=3)
        assert await told.result("promise") == "not_needed"


async def test_of_two_times_promised_in_one_mail_the_latter_is_told(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        now = told.desk.office.now
        for hours in (10, 12):
            at = millis(now + timedelta(hours=hours))
            await promise_own(told.desk.office, SITE, AN, told.conversation, at)
        mail = await told.mail("promise")
        assert "trước 11:01 thứ Năm 5/3" in plain(mail)


async def test_nothing_is_mailed_about_what_is_told_for_show(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.knows(muted="1")
        assert await told.result("receipt") == "not_needed"


async def test_an_address_that_gave_mail_back_is_nobodys(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.knows(email_bounced=LAN)
        assert await told.result("receipt") == "no_address"
        assert isinstance(await told.result("capture"), Outgoing)


async def test_without_an_address_there_is_nobody_to_answer_by_mail(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.knows(email="")
        assert await told.result("receipt") == "no_address"


async def test_a_conversation_that_is_gone_needs_no_mail(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        mail = await told.queued("receipt")
        await client.flushall()
        assert await compose(told.post, told.site, mail) == "not_needed"


async def test_whoever_wants_to_see_a_mail_sees_it_even_when_it_is_not_needed(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Một lần thôi.")
        await told.knows(read_by_visitor="99")
        assert isinstance(await draft(told.post, told.site, await told.queued("answer")), Outgoing)
