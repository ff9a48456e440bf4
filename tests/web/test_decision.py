"""GET /api/decision: the one decision for a site's own pages and programs."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from chatserver.actions import incidents
from chatserver.actions.decisions import decided
from chatserver.domain.decision import Situation
from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.domain.incident import Wording
from chatserver.domain.message import Speaker
from chatserver.store import identities, sites
from chatserver.store.client import command_client
from tests.domain.desk_a import twin_ai
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.signing import SECRET, claims_of, sign
from tests.web.caller import Answer, Caller

PAGE = "http://shop.localhost:9999"
NIGHT = datetime.fromisoformat("2026-03-04T22:30:00+07:00")
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def redis_of_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis for a server whose clock is turned."""
    with redis_server(tmp_path_factory.mktemp("r")) as url:
        yield url


@pytest.fixture(scope="module")
def desk(redis_of_desk: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Desk A at 22:30, nobody there."""
    with server_process(Path(tmp_path_factory.mktemp("desk")), redis_of_desk) as running:
        running.clock.turn_to(NIGHT)
        yield running


@pytest.fixture
def ask(desk: ServerProcess) -> Ask:
    """GET /api/decision with parameters, from a page of the site."""

    def get(parameters: dict[str, str] | None = None, **headers: str) -> Answer:
        query = urlencode({"site": desk.site_key, **(parameters or {})})
        sent = {"Accept": "application/json", "Origin": PAGE, **headers}
        return Caller(desk.url, "192.0.2.7").get(f"/api/decision?{query}", **sent)

    return get


def said(answer: Answer) -> dict[str, Any]:
    """The answer's document."""
    assert answer.status == 200, answer.text
    told: dict[str, Any] = json.loads(answer.text)
    return told


def token_for(desk: ServerProcess, redis_url: str, **claims: str) -> str:
    """A signed identity that the site believes."""

    async def give_key() -> str:
        client = command_client(redis_url)
        try:
            site = (await sites.all_sites(client))[0].id
            key = IdentityKey("k1", "HS256", SECRET, 0)
            await identities.keep_rules(client, site, IdentityRules({"k1": key}, False, True))
        finally:
            await client.aclose()
        return site

    site = asyncio.run(give_key())
    return sign(claims_of(site, desk.clock(), **claims), "k1")


def test_it_is_the_decision_of_the_command(ask: Ask) -> None:
    told = said(ask())
    by_command = decided(twin_ai(), Situation(NIGHT, "support"))
    assert told["reply_by"] == "2026-03-05T12:00:00+07:00"
    assert list(told) == list(by_command.__struct_fields__)
    assert told["explanation"]["vi"] == by_command.explanation.vi


def test_an_incident_is_told_along_with_it_while_it_lasts(
    ask: Ask, desk: ServerProcess, redis_of_desk: str
) -> None:
    assert said(ask())["incident"] is None

    async def change(*, raised: bool) -> None:
        client, by = command_client(redis_of_desk), Speaker("operator", "operator")
        site = (await sites.all_sites(client))[0].id
        if raised:
            wording = Wording("Không đăng nhập được", "Sign-in is down", "https://status.twinai.com")
            await incidents.raise_(client, site, by, wording, desk.clock())
        else:
            await incidents.end(client, site, by, desk.clock())
        await client.aclose()

    asyncio.run(change(raised=True))
    told = said(ask({"language": "vi"}))["incident"]
    assert (told["name"], told["url"]) == ("Không đăng nhập được", "https://status.twinai.com")
    assert told["raised_at"] == told["updated_at"] and told["raised_at"].startswith("2026-03-04T22:30")
    asyncio.run(change(raised=False))
    assert said(ask())["incident"] is None


def test_department_channel_and_language_are_the_visitors_to_choose(ask: Ask) -> None:
    told = said(ask({"department": "billing", "channel": "email", "language": "en"}))
    assert (told["department"], told["reason"]) == ("billing", "email_chosen")
    assert told["explanation"] == "Leave your question and email; we'll reply by 12:00 tomorrow."
    assert told["alternatives"][0]["name"] == "Email"


def test_a_plan_in_the_address_counts_for_nothing(ask: Ask) -> None:
    told = said(ask({"department": "enterprise", "plan": "enterprise", "signed_in": "1"}))
    assert (told["outcome"], told["reason"]) == ("refused", "sign_in_required")


def test_a_signed_identity_has_its_plan(ask: Ask, desk: ServerProcess, redis_of_desk: str) -> None:
    token = token_for(desk, redis_of_desk, plan="Premium Enterprise")
    told = said(ask({"department": "enterprise"}, Authorization=f"Bearer {token}"))
    assert (told["outcome"], told["open"]) == ("email", True)
    assert told["reply_by"].startswith("2026-03-05T02:30")


def test_a_token_that_nobody_signed_is_named(ask: Ask, desk: ServerProcess, redis_of_desk: str) -> None:
    token = token_for(desk, redis_of_desk)[:-4] + "AAAA"
    answer = ask(Authorization=f"Bearer {token}")
    assert json.loads(answer.text)["error"] == "identity_bad_signature"
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assert answer.status in {400, 401}
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE


def test_a_page_of_the_site_may_read_it_and_another_may_not(ask: Ask) -> None:
    assert ask().headers["Access-Control-Allow-Origin"] == PAGE
    stranger = ask(Origin="https://evil.test")
    assert (stranger.status, stranger.headers["Access-Control-Allow-Origin"]) == (403, None)
    assert ask(Origin="").status == 200


def test_a_browser_may_ask_before_it_sends_an_identity(desk: ServerProcess) -> None:
    answer = Caller(desk.url, "192.0.2.8").call("OPTIONS", f"/api/decision?site={desk.site_key}", Origin=PAGE)
    assert (answer.status, answer.headers["Access-Control-Allow-Headers"]) == (204, "Authorization")
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize(
    ("parameters", "status", "error"),
    [
        ({"site": "nothing"}, 404, "site"),
        ({"channel": "fax"}, 400, "malformed"),
        ({"language": "fr"}, 400, "malformed"),
        ({"department": "x" * 101}, 400, "malformed"),
    ],
)
def test_what_makes_no_sense_is_named(ask: Ask, parameters: dict[str, str], status: int, error: str) -> None:
    answer = ask(parameters)
    assert (answer.status, json.loads(answer.text)["error"]) == (status, error)


def test_one_address_may_not_ask_without_end(desk: ServerProcess) -> None:
    caller = Caller(desk.url, "192.0.2.9")
    answers = [caller.get(f"/api/decision?site={desk.site_key}", Origin=PAGE) for _ in range(80)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and refused[0].headers["Retry-After"]
    assert json.loads(refused[0].text)["error"] == "too_many"
