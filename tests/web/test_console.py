"""The console's shell."""

import json
import re

from click.testing import CliRunner

from chatserver.cli import main
from tests.server import ServerProcess
from tests.web.caller import Caller


def test_a_stranger_signs_in_first_and_comes_back(caller: Caller) -> None:
    assert caller.get("/console").location == "/signin?next=/console"
    assert caller.get("/console/abc").location == "/signin?next=/console/abc"


def test_an_agent_comes_to_their_site(agent: Caller, server: ServerProcess) -> None:
    place = agent.get("/console").location
    assert re.fullmatch(r"/console/[0-9a-f]{32}", place)
    answer = agent.get(place)
    assert answer.status == 200
    site_id = place.rpartition("/")[2]
    for part in (
        f'data-site="{site_id}"',
        f'data-ws="/ws/agent/{site_id}"',
        'data-csrf="',
        'data-language="vi"',
    ):
        assert part in answer.text


def test_a_site_that_is_not_there_is_not_found(agent: Caller) -> None:
    for name in ("0" * 32, "abc", "%00", "..%2fx"):
        assert agent.get(f"/console/{name}").status == 404


def test_a_site_of_others_answers_like_one_that_is_not_there(agent: Caller, own_redis: str) -> None:
    added = ("site", "add", "Other", "--origin", "https://other.example", "--json")
    theirs = json.loads(CliRunner(env={"REDIS_URL": own_redis}).invoke(main, added).stdout)["id"]
    foreign, absent = agent.get(f"/console/{theirs}"), agent.get(f"/console/{'0' * 32}")
    assert foreign.status == absent.status == 404
    assert foreign.text == absent.text
    assert foreign.headers.keys() == absent.headers.keys()


def test_nothing_in_the_page_runs_or_styles_inline(agent: Caller) -> None:
    page = agent.get(agent.get("/console").location).text
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert not re.search(r"\son\w+=", page)


def test_the_page_speaks_the_agents_language(agent: Caller) -> None:
    page = agent.get(agent.get("/console").location + "?lang=en")
    assert 'data-language="en"' in page.text
