"""A mail to be saved is an agent's own to see: to all others it is not there (contract S2)."""

import pytest

from tests.web.caller import Caller

NAME = f"{'a' * 32}.1.eml"


def site_of(agent: Caller) -> str:
    """The site whose console the agent is sent to."""
    return agent.get("/console").location.rpartition("/")[2]


def test_strangers_and_other_sites_learn_nothing(agent: Caller, caller: Caller) -> None:
    assert caller.get(f"/console/{site_of(agent)}/mails/{NAME}").status == 404
    assert agent.get(f"/console/{'0' * 32}/mails/{NAME}").status == 404


@pytest.mark.parametrize(
    "name",
    [NAME, f"{'a' * 32}.0.eml", f"{'a' * 32}.eml", f"{'A' * 32}.1.eml", "1.eml", f"{'a' * 32}.1e3.eml"],
)
def test_what_is_no_mail_is_not_there(agent: Caller, name: str) -> None:
    assert agent.get(f"/console/{site_of(agent)}/mails/{name}").status == 404
