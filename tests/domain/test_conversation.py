"""The verbs of a conversation: what each would change, and who may not."""

import pytest
from msgspec.structs import replace

from chatserver.domain.conversation import (
    Conversation,
    answered_by_mail,
    close,
    end_grace,
    leave_address,
    lose_agent,
    reopen,
    take,
    to_email,
)
from chatserver.domain.errors import Refused

WAITING = Conversation("c", "v", "e", 1, "h", 1, "waiting", 1000, waiting_since=1000)
OPEN = Conversation("c", "v", "e", 1, "h", 1, "open", 1000, "an", "An", waiting_since=1000)
ANSWERED = Conversation("c", "v", "e", 2, "h", 1, "open", 1000, "an", "An")
EMAIL = Conversation("c", "v", "e", 2, "h", 1, "email", 1000, promise_at=9000)
CLOSED = Conversation("c", "v", "e", 2, "h", 1, "closed", 1000)


def test_taking_assigns_and_says_so_while_nobody_else_has_it() -> None:
    change = take(WAITING, "an", "An", 5)
    assert change.set == {
        "status": "open",
        "agent": "an",
        "agent_name": "An",
        "opened_at": "5",
        "front": "",
        "unattended": "",
    }
    assert change.expect == {"status": "waiting", "agent": ""}
    assert (change.line, change.values) == ("system.joined", {"agent": "An"})


def test_taking_what_another_agent_has_names_them() -> None:
    with pytest.raises(Refused) as refused:
        take(OPEN, "binh", "Bình", 5)
    assert (refused.value.key, refused.value.values) == ("error.taken", {"agent": "An"})


def test_only_its_agent_closes_an_open_conversation() -> None:
    assert close(OPEN, "an").set["status"] == "closed"
    with pytest.raises(Refused, match=r"error\.not_yours"):
        close(OPEN, "binh")
    with pytest.raises(Refused, match=r"error\.changed"):
        close(CLOSED, "an")


def test_closing_without_an_answer_keeps_no_promise_and_an_unseen_answer_still_may() -> None:
    unanswered = replace(EMAIL, waiting_since=1, promise_state="pending")
    assert (close(unanswered, "an").set["promise_at"], close(unanswered, "an").set["promise_state"]) == (
        "",
        "",
    )
    broken = replace(unanswered, promise_state="breached", promise_broken_at=5)
    assert close(broken, "an").set["promise_state"] == "breached"
    unseen = replace(EMAIL, agent_at=2, unseen_since=2)
    assert "promise_at" not in close(unseen, "an").set


def test_only_a_closed_conversation_is_reopened() -> None:
    assert reopen(CLOSED, "an", "An", 5).set["agent"] == "an"
    with pytest.raises(Refused, match=r"error\.changed"):
        reopen(OPEN, "an", "An", 5)


def test_an_answer_by_mail_keeps_the_promise_and_ends_the_conversation() -> None:
    change = answered_by_mail(EMAIL, "an", "An", 7)
    assert change.set["promise_state"] == "kept"
    assert answered_by_mail(EMAIL, "an", "An", 9001).set["promise_state"] == "breached"
    assert (change.set["promise_kept_at"], change.set["promise_at"], change.set["status"]) == (
        "7",
        "",
        "closed",
    )
    with pytest.raises(Refused, match=r"error\.changed"):
        answered_by_mail(OPEN, "an", "An", 7)


def test_turning_to_email_gives_a_promise_and_leaves_an_earlier_one_standing() -> None:
    assert to_email(WAITING, "system.nobody_online", 8000, "nobody_online").set["promise_at"] == "8000"
    earlier = Conversation("c", "v", "e", 1, "h", 1, "waiting", 1, waiting_since=1, promise_at=5000)
    change = to_email(earlier, "system.nobody_online", 8000, "nobody_online")
    assert (change.set["promise_at"], change.values) == ("5000", {"promise": 5000})


def test_an_unanswered_conversation_goes_back_to_the_head_of_the_queue_when_its_agent_is_lost() -> None:
    change = lose_agent(OPEN)
    assert change is not None and change.set == {
        "status": "waiting",
        "agent": "",
        "agent_name": "",
        "front": "1",
    }
    assert (change.line, change.values) == ("system.agent_lost", {"agent": "An"})


def test_an_answered_conversation_stays_until_words_come_when_its_agent_is_lost() -> None:
    change = lose_agent(ANSWERED)
    assert change is not None and (change.set, change.line) == ({"unattended": "1"}, "")


def test_after_grace_the_unanswered_get_a_promise_and_the_answered_are_decided_anew_once() -> None:
    unanswered = end_grace(OPEN, "system.grace_over", 9000, "closed_hours")
    assert unanswered is not None and unanswered.set["status"] == "email"
    answered = end_grace(ANSWERED, "system.grace_over", 9000, "closed_hours")
    assert answered is not None and answered.set == {"unattended": "1"}
    left_alone = Conversation("c", "v", "e", 2, "h", 1, "open", 1000, "an", "An", unattended="1")
    assert end_grace(left_alone, "system.grace_over", 9000, "closed_hours") is None


def test_an_address_changes_only_itself() -> None:
    assert leave_address(EMAIL, "lan@gmail.com").set == {"email": "lan@gmail.com"}
