"""Which mails no person wrote."""

import pytest

from chatserver.mail.parse.automatic import automatic_reason
from chatserver.mail.parse.fields import Fields

TOKEN = "abcdefghijklmnopqrstuvwxyz234567abcdefghij"


def reason(name: str, value: str, *, own_domain: str = "shop.example", message_id: str = "a@b") -> str:
    """The reason from one field."""
    return automatic_reason(Fields(((name, value.encode()),)), message_id, own_domain)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("auto-submitted", "auto-replied; owner-email=a@b", "auto_submitted"),
        ("auto-submitted", "auto-generated", "auto_submitted"),
        ("auto-submitted", "No", ""),
        ("x-autoreply", "yes", "auto_submitted"),
        ("x-autorespond", "", "auto_submitted"),
        ("precedence", "auto_reply", "auto_submitted"),
        ("return-path", " <> ", "auto_submitted"),
        ("content-type", "multipart/report; report-type=disposition-notification", "auto_submitted"),
        ("precedence", "Bulk", "list"),
        ("precedence", "first-class", ""),
        ("list-id", "Nhóm <nhom.lists.example>", "list"),
        ("list-id", "<hotro.shop.example>", ""),
        ("list-id", "<hotro.anothershop.example>", "list"),
        ("list-unsubscribe", "<mailto:x@y.example>", "list"),
        ("x-auto-response-suppress", "All", ""),
        ("subject", "Trả lời tự động: Đơn hàng", "out_of_office"),
        ("subject", "Automatic reply: Order", "out_of_office"),
        ("subject", "Out of Office: back on Monday", "out_of_office"),
        ("subject", "Vắng mặt: Lan", "out_of_office"),
        ("subject", "Trả lời tự động không hoạt động", ""),
        ("subject", "Re: Trả lời tự động: hỏng", ""),
        ("x-chatserver", "1", "own"),
    ],
)
def test_a_field_tells(name: str, value: str, why: str) -> None:
    assert reason(name, value) == why


def test_our_own_message_id_is_known_by_its_form_and_domain() -> None:
    assert reason("x", "", message_id=f"{TOKEN}.12@Shop.example") == "own"
    assert reason("x", "", message_id=f"{TOKEN}.12@elsewhere.example") == ""
    assert reason("x", "", message_id="BF1C9E2A-77@shop.example") == ""  # a colleague's own mail program
    assert reason("x", "", message_id=f"{TOKEN}.12@", own_domain="") == ""
