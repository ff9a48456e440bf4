"""The error tree: a text key, its values, and when to try again."""

from chatserver import texts
from chatserver.domain.errors import ChatError, Fault, PolicyFault, Refused, Unavailable


def test_an_error_carries_its_text_key_and_values() -> None:
    error = Refused("error.text_too_long", limit=10)
    assert (error.key, dict(error.values), error.retry_after) == ("error.text_too_long", {"limit": 10}, None)
    assert "10" in texts.say(error.key, "vi", **error.values)


def test_the_reason_on_the_wire_is_the_key_without_its_prefix() -> None:
    assert Unavailable("error.storage_full", retry_after=2.0).reason == "storage_full"


def test_a_policy_fault_lists_its_faults_in_words() -> None:
    error: ChatError = PolicyFault([Fault("zone", "is missing"), Fault("line 3", "odd")])
    assert error.values["faults"] == "zone: is missing; line 3: odd"
