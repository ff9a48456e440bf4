"""The page that is nothing but the widget, as it is served."""

import redis

from chatserver.store import keys
from tests.server import ServerProcess
from tests.web.caller import Caller


def test_it_names_the_company_and_search_engines_leave_it_alone(
    caller: Caller, server: ServerProcess
) -> None:
    key = server.site_key
    answer = caller.get(f"/chat/{key}?lang=en")
    assert answer.status == 200 and "<h1>Twin AI</h1>" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex" and 'content="noindex"' in answer.text
    assert f'data-site="{key}"' in answer.text and 'data-lang="en"' in answer.text
    assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"]
    assert 'href="tel:' in answer.text and 'href="mailto:support@twinai.com"' in answer.text


def test_an_unknown_key_has_no_page(caller: Caller) -> None:
    assert caller.get("/chat/nosuchkey").status == 404


def test_an_incident_is_told_without_scripts_too(
    caller: Caller, server: ServerProcess, own_redis: str
) -> None:
    with redis.Redis.from_url(own_redis, decode_responses=True) as store:
        site = str(store.hget(keys.SITE_KEYS, server.site_key))
        words = {
            "name_vi": "Không đăng nhập được <b>",
            "name_en": "Sign-in is down",
            "url": "https://status.example/7",
        }
        store.hset(keys.incident(site), mapping={**words, "raised_at": 1_772_593_200_000, "by": "An"})
        told = caller.get(f"/chat/{server.site_key}?lang=vi").text
        in_english = caller.get(f"/chat/{server.site_key}?lang=en").text
        store.delete(keys.incident(site))
    after = caller.get(f"/chat/{server.site_key}?lang=vi").text
    said = (
        "Đang có sự cố: Không đăng nhập được &lt;b&gt;. Chúng tôi đang khắc phục. Cập nhật 10:00 thứ Tư 4/3"
    )
    assert said in told and 'href="https://status.example/7" rel="noopener noreferrer nofollow"' in told
    assert "Incident: Sign-in is down. We&#39;re on it. Updated 10:00" in in_english
    assert "Đang có sự cố" not in after
