"""The whole mail for agents: its text, and of its HTML what can do no harm."""

import json
import re
from itertools import count

import pytest
import redis

from tests.letters import letter
from tests.server import ServerProcess
from tests.web.caller import Caller
from tests.web.handing_in import MailServer, key_of

HOSTILE = """<html><head><style>body{background:url(https://spy.vn/a)}</style></head><body onload="steal()">
<p style="position:fixed">Chào <b>bạn</b></p><script>alert(1)</script><img src="https://spy.vn/p.gif" alt="Logo">
<a href="javascript:alert(2)" onclick="x()">một</a> <a href="https://shop.vn/?a=1&b=2">hai</a>
<form action="https://spy.vn"><input name="password"></form><iframe src="https://spy.vn"></iframe>
<svg><script>alert(3)</script></svg><base href="https://spy.vn/"><meta http-equiv="refresh" content="0;url=//spy.vn">
</body></html>"""
_mails = count(1)


@pytest.fixture
def mail_server(server: ServerProcess, own_redis: str) -> MailServer:
    return MailServer(server.url, key_of(own_redis), "192.0.2.200")


def taken(mail_server: MailServer, own_redis: str, *, html: str = "", subject: str = "x") -> str:
    """The path of the page of a mail that was taken."""
    number = next(_mails)
    raw = letter(message_id=f"letter{number}@x.vn", sender=f"q{number}@x.vn", html=html, subject=subject)
    done = mail_server.hands_in(raw).told
    with redis.Redis.from_url(own_redis) as client:
        key = f"chat:{{{done['site']}}}:conversation:{done['conversation']}:messages"
        [(_, fields)] = client.xrange(key)
    return f"/console/{done['site']}/letters/{json.loads(fields[b'body'])['letter']['file']}"


def test_an_agent_sees_the_text_and_what_is_left_of_the_html(
    mail_server: MailServer, own_redis: str, agent: Caller
) -> None:
    answer = agent.get(taken(mail_server, own_redis, html=HOSTILE, subject="Về <b>hoá đơn</b>"))
    assert answer.status == 200
    assert "<p>Chào <b>bạn</b></p>" in answer.text
    assert "Về &lt;b&gt;hoá đơn&lt;/b&gt;" in answer.text
    assert '<img alt="Logo">' in answer.text
    assert 'href="https://shop.vn/?a=1&amp;b=2"' in answer.text
    assert 'rel="noopener noreferrer nofollow"' in answer.text


def test_nothing_of_a_hostile_mail_can_run_load_or_be_sent(
    mail_server: MailServer, own_redis: str, agent: Caller
) -> None:
    answer = agent.get(taken(mail_server, own_redis, html=HOSTILE))
    section = re.search(r'<div class="html">(.*?)</div>\s*</section>', answer.text, re.DOTALL)
    assert section
    for sign in (
        "spy.vn",
        "script",
        "alert",
        "style",
        "onload",
        "onclick",
        "<form",
        "<input",
        "<iframe",
        "<base",
    ):
        assert sign not in section[1]
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_the_reader_is_told_that_pictures_are_blocked(
    mail_server: MailServer, own_redis: str, agent: Caller
) -> None:
    assert 'class="blocked"' in agent.get(taken(mail_server, own_redis, html=HOSTILE)).text
    assert 'class="blocked"' not in agent.get(taken(mail_server, own_redis, html="<p>a</p>")).text


def test_the_whole_mail_can_be_downloaded(mail_server: MailServer, own_redis: str, agent: Caller) -> None:
    answer = agent.get(taken(mail_server, own_redis, subject="Nguyen van") + ".eml")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "message/rfc822"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Subject: Nguyen van" in answer.text


def test_a_stranger_is_sent_to_sign_in_and_told_nothing(
    mail_server: MailServer, own_redis: str, caller: Caller
) -> None:
    path = taken(mail_server, own_redis)
    assert caller.get(path).location.startswith("/signin?next=/console/")
    assert caller.get(path + ".eml").status == 404


def test_absent_letters_and_other_sites_answer_alike(
    mail_server: MailServer, own_redis: str, agent: Caller
) -> None:
    path = taken(mail_server, own_redis)
    site, file_id = path.split("/")[2], path.rpartition("/")[2]
    for wrong in (f"/console/{site}/letters/{'0' * 32}", f"/console/{'1' * 32}/letters/{file_id}",
                  f"/console/{site}/letters/..%2f..%2fx", f"/console/{site}/letters/x"):  # fmt: skip
        assert agent.get(wrong).status == 404
