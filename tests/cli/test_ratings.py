"""`chatserver ratings`."""

import json

import pytest
from redis import Redis

from chatserver.clock import millis, system_clock
from chatserver.store import keys
from tests.cli.conftest import Run


@pytest.fixture
def site(run: Run, clean_redis: str) -> str:
    """One site, where a good word and a bad one came in today, and one long ago."""
    made = run("site", "add", "Shop", "--origin", "https://shop.example", "--json")
    site = str(json.loads(made.stdout)["id"])
    now, client = millis(system_clock()) - 1000, Redis.from_url(clean_redis)
    for name, rating, comment, at in (
        ("c1", "yes", "", now),
        ("c2", "no", "Chậm quá", now),
        ("c3", "yes", "", 1),
    ):
        fields: dict[str, str | int] = {
            "visitor": "v",
            "epoch": "e",
            "seq": 1,
            "h": "h",
            "version": 1,
            "status": "closed",
            "created_at": 1,
        }
        verdict: dict[str, str | int] = {
            "rating": rating,
            "rating_comment": comment,
            "rated_at": at,
            "rated_agent": "",
            "rated_department": "support",
        }
        client.hset(keys.conversation(site, name), mapping={**fields, **verdict})  # type: ignore[dict-item]
        client.zadd(keys.rated(site), {name: at})
    client.close()
    return site


def test_verdicts_are_counted_by_department_and_told_with_their_words(run: Run, site: str) -> None:
    found = json.loads(run("ratings", "--site", site, "--json").stdout)
    assert (found["yes"], found["no"]) == (1, 1)
    assert found["departments"] == [{"department": "support", "yes": 1, "no": 1}]
    assert found["agents"] == [{"agent": "", "name": "", "yes": 1, "no": 1}]
    assert [(one["conversation"], one["comment"]) for one in found["comments"]] == [("c2", "Chậm quá")]


def test_verdicts_are_read_in_words(run: Run, site: str) -> None:
    told = run("ratings", "--days", "7").output
    assert "Last 7 days: 1 yes, 1 not yet" in told
    assert "department support: 1 yes, 1 not yet" in told
    assert "c2  Chậm quá" in told


def test_no_days_are_no_time(run: Run, site: str) -> None:
    assert run("ratings", "--days", "0").exit_code == 2
    assert run("ratings", "--site", "nowhere").exit_code == 1
