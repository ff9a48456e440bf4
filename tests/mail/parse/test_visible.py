"""What a person wrote: quotes and signatures go, their own words never do."""

import pytest

from chatserver.mail.parse.lines import as_text, plain_lines
from chatserver.mail.parse.visible import visible_lines

SHOP = "Shop <hotro@shop.example>"


def visible(text: str, *, is_reply: bool = True, is_forward: bool = False) -> str:
    """What is shown of a plain text."""
    return as_text(visible_lines(plain_lines(text), is_reply=is_reply, is_forward=is_forward))


@pytest.mark.parametrize(
    "attribution",
    [
        f"Vào Th 5, 5 thg 2, 2026 vào lúc 10:00 {SHOP} đã viết:",
        f"Vào Th 5, 5 thg 2, 2026\nvào lúc 10:00 Hỗ trợ\n{SHOP}\nđã viết:",
        f"Vào 10:00, Th 5, 5 thg 2, 2026, {SHOP} đã viết:",
        f"Vào ngày 5 thg 2, 2026, vào lúc 10:00, {SHOP} đã viết:",
        f"Vào Thứ Năm, 5 tháng 2, 2026 lúc 10:00:12 GMT+7, {SHOP} đã viết:",
        f"Lúc 10:00 ngày 5/2/2026, {SHOP} viết:",
        f"Ngày 5 thg 2, 2026, lúc 10:00, {SHOP} đã viết:",
        "Vào 05/02/2026 10:00, Shop đã viết:",
        f"---- Vào Th 5, 05 thg 2 2026 10:00:00 +0700 {SHOP} đã viết ----",
        f"{SHOP} đã viết vào ngày 5/2/2026 10:00:",
        f"On Thu, Feb 5, 2026 at 10:00\u202fAM {SHOP} wrote:",
        f"On 5 Feb 2026, at 10:00, {SHOP} wrote:",
        f"---- On Thu, 05 Feb 2026 10:00:00 +0700 {SHOP} wrote ----",
    ],
)
@pytest.mark.parametrize("quote", ["> cũ\n> nữa", "\n> cũ\n>\n>> rất cũ", "cũ, không có dấu"])
@pytest.mark.parametrize("is_reply", [True, False])
def test_an_attribution_and_what_follows_goes(attribution: str, quote: str, is_reply: bool) -> None:
    assert visible(f"Cảm ơn shop.\n\n{attribution}\n{quote}", is_reply=is_reply) == "Cảm ơn shop."


@pytest.mark.parametrize(
    "block",
    [
        "Từ: Shop\nĐã gửi: x\nĐến: y\nChủ đề: z",
        "*Từ:* Shop\n*Đã gửi:* x\n*Đến:* y\n*Cc:* w\n*Chủ đề:* z",
        "**Từ:** Shop\n\n**Đã gửi:** x\n\n**Đến:** y\n\n**Chủ đề:** z",
        "Người gửi: Shop\nNgày gửi: x\nNgười nhận: y\nTiêu đề: z",
        f"Từ: {SHOP}\nNgày: x\nTới: y",
        "________________________________\nFrom: Shop\nSent: x\nTo: y\nSubject: z",
        "From: Shop\nDate: x\nSubject: z",
        "-----Thư gốc-----\nTừ: Shop",
        "-------- Tin nhắn gốc --------\nTừ: Shop",
        "-----Original Message-----\nFrom: Shop",
    ],
)
def test_a_block_of_header_lines_and_what_follows_goes(block: str) -> None:
    assert visible(f"Cảm ơn shop.\n\n{block}\n\ncũ") == "Cảm ơn shop."


