"""The page behind the widget's privacy line."""

from collections.abc import Callable

from tests.web.caller import Caller


def test_it_says_what_is_kept_for_how_long_and_whom_to_ask_in_both_languages(
    new_caller: Callable[[], Caller],
) -> None:
    vi, en = new_caller().get("/privacy?lang=vi"), new_caller().get("/privacy?lang=en")
    assert "Twin AI lưu tin nhắn" in vi.text and "365 ngày" in vi.text
    assert "Twin AI keeps your messages" in en.text and 'href="mailto:support@twinai.com"' in en.text
