"""What each kind of mail says, to whom, in both languages, at both desks."""

from datetime import timedelta

import pytest

from chatserver.actions.conversations import take
from chatserver.actions.promises import promise_own
from chatserver.clock import millis
from chatserver.domain.message import Speaker, WrittenOn
from chatserver.store import keys
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.mail.story import AN, LAN, NO_REPLIES, Story, html, plain, story

QUESTION = "Tôi bị trừ tiền hai lần trong tháng này."
BILLING = WrittenOn("https://twinai.example/billing", "Thanh toán")


async def asked(told: Story, language: str = "vi") -> None:
    told.language = language
    await told.asks(QUESTION, BILLING)
    await told.leaves(LAN)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Chúng tôi đã nhận câu hỏi của bạn và sẽ trả lời trước 12:00 thứ Năm 5/3."),
        ("en", "We have your question and will reply by 12:00 on Thu 5 Mar."),
    ],
)
async def test_a_receipt_says_by_when_we_reply(client: Client, language: str, words: str) -> None:
    async with story(client) as told:
        await asked(told, language)
        found = await told.outgoing("receipt")
        assert found.to == LAN
        assert plain(found.message).startswith(words)
        assert words in html(found.message)


async def test_a_receipt_names_the_readers_own_clock_when_it_differs(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        page = '{"url":"https://twinai.example/","zone":"Europe/Berlin"}'
        await client.lpush(keys.trail(SITE, told.conversation), page)
        assert "trước 12:00 thứ Năm 5/3 (6:00 giờ của bạn)." in plain(await told.mail("receipt"))


async def test_what_goes_out_by_itself_carries_no_word_that_a_stranger_chose(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.knows(name="Buy now at evil.example")
        await promise_own(told.desk.office, SITE, AN, told.conversation, millis(told.desk.office.now) + 10**7)
        for kind in ("receipt", "promise"):
            mail = (await told.mail(kind)).as_string() + plain(await told.mail(kind))
            assert QUESTION not in mail
            assert "trừ tiền" not in mail
            assert "evil" not in mail


async def test_an_answer_begins_with_the_agents_words_and_quotes_the_question(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Chào bạn, chúng tôi chỉ thu một lần.\n\nBạn xem lại nhé.")
        text = plain(await told.mail("answer"))
        assert text.startswith("Chào bạn, chúng tôi chỉ thu một lần.\n\nBạn xem lại nhé.\n\nAn, Twin AI\n")
        assert f"Bạn · 23:01 thứ Tư 4/3\n> {QUESTION}" in text
        assert "Trả lời thư này, hoặc mở lại cuộc trò chuyện: https://chat.shop.example/chat/" in text


async def test_two_agents_words_in_one_mail_stand_under_their_names(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Tôi xem ngay.")
        await told.knows(status="waiting", agent="")
        binh = Speaker("binh", "Bình")
        await take(told.desk.office, SITE, binh, told.conversation)
        await told.answers("Đã xong.", binh)
        text = plain(await told.mail("answer"))
        assert "An · 23:02 thứ Tư 4/3\n> Tôi xem ngay." in text
        assert "Bình · 23:03 thứ Tư 4/3\n> Đã xong." in text


async def test_both_parts_say_the_same(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Một <b>dòng</b> & một dòng nữa.")
        mail = await told.mail("answer")
        assert "Một &lt;b&gt;dòng&lt;/b&gt; &amp; một dòng nữa." in html(mail)
        for words in ("An, Twin AI", QUESTION, "Trước đó trong cuộc trò chuyện", "trong 30 ngày"):
            assert words in plain(mail)
            assert words in html(mail)


async def test_a_department_is_told_who_asks_what_and_by_when(client: Client) -> None:
    async with story(client) as told:
        await told.asks(QUESTION, BILLING, plan="Premium Enterprise")
        await told.leaves(LAN)
        await told.knows(name="Lan Nguyễn", prioritised="1", priority="high")
        found = await told.outgoing("capture")
        text = plain(found.message)
        assert (found.to, found.message["Reply-To"]) == ("support@twinai.com", LAN)
        assert found.message["Subject"] == f"Câu hỏi của khách: {QUESTION}"
        for line in (
            "Khách hàng: Lan Nguyễn",
            f"Email: {LAN}",
            "Gói: Premium Enterprise",
            "Bộ phận: Hỗ trợ",
            "Mức ưu tiên: Cao",
            "Trang đang xem: https://twinai.example/billing",
            f"Lan Nguyễn · 23:01 thứ Tư 4/3\n> {QUESTION}\n\nviết ở https://twinai.example/billing",
            f"https://chat.shop.example/console/{SITE}#/{told.conversation}",
            f"Nếu bạn trả lời thư này, thư tới thẳng {LAN}.",
        ):
            assert line in text


async def test_a_department_reads_the_desks_language_and_zone(client: Client) -> None:
    async with story(client) as told:
        await asked(told, "en")
        text = plain(await told.mail("capture"))
        assert text.startswith("Đã hẹn trả lời trước 12:00 thứ Năm 5/3.\n\nKhách viết ngoài giờ hỗ trợ")
        assert "Ngôn ngữ: Tiếng Anh" in text


async def test_a_department_learns_that_no_address_was_left(client: Client) -> None:
    async with story(client) as told:
        await told.asks(QUESTION)
        mail = await told.mail("capture")
        assert mail["Reply-To"] is None
        assert "Khách chưa để lại email: hãy trả lời trong trang nhân viên" in plain(mail)
        assert "Email: chưa có" in plain(mail)


async def test_a_greeting_is_no_subject(client: Client) -> None:
    async with story(client) as told:
        await told.asks("chào shop")
        assert (await told.mail("capture"))["Subject"] == f"Câu hỏi của khách #{told.conversation[:6]}"
        await told.asks(QUESTION)
        assert (await told.mail("capture"))["Subject"] == f"Câu hỏi của khách: {QUESTION}"


async def test_an_agents_own_promise_is_told_with_its_instant(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        at = told.desk.office.now + timedelta(hours=12)
        await promise_own(told.desk.office, SITE, AN, told.conversation, millis(at))
        text = plain(await told.mail("promise"))
        assert text.startswith("An hẹn trả lời bạn trước 11:01 thứ Năm 5/3.\n\nCâu hỏi của bạn vẫn được giữ")


async def test_a_broken_promise_is_an_apology_with_a_new_time(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.desk.passes(14 * 3600)
        found = await told.sees()
        assert found.promise_broken_at
        assert plain(await told.mail("promise")).startswith("Xin lỗi, chúng tôi đã trễ hẹn. Hẹn lại trước ")


async def test_a_transcript_tells_the_whole_talk_with_its_system_lines(client: Client) -> None:
    async with story(client) as told:
        await asked(told, "en")
        await promise_own(told.desk.office, SITE, AN, told.conversation, millis(told.desk.office.now) + 10**7)
        await told.answers("Chỉ một lần thôi.")
        await told.asks_for_transcript()
        text = plain(await told.mail("transcript"))
        assert "Your chat with Twin AI" in text
        assert f"You · 23:01 on Wed 4 Mar\n> {QUESTION}" in text
        assert "An will reply to you by " in text
        assert "An · 23:02 on Wed 4 Mar\n> Chỉ một lần thôi." in text


async def test_while_nobody_has_answered_a_transcript_is_the_way_back_alone(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.asks_for_transcript()
        mail = await told.mail("transcript")
        assert plain(mail).startswith("Đây là đường dẫn mới tới cuộc trò chuyện của bạn với Twin AI.")
        assert "#open=" in plain(mail)
        assert "trừ tiền" not in mail.as_string() + plain(mail) + html(mail)


async def test_of_a_very_long_talk_the_last_part_is_mailed(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await told.answers("Một.")
        await told.grows(to=620)
        await told.asks_for_transcript()
        text = plain(await told.mail("transcript"))
        assert "Thư này chỉ có 500 tin gần nhất. Mở cuộc trò chuyện để xem 120 tin cũ hơn." in text
        assert "tin 121\n" in text
        assert "tin 620\n" in text
        assert "tin 120\n" not in text


async def test_a_desk_that_counts_working_days_promises_within_a_day(client: Client) -> None:
    async with story(client, "chatwork") as told:
        told.desk.clock.now += timedelta(days=3)  # Saturday: both working days are still to come
        await told.asks("Tôi không nhận được mã xác minh.")
        await told.leaves(LAN)
        text = plain(await told.mail("receipt"))
        assert "sẽ trả lời trong ngày thứ Ba 10/3." in text


async def test_a_desk_without_addresses_is_mailed_nothing_and_asks_for_no_reply_by_mail(
    client: Client,
) -> None:
    async with story(client, "chatwork") as told:
        told.settings = NO_REPLIES
        await told.asks("Tôi không nhận được mã xác minh.")
        await told.leaves(LAN)
        assert await told.result("capture") == "not_needed"
        mail = await told.mail("receipt")
        assert mail["Reply-To"] is None
        assert "trả lời thư này" not in plain(mail)
        assert "Cần bổ sung, bạn mở lại cuộc trò chuyện: https://chat.shop.example/chat/" in plain(mail)


async def test_a_message_that_nobody_can_read_any_more_hides_no_other(client: Client) -> None:
    async with story(client) as told:
        await asked(told)
        await client.xadd(
            keys.messages(SITE, told.conversation), {"h": "h", "at": 1, "body": '{"from":"robot"}'}, id="2-0"
        )
        await told.knows(seq="2")
        await told.answers("Đây ạ.")
        await told.asks_for_transcript()
        assert "Không hiển thị được tin nhắn này." in plain(await told.mail("transcript"))
