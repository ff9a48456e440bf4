"""A transcript keeps nothing back: who, when, files by name, what happened and was promised, and how it was rated."""

from chatserver.actions import conversations as verbs
from chatserver.actions.promises import promise_own
from chatserver.actions.ratings import rate
from chatserver.clock import millis
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.mail.story import AN, LAN, html, plain, story

BECAUSE = "Trả lời chậm, phải hỏi ba lần, và cuối cùng vẫn chưa biết <b>bao giờ</b> hàng tới nhà mình"


async def test_a_transcript_names_files_events_promises_the_zone_and_the_rating_in_full(
    client: Client,
) -> None:
    async with story(client) as told:
        file = await told.sends_file("Hoá đơn tháng 2.pdf", "application/pdf", b"%PDF-1.4 x")
        await told.asks("Đơn hàng 1042 chưa tới", files=(file,))
        await told.leaves(LAN)
        office, name = told.desk.office, told.conversation
        await promise_own(office, SITE, AN, name, millis(office.now) + 10**7)
        await told.answers("Hàng tới ngày mai")
        await verbs.close(office, SITE, AN, name)
        assert await rate(office, SITE, name, "no", BECAUSE)
        await told.asks_for_transcript()
        mail = await told.mail("transcript")
        text = plain(mail)
        lines = [
            "Giờ ghi theo múi giờ Asia/Ho_Chi_Minh.",
            "> Đơn hàng 1042 chưa tới",
            "Hoá đơn tháng 2.pdf (10 B): https://chat.shop.example/files/",
            "An hẹn trả lời bạn trước ",
            "> Hàng tới ngày mai",
            "Cuộc trò chuyện đã đóng.",
            f"Bạn đánh giá: chưa hài lòng. “{BECAUSE}”",
        ]
        places = [text.find(line) for line in lines]
        assert -1 not in places, lines[places.index(-1)]
        assert places == sorted(places)
        assert "&lt;b&gt;bao giờ" in html(mail)
