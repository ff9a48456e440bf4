"""One-time links: the first agent, those an operator adds, a lost password (contract S2)."""

import pytest

from chatserver.actions import accounts, invitations
from chatserver.actions.invitations import Invitation
from chatserver.actions.sites import ensure_first_site
from chatserver.domain.errors import Refused
from chatserver.store import sites
from chatserver.store.client import Client
from tests.stores import NOON, PUBLIC_URL

PASSWORD = "một câu dễ nhớ"
HOME = "198.51.100.7"


def code_of(link: str | None) -> str:
    assert link
    before, _, code = link.partition("#")
    assert before == f"{PUBLIC_URL}/setup"
    assert len(code) == 43  # 256 bits
    return code


async def refused_key(
    client: Client, code: str, name: str = "Lan", email: str = "lan@shop.vn", password: str = PASSWORD
) -> str:
    with pytest.raises(Refused) as refused:
        await invitations.accept(client, code, name, email, password, NOON)
    return refused.value.key


async def test_the_first_agent_chooses_everything_and_runs_all_sites(client: Client) -> None:
    await ensure_first_site(client, PUBLIC_URL, NOON)
    code = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    assert await invitations.open_invitation(client, code) == Invitation("", "")
    who, token = await invitations.accept(client, code, " Trần Lan ", "Lan@Shop.vn", PASSWORD, NOON)
    [site] = await sites.all_sites(client)
    assert (who.agent.name, who.agent.email, who.agent.role_on(site.id)) == (
        "Trần Lan",
        "lan@shop.vn",
        "admin",
    )
    assert await accounts.signed_in(client, token, NOON) == who
    await accounts.sign_in(client, "lan@shop.vn", PASSWORD, HOME, NOON)


async def test_a_link_works_once(client: Client) -> None:
    code = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    await invitations.accept(client, code, "Lan", "lan@shop.vn", PASSWORD, NOON)
    assert await refused_key(client, code, email="binh@shop.vn") == "error.bad_link"


async def test_there_is_one_first_agent(client: Client) -> None:
    older = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    newer = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    assert await refused_key(client, older) == "error.bad_link"
    await invitations.accept(client, newer, "Lan", "lan@shop.vn", PASSWORD, NOON)
    assert await invitations.first_agent_link(client, PUBLIC_URL) is None


async def test_a_first_link_is_worth_nothing_once_an_operator_has_added_an_agent(client: Client) -> None:
    code = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    await invitations.invite(client, "binh@shop.vn", "Bình", {}, PUBLIC_URL, NOON)
    assert await refused_key(client, code) == "error.bad_link"


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"password": "too short"}, "error.bad_password"),
        ({"name": "  "}, "error.bad_name"),
        ({"email": "lan@shop"}, "error.bad_email"),
    ],
)
async def test_a_slip_in_the_form_does_not_cost_the_link(
    client: Client, wrong: dict[str, str], key: str
) -> None:
    code = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    assert await refused_key(client, code, **wrong) == key
    await invitations.accept(client, code, "Lan", "lan@shop.vn", PASSWORD, NOON)


async def test_an_invited_agent_keeps_the_address_and_the_role_they_were_given(client: Client) -> None:
    link = await invitations.invite(client, "Binh@Shop.vn", "Bình", {"5" * 32: "agent"}, PUBLIC_URL, NOON)
    assert await invitations.open_invitation(client, code_of(link)) == Invitation("Bình", "binh@shop.vn")
    who, _ = await invitations.accept(client, code_of(link), "Bình N", "evil@other.vn", PASSWORD, NOON)
    assert (who.agent.name, who.agent.email, dict(who.agent.roles)) == (
        "Bình N",
        "binh@shop.vn",
        {"5" * 32: "agent"},
    )


async def test_an_address_is_invited_once(client: Client) -> None:
    await invitations.invite(client, "binh@shop.vn", "Bình", {}, PUBLIC_URL, NOON)
    with pytest.raises(Refused) as refused:
        await invitations.invite(client, "BINH@shop.vn", "Bình", {}, PUBLIC_URL, NOON)
    assert refused.value.key == "error.email_taken"


async def test_a_reset_changes_the_password_and_ends_every_session(client: Client) -> None:
    first = code_of(await invitations.first_agent_link(client, PUBLIC_URL))
    _, old_token = await invitations.accept(client, first, "Lan", "lan@shop.vn", PASSWORD, NOON)
    code = code_of(await invitations.reset(client, " LAN@shop.vn", PUBLIC_URL, NOON))
    await accounts.sign_in(client, "lan@shop.vn", PASSWORD, HOME, NOON)  # the link alone changes nothing
    who, token = await invitations.accept(client, code, "Lan", "", "một câu khác hẳn", NOON)
    assert await accounts.signed_in(client, old_token, NOON) is None
    assert await accounts.signed_in(client, token, NOON) == who
    with pytest.raises(Refused):
        await accounts.sign_in(client, "lan@shop.vn", PASSWORD, HOME, NOON)
    await accounts.sign_in(client, "lan@shop.vn", "một câu khác hẳn", HOME, NOON)


async def test_nobody_is_reset_who_is_not_there(client: Client) -> None:
    with pytest.raises(Refused) as refused:
        await invitations.reset(client, "nobody@shop.vn", PUBLIC_URL, NOON)
    assert refused.value.key == "error.unknown_agent"


@pytest.mark.parametrize("code", ["", "first", "x" * 43, "\x00", "đ"])
async def test_a_made_up_code_opens_nothing(client: Client, code: str) -> None:
    assert await refused_key(client, code) == "error.bad_link"
