"""The plain form at /chat/{site_key}: what browsers without scripts see and send."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
import redis

from chatserver.store import keys
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.web.caller import Answer, Caller

LAN = "lan@example.com"
Send = Callable[..., Answer]


def form_of(answer: Answer) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text)
    assert found, answer.text
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def key(server: ServerProcess) -> str:
    """The site's."""
    return server.site_key


@pytest.fixture
def form(caller: Caller, server: ServerProcess) -> dict[str, str]:
    """The form as it is shown, filled in."""
    shown = form_of(caller.get(f"/chat/{server.site_key}?lang=vi"))
    return {**shown, "department": "support", "question": "Hoá đơn ở đâu?", "email": LAN}


@pytest.fixture
def send(caller: Caller, key: str) -> Send:
    """Press the button."""
    return lambda form, **headers: caller.post(f"/chat/{key}?lang=vi", form, **headers)


def test_the_page_is_a_form_and_says_by_when(caller: Caller, key: str) -> None:
    page = caller.get(f"/chat/{key}?lang=vi&department=billing")
    assert page.status == 200 and page.headers["Cache-Control"] == "private, no-cache"
    for part in ("Câu hỏi của bạn", "Email của bạn để nhận trả lời", "Giờ ghi theo múi giờ GMT+7."):
        assert part in page.text
    assert "chúng tôi trả lời trước" in page.text
    assert '<option value="billing" selected>Thanh toán</option>' in page.text
    assert 'value="enterprise"' not in page.text  # asks for a plan: nothing that a form can prove
    assert "mailto:support@twinai.com" in page.text and "<noscript" not in page.text
    english = caller.get(f"/chat/{key}?lang=en").text
    assert "Leave your question and email" in english and "Your question" in english


def test_a_question_is_taken_and_its_page_says_by_when(
    caller: Caller, send: Send, form: dict[str, str], key: str
) -> None:
    answer = send(form)
    assert answer.status == 303
    assert re.fullmatch(rf"/chat/{key}/received/[0-9a-f]{{64}}\?lang=vi", answer.location)
    page = caller.get(answer.location)
    assert "Chúng tôi đã nhận câu hỏi của bạn" in page.text
    assert re.search(r"Chúng tôi sẽ trả lời trước \d", page.text)
    assert "l…@example.com" in page.text and LAN not in page.text and "Hoá đơn" not in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"] and "<script" not in page.text
    assert send(form).location == answer.location
    english = caller.get(answer.location.replace("lang=vi", "lang=en")).text
    assert "We have your question" in english and "reply by" in english


@pytest.mark.parametrize("receipt", ["0" * 64, "0" * 5, "x%00y", "é" * 64])
def test_a_receipt_that_nobody_was_given_is_not_found(caller: Caller, key: str, receipt: str) -> None:
    assert caller.get(f"/chat/{key}/received/{quote(receipt, safe='%')}").status == 404


@pytest.mark.parametrize(
    ("changed", "status", "field", "words"),
    [
        ({"question": "  "}, 400, "question", "Tin nhắn chưa có nội dung."),
        ({"question": "ạ" * 10_001}, 400, "question", "Tin nhắn dài quá (tối đa 10000 ký tự)."),
        ({"email": "lan@"}, 400, "email", "Email chưa đúng, ví dụ lan@gmail.com"),
        ({"email": ""}, 400, "email", "Email chưa đúng, ví dụ lan@gmail.com"),
        ({"department": "nosuch"}, 400, "department", "Không có bộ phận này."),
        ({"department": "enterprise"}, 400, "department", "Hãy đăng nhập để gửi câu hỏi này."),
    ],
)
def test_what_is_wrong_is_said_in_its_place_and_nothing_typed_is_lost(
    send: Send, form: dict[str, str], changed: dict[str, str], status: int, field: str, words: str
) -> None:
    filled = {**form, **changed}
    page = send(filled)
    assert page.status == status
    assert f'id="{field}-fault">{words}</p>' in page.text
    assert f'aria-describedby="{field}-fault"' in page.text and "<title>Chưa thực hiện được" in page.text
    assert "Chưa gửi. Bạn xem lại mục được đánh dấu bên dưới." in page.text
    assert "<script" not in page.text, "the widget would cover what is wrong"
    assert filled["question"].strip() in page.text and f'value="{filled["email"]}"' in page.text
    assert form_of(page)["form"] == form["form"]


def test_hostile_words_come_back_as_words(send: Send, form: dict[str, str]) -> None:
    page = send({**form, "question": "</textarea><script>alert(1)</script>", "email": '"><b>'})
    assert "<script" not in page.text and "<b>" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text


def test_a_likely_slip_is_pointed_out_once(caller: Caller, send: Send, form: dict[str, str]) -> None:
    slip = {**form, "email": "lan@gmial.com"}
    page = send(slip)
    assert page.status == 400 and "Ý bạn là lan@gmail.com?" in page.text
    again = {**slip, **form_of(page)}
    assert send(again).status == 303  # it is theirs after all
    other = {**again, "form": "a" * 32, "meant": "lan@gmail.com"}
    taken = send(other)
    assert "l…@gmail.com" in caller.get(taken.location).text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Origin": "", "Referer": "https://evil.example/page"}, 403),
        ({"Origin": ""}, 303),  # a browser from before both headers
    ],
)
def test_only_our_own_page_sends_it(
    send: Send, form: dict[str, str], headers: dict[str, str], status: int
) -> None:
    assert send(form, **headers).status == status


def test_too_many_are_told_when_to_come_back_and_keep_their_words(send: Send, form: dict[str, str]) -> None:
    for number in range(10):
        assert send({**form, "form": f"{number:032x}", "email": f"a{number}@example.com"}).status == 303
    page = send({**form, "form": "c" * 32})
    assert page.status == 429 and int(page.headers["Retry-After"]) > 0
    assert re.search(r"Bạn gửi nhanh quá. Thử lại sau \d+ giây.", page.text) and "Hoá đơn ở đâu?" in page.text


def test_what_is_too_big_or_of_no_site_is_refused(caller: Caller, send: Send, form: dict[str, str]) -> None:
    assert caller.post("/chat/nosuchkey", form).status == 404
    assert send({**form, "question": "a" * 300_000}).status == 413


def test_an_agent_sees_it_among_the_mails(send: Send, form: dict[str, str], own_redis: str, key: str) -> None:
    receipt = send(form).location.partition("/received/")[2]
    with redis.Redis.from_url(own_redis, decode_responses=True) as store:
        site = str(store.hget(keys.SITE_KEYS, key))
        assert store.zscore(keys.inbox(site, "email"), receipt[:32]) is not None


def test_while_nothing_can_be_stored_the_words_are_handed_back(tmp_path: Path) -> None:
    """Contract R17; sent again later they go under the same id."""
    with (
        TemporaryDirectory(prefix="chat-") as folder,
        redis_server(Path(folder)) as url,
        server_process(tmp_path, url) as server,
    ):
        caller = Caller(server.url, "203.0.113.50")
        path = f"/chat/{server.site_key}?lang=vi"
        shown = form_of(caller.get(path))
        with redis.Redis.from_url(url) as store:
            store.shutdown(nosave=True)
        page = caller.post(path, {**shown, "department": "billing", "question": "Còn đây", "email": LAN})
    assert page.status == 503 and page.headers["Retry-After"] == "60"
    assert "Tạm thời chưa gửi được. Nội dung bạn viết vẫn ở đây" in page.text
    assert "Còn đây</textarea>" in page.text and f'value="{LAN}"' in page.text
    assert form_of(page) == {**shown, "department": "billing"}
