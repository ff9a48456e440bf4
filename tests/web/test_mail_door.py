"""The door for mail servers: what is signed is taken once, all else refused, some of it for later."""

from collections.abc import Callable
from itertools import count

import pytest

from chatserver.clock import system_clock
from chatserver.domain.door_signature import sign
from tests.letters import letter
from tests.server import ServerProcess
from tests.web.caller import Caller
from tests.web.handing_in import MailServer, key_of

_addresses = count(1)
_mails = count(1)


@pytest.fixture
def mail_server(server: ServerProcess, own_redis: str) -> MailServer:
    return MailServer(server.url, key_of(own_redis), f"192.0.2.{next(_addresses)}")


def fresh(**given: str) -> bytes:
    """A mail that was never seen, of somebody who never wrote."""
    number = next(_mails)
    return letter(message_id=f"door{number}@x.vn", sender=f"p{number}@x.vn", **given)  # type: ignore[arg-type]


def test_a_signed_mail_is_taken_and_its_second_delivery_says_the_same(mail_server: MailServer) -> None:
    raw = fresh()
    done = mail_server.hands_in(raw)
    assert done.status == 200
    assert (done.told["action"], done.told["reason"]) == ("new", "department")
    assert mail_server.hands_in(raw) == done


def test_the_envelopes_recipient_counts(mail_server: MailServer) -> None:
    raw = fresh(to="someone@else.vn")
    assert mail_server.hands_in(raw, "billing@twinai.com").told["action"] == "new"


def test_what_is_set_aside_is_kept_and_needs_no_second_delivery(mail_server: MailServer) -> None:
    done = mail_server.hands_in(fresh(to="reply+forged@twinai.com"))
    assert done.status == 200
    assert (done.told["action"], done.told["reason"]) == ("quarantined", "unknown_token")


@pytest.mark.parametrize("raw", [b"\0" * 5000, b"\xff\xfe not a mail", b"\n\n\n", b"From: x\n"])
def test_what_is_no_mail_is_quarantined_not_a_crash(mail_server: MailServer, raw: bytes) -> None:
    done = mail_server.hands_in(raw)
    assert (done.status, done.told["action"]) == (200, "quarantined")


def test_a_wrong_key_is_refused_and_soon_has_to_wait(server: ServerProcess) -> None:
    thief = MailServer(server.url, "0" * 64, f"192.0.2.{next(_addresses)}")
    answers = [thief.hands_in(fresh()) for _ in range(11)]
    assert [one.status for one in answers] == [401] * 10 + [429]
    assert answers[0].told == {"error": "unauthenticated"}
    assert int(answers[-1].retry_after or 0) > 0


@pytest.mark.parametrize("late_s", [301 + 10, -301 - 10])
def test_an_old_or_early_mail_is_refused(mail_server: MailServer, late_s: int) -> None:
    assert mail_server.hands_in(fresh(), late_s=late_s).status == 401


@pytest.mark.parametrize(
    "signature", ["v1=", "v1=zz", "v2=" + "0" * 64, "điều gì đó".encode().decode("latin-1")]
)
def test_what_is_no_signature_is_refused(mail_server: MailServer, signature: str) -> None:
    assert mail_server.hands_in(fresh(), signature=signature).status == 401


def test_a_signature_is_for_these_bytes_alone(mail_server: MailServer) -> None:
    timestamp = str(round(system_clock().timestamp()))
    other = sign(mail_server.key, timestamp, b"other bytes")
    assert mail_server.hands_in(fresh(), signature=other).status == 401


def test_too_large_a_mail_is_refused_before_it_is_sent(mail_server: MailServer) -> None:
    assert mail_server.hands_in(b"x", length=str(36_000_001)).status == 413


def test_an_empty_mail_is_refused(mail_server: MailServer) -> None:
    assert mail_server.hands_in(b"").status == 400


def test_a_browser_finds_nothing_to_see_here(new_caller: Callable[[], Caller]) -> None:
    assert new_caller().get("/mail/inbound").status == 405
