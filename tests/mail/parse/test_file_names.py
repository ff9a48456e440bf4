"""Names of attached files: no paths, no tricks, no endings lost."""

import pytest

from chatserver.mail.parse.file_names import clean_file_name


@pytest.mark.parametrize(
    ("sent", "kind", "kept"),
    [
        ("hoá đơn.pdf", "application/pdf", "hoá đơn.pdf"),
        ("../../etc/passwd", "", "passwd"),
        ("C:\\Users\\Lan\\ảnh.png", "", "ảnh.png"),
        ("hinh\u202egnp.exe", "", "hinhgnp.exe"),
        ("a\r\nb\0.txt", "", "a b.txt"),
        ("a<b>:c?.txt", "", "a_b__c_.txt"),
        (" .. ", "application/pdf", "application.pdf"),
        ("", "image/jpeg", "image.jpg"),
        ("", "text/calendar", "invite.ics"),
        ("", "application/ms-tnef", "winmail.dat"),
        ("", "message/rfc822", "mail.eml"),
        ("", "", "file.bin"),
        ("a\u0301.txt", "", "á.txt"),
    ],
)
def test_a_name_is_made_fit(sent: str, kind: str, kept: str) -> None:
    assert clean_file_name(sent, kind) == kept


def test_a_long_name_keeps_its_ending_and_its_letters_whole() -> None:
    assert clean_file_name("ả" * 300 + ".docx", "") == "ả" * 115 + ".docx"
    assert clean_file_name("x" * 300, "") == "x" * 120
    name = clean_file_name("x" * 114 + "👩🏽\u200d💻" + ".docx", "")
    assert name == "x" * 114 + ".docx"