@pytest.mark.parametrize(
    "line",
    [
        "Đã gửi từ iPhone của tôi",
        "Được gửi từ iPhone của tôi",
        "Gửi từ iPad",
        "Gửi từ Outlook cho Android<https://x.example/1>",
        "Gửi từ Thư dành cho Windows",
        "Được gửi từ điện thoại Samsung Galaxy của tôi.",
        "Gửi từ điện thoại của tôi",
        "Đã gửi từ Yahoo Mail trên Android",
        "Gửi từ Xiaomi Redmi Note 12 Pro 5G",
        "Được gửi bằng Zoho Mail",
        "Tải Outlook cho iOS",
        "Sent from my iPhone",
        "Sent from my Galaxy",
        "Sent from Mail for Windows",
        "Sent from Yahoo Mail on Android",
        "Sent with Proton Mail secure email.",
        "Get Outlook for iOS (https://x.example/1)",
        "-- \nLan\n0900 000 000",
        "--\nLan",
    ],
)
def test_a_signature_goes(line: str) -> None:
    assert visible(f"Cảm ơn shop.\n\n{line}") == "Cảm ơn shop."
    assert (
        visible(f"Cảm ơn shop.\n\n{line}\n\nOn 5 Feb 2026, at 10:00, {SHOP} wrote:\n> cũ") == "Cảm ơn shop."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Gửi từ hôm qua mà chưa nhận được",
        "Đã gửi từ Gmail hôm qua, chưa ai trả lời",
        "Gửi qua email",
        "Sent from my office yesterday",
        "Danh sách:\n--\nmột\n--\nhai",
        "Từ: Hà Nội\nĐến: Sài Gòn\nNgày: 5/2",
        "Vào ngày 5/2 tôi đã viết:\nxin đổi hàng",
        "On Monday I wrote:\nplease change it",
        "Trang báo lỗi:\n> Error 500",
        "-- ",
        "> trích\nTôi hỏi về câu trên",
    ],
)
def test_a_persons_own_words_stay(text: str) -> None:
    assert visible(f"Xin chào\n{text}") == f"Xin chào\n{text}".rstrip(" -").rstrip()


def test_answers_between_quotes_keep_their_questions() -> None:
    text = f"On 5 Feb 2026, at 10:00, {SHOP} wrote:\n> a?\n\nmột\n\n> b?\n\nhai"
    assert visible(f"{text}\n\n-- \nLan") == text


def test_an_answer_below_the_whole_quote_stands_alone() -> None:
    assert visible(f"On 5 Feb 2026, at 10:00, {SHOP} wrote:\n> a?\n> b?\n\nĐược nhé") == "Được nhé"


def test_words_above_and_below_a_quote_keep_it() -> None:
    text = f"Chào,\n\nOn 5 Feb 2026, at 10:00, {SHOP} wrote:\n> a?\n\nĐược nhé"
    assert visible(text) == text


def test_answers_said_to_be_below_keep_an_older_mail_without_marks() -> None:
    text = "Em trả lời ở bên dưới.\n\nTừ: Shop\nĐến: Lan\nChủ đề: x\n\nBạn dùng máy gì?\niPhone"
    assert visible(text) == text


@pytest.mark.parametrize(
    "mark", ["---------- Forwarded message ---------", "--------- Thư đã chuyển tiếp ---------"]
)
def test_what_was_forwarded_is_content(mark: str) -> None:
    text = f"Shop xem nhé\n\n{mark}\nTừ: x\nChủ đề: y\n\nnội dung"
    assert visible(text) == text
    assert visible(f"{mark}\nTừ: x\nChủ đề: y\n\nnội dung") == f"{mark}\nTừ: x\nChủ đề: y\n\nnội dung"


def test_a_subject_may_tell_that_it_was_forwarded() -> None:
    text = "Xem nhé\n\nFrom: x\nTo: y\nSubject: z\n\nnội dung"
    assert visible(text, is_forward=True) == text


def test_quotes_without_attribution_go_from_answers_only() -> None:
    assert visible("Được\n\n> cũ") == "Được"
    assert visible("Được\n\n> cũ", is_reply=False) == "Được\n\n> cũ"


@pytest.mark.parametrize(
    "text", ["> chỉ có trích", "Đã gửi từ iPhone của tôi", "Từ: a@b.co\nĐến: c\nChủ đề: d\n\ncũ"]
)
def test_where_nothing_would_be_left_everything_stays(text: str) -> None:
    assert visible(text) == text
