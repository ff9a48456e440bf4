"""What an agent may be called, and what opens the door."""

from datetime import UTC, datetime

import pytest

from chatserver.domain.agent import Agent, check_password, clean_name, normal_password
from chatserver.domain.errors import Refused

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def test_a_name_is_kept_in_one_spelling() -> None:
    assert clean_name("  Tra\u0302\u0300n   Lan ") == "Trần Lan"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "Lan\x00", "Lan\u202egnuL"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(name)
    assert refused.value.key == "error.bad_name"


def test_ten_characters_are_the_only_rule_of_a_password() -> None:
    assert check_password("một câu dễ") == "một câu dễ"
    assert check_password("aaaaaaaaaa") == "aaaaaaaaaa"
    for password in ("aaaaaaaaa", "", "x" * 1001):
        with pytest.raises(Refused) as refused:
            check_password(password)
        assert refused.value.key == "error.bad_password"


def test_the_same_keys_on_another_keyboard_give_the_same_password() -> None:
    assert normal_password("mo\u0323\u0302t ca\u0302u") == normal_password("một câu")


def test_an_agent_has_a_role_only_where_they_are_a_member() -> None:
    agent = Agent("a" * 32, "Lan", "lan@shop.vn", NOW, roles={"s" * 32: "admin"})
    assert agent.role_on("s" * 32) == "admin"
    assert agent.role_on("t" * 32) is None


def test_an_agent_who_is_shut_out_has_no_role() -> None:
    agent = Agent("a" * 32, "Lan", "lan@shop.vn", NOW, active=False, roles={"s" * 32: "admin"})
    assert agent.role_on("s" * 32) is None


def test_an_agent_does_not_show_their_hash_in_a_log() -> None:
    assert "argon2" not in repr(Agent("a" * 32, "Lan", "lan@shop.vn", NOW, password_hash="$argon2id$x"))
