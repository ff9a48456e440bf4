"""Settings: what is understood, what is refused and by which name, and what is never shown."""

import pytest

from chatserver.settings import Settings, SettingsFault, read_settings

MAIL = {
    "EMAIL_URL": "smtp+starttls://chat:s3cret@mail.shop.example:587",
    "DEFAULT_FROM_EMAIL": "hi@shop.example",
}


def fault(**environment: str) -> str:
    """What is said about a wrong environment."""
    with pytest.raises(SettingsFault) as caught:
        read_settings({**MAIL, **environment})
    return str(caught.value)


def test_nothing_has_to_be_set() -> None:
    assert read_settings({}) == Settings()


def test_a_mail_server_may_be_named_with_or_without_a_password() -> None:
    assert read_settings(MAIL).email_url == MAIL["EMAIL_URL"]
    for url in ("smtps://mail.shop.example", "smtp://127.0.0.1:1025", "smtp://chat:s3cret@localhost"):
        assert read_settings({**MAIL, "EMAIL_URL": url}).email_url == url


def test_a_mail_server_without_a_sender_is_refused_by_name() -> None:
    assert fault(DEFAULT_FROM_EMAIL="").startswith("EMAIL_URL: needs DEFAULT_FROM_EMAIL")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://mail.shop.example", "must begin with smtp+starttls://"),
        ("mail.shop.example", "must begin with smtp+starttls://"),
        ("smtps://", "must name a host"),
        ("smtps://chat@mail.shop.example", "a user and a password, or neither"),
        ("smtps://mail.shop.example:99999", "its port is none"),
        ("smtp://chat:s3cret@mail.shop.example", "unencrypted: use smtp+starttls://"),
    ],
)
def test_a_wrong_mail_server_is_refused_by_name(url: str, why: str) -> None:
    said = fault(EMAIL_URL=url)
    assert said.startswith("EMAIL_URL: ")
    assert why in said


@pytest.mark.parametrize("name", ["EMAIL_URL", "IMAP_URL", "REDIS_URL"])
@pytest.mark.parametrize(
    "url", ["ftp://chat:s3cret@host", "smtps://chat:s3/cret@host", "smtps://chat:s3cret", "s3cret"]
)
def test_no_fault_shows_a_password(name: str, url: str) -> None:
    said = fault(**{name: url})
    assert said.startswith(f"{name}: ")
    assert "s3" not in said


def test_settings_that_are_printed_show_no_password() -> None:
    shown = repr(read_settings({**MAIL, "IMAP_URL": "imaps://chat:s3cret@mail.shop.example/INBOX"}))
    assert "s3cret" not in shown


def test_a_mailbox_needs_a_user_and_encryption() -> None:
    assert "unencrypted: use imaps://" in fault(IMAP_URL="imap://chat:s3cret@mail.shop.example/INBOX")
    assert "must name a user" in fault(IMAP_URL="imaps://mail.shop.example/INBOX")


@pytest.mark.parametrize(
    "address",
    ["Shop <hi@shop.example>", "shop.example", "a@b@c.example", "a b@shop.example", "a@x\r\nTo: b@c.de"],
)
def test_an_address_is_one_address_and_nothing_else(address: str) -> None:
    assert "must be one email address" in fault(DEFAULT_FROM_EMAIL=address)
    assert fault(REPLY_ADDRESS=address).startswith("REPLY_ADDRESS")


def test_a_reply_address_leaves_room_for_the_mark_of_a_conversation() -> None:
    assert "no + before the @" in fault(REPLY_ADDRESS="reply+chat@shop.example")
    assert "at most 21 characters" in fault(REPLY_ADDRESS=f"{'r' * 22}@shop.example")
    assert read_settings({"REPLY_ADDRESS": f"{'r' * 21}@shop.example"}).reply_address


@pytest.mark.parametrize(
    "url", ["s3://", "file:///srv/files", "s3://key:word@bucket", "s3://bucket?endpoint=x", "bucket"]
)
def test_a_file_store_is_a_bucket_and_holds_no_password(url: str) -> None:
    assert "must be s3://bucket/prefix" in fault(FILES_URL=url)
    assert read_settings({"FILES_URL": "s3://bucket/chat/"}).files_url == "s3://bucket/chat"
