"""What came in and landed nowhere can be seen by the site's agents, and by nobody else."""

import re
from itertools import count

import pytest

from tests.letters import letter
from tests.server import ServerProcess
from tests.web.caller import Caller
from tests.web.handing_in import MailServer, key_of

_mails = count(1)


@pytest.fixture
def mail_server(server: ServerProcess, own_redis: str) -> MailServer:
    return MailServer(server.url, key_of(own_redis), "192.0.2.201")


def put_aside(mail_server: MailServer, subject: str, to: str = "reply+forged@twinai.com") -> str:
    """A mail lands nowhere; the path of the list it is on."""
    number = next(_mails)
    raw = letter(subject=subject, message_id=f"aside{number}@x.vn", sender=f"s{number}@x.vn", to=to)
    done = mail_server.hands_in(raw)
    assert done.told["action"] == "quarantined"
    return f"/console/{done.told['site']}/aside"


def test_agents_see_who_wrote_what_and_why_it_landed_nowhere(mail_server: MailServer, agent: Caller) -> None:
    path = put_aside(mail_server, "Về <i>hoá đơn</i>")
    answer = agent.get(path + "?lang=vi")
    assert answer.status == 200
    assert "Về &lt;i&gt;hoá đơn&lt;/i&gt;" in answer.text
    assert "Địa chỉ trả lời không đúng" in answer.text
    found = re.search(r'href="(/console/\w+/letters/\w+)"', answer.text)
    assert found
    assert "hoá đơn" in agent.get(found[1]).text


def test_each_page_leads_to_older_ones(mail_server: MailServer, agent: Caller) -> None:
    paths = [put_aside(mail_server, f"Thư {number}", to="nobody@else.vn") for number in range(52)]
    first = agent.get(paths[0]).text
    assert "Thư 51" in first
    assert "Thư 0<" not in first
    older = re.search(r'href="(\?after=\w+)"', first)
    assert older
    assert "Thư 0<" in agent.get(paths[0] + older[1]).text


def test_strangers_see_nothing(mail_server: MailServer, caller: Caller, agent: Caller) -> None:
    path = put_aside(mail_server, "Riêng")
    assert caller.get(path).location.startswith("/signin?next=/console/")
    assert agent.get(f"/console/{'0' * 32}/aside").status == 404
    assert agent.get(path + "?after=x").status == 404
