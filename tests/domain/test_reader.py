"""Whose a conversation is, and which of a person's is shown."""

from chatserver.domain.conversation import Conversation, Status
from chatserver.domain.reader import Reader, to_show

LAN = "1" * 32
MINH = "2" * 32


def conversation(
    name: str = "c", visitor: str = "v1", identity: str = "", status: Status = "open"
) -> Conversation:
    return Conversation(name, visitor, "e", 1, "h", 1, status, 0, identity=identity)


def test_who_began_it_owns_it_whoever_they_are_now() -> None:
    for reader in (Reader("v1"), Reader("v1", LAN, proven=True), Reader("v1", LAN)):
        assert reader.owns(conversation())
        assert reader.owns(conversation(identity=LAN))
        assert not reader.must_prove(conversation(identity=LAN))


def test_a_person_owns_it_elsewhere_while_that_is_proven() -> None:
    shared = conversation(identity=LAN)
    assert Reader("v2", LAN, proven=True).owns(shared)
    assert not Reader("v2", LAN).owns(shared)
    assert Reader("v2", LAN).must_prove(shared)


def test_nobody_else_does_and_nobody_is_no_person() -> None:
    for reader in (Reader("v2"), Reader("v2", MINH, proven=True), Reader("v2", proven=True)):
        assert not reader.owns(conversation(identity=LAN))
        assert not reader.must_prove(conversation(identity=LAN))
    assert not Reader("v2", proven=True).owns(conversation())
    assert not Reader("v2").must_prove(conversation())


def test_a_widget_stays_with_what_it_shows_until_that_is_closed() -> None:
    newest, older = conversation("new"), conversation("old")
    closed = conversation("closed", status="closed")
    assert to_show([newest, older], {"old"}) == "old"
    assert to_show([newest, older], {"another"}) == "new"
    assert to_show([closed, older], {"closed"}) == "old"
    assert to_show([closed], set()) == "closed"
    assert to_show([closed], set(), past_before=closed.closed_at + 1) == ""
    assert to_show([older, closed], set(), past_before=closed.closed_at + 1) == "old"
    assert to_show([], {"old"}) == ""


def test_whom_a_mails_link_let_in_owns_that_one_without_any_proof() -> None:
    reader = Reader("v2", LAN, entered={"c"})
    assert reader.owns(conversation()) and reader.owns(conversation(identity=LAN))
    assert not reader.must_prove(conversation(identity=LAN))
    assert not reader.owns(conversation("other"))
