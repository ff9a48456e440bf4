"""The page behind the widget's privacy line."""

from collections.abc import Callable

import redis

from tests.web.caller import Caller


def test_it_says_what_is_kept_for_how_long_and_whom_to_ask_in_both_languages(
    new_caller: Callable[[], Caller],
) -> None:
    vi, en = new_caller().get("/privacy?lang=vi"), new_caller().get("/privacy?lang=en")
    assert "Twin AI lưu tin nhắn" in vi.text and "365 ngày" in vi.text
    assert "Twin AI keeps your messages" in en.text and 'href="mailto:support@twinai.com"' in en.text


def test_it_is_the_page_of_the_site_that_was_asked_for(caller: Caller, own_redis: str) -> None:
    with redis.Redis.from_url(own_redis, decode_responses=True) as client:
        site = next(iter(client.smembers("chat:sites")))
    known, unknown = caller.get(f"/privacy?lang=vi&site={site}"), caller.get("/privacy?lang=vi&site=%22x")
    assert f"?lang=en&amp;site={site}" in known.text
    assert unknown.status == 200 and "x" not in unknown.text.partition("site=")[2][:3]
