"""One connection to a mail server: what each of its answers means, and that nothing goes over an unsafe one."""

import socket
import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from chatserver.mail.outgoing import Outgoing
from chatserver.mail.smtp import MailServer, Patience, Smtp, server_of
from chatserver.mail.smtp_faults import Attempt
from tests.mail.certificates import contexts
from tests.mail.smtp_server import CUT, HANG, KEEP_AND_CUT, KEEP_AND_HANG, TAKE, Fate, Plan, smtp_server

LAN, AN = "lan@gmail.example", "an@gmail.example"
QUICK = Patience(step=0.3, data=0.3, whole=2)
AMPLE = Patience(step=10, data=10, whole=20)


def mail(to: str = LAN, text: str = "Chào bạn.\n.\nHết.") -> Outgoing:
    """A mail to send."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "chat@shop.example", to, "Thư trả lời"
    message["Message-ID"] = "<one@shop.example>"
    message.set_content(text)
    return Outgoing(message, "chat@shop.example", to)


def at(plan: Plan, patience: Patience = AMPLE, scheme: str = "smtp", **more: object) -> Smtp:
    """A connection to that server."""
    given = {"user": "", "password": "", "tls": None, **more}
    return Smtp(MailServer(scheme, "localhost", plan.port, name="chat.test", patience=patience, **given))  # type: ignore[arg-type]


async def marked() -> bool:
    return True


async def tried(fate: Fate, patience: Patience = AMPLE) -> tuple[Attempt, Plan]:
    """One attempt at a server with this fate."""
    async with smtp_server(Plan(fate)) as plan:
        connection = at(plan, patience)
        done = await connection.send(mail(), marked)
        connection.close()
    return done, plan


def at_stage(stage: str, what: str) -> Fate:
    """It happens whenever an attempt comes so far."""
    return lambda now, address, times: what if now == stage else TAKE


async def test_a_mail_arrives_as_it_was_written() -> None:
    done, plan = await tried(lambda *_: TAKE)
    assert done.result == "accepted"
    (got,) = plan.got
    assert got.message.get_content() == "Chào bạn.\n.\nHết.\n"
    assert (got.message["Subject"], got.message_id) == ("Thư trả lời", "<one@shop.example>")


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("what", "result"),
    [("451 later", "put_off"), ("421 going", "put_off"), ("550 never", "refused"), ("535 who", "put_off")],
)
async def test_an_answer_says_whether_to_try_again(stage: str, what: str, result: str) -> None:
    done, plan = await tried(at_stage(stage, what))
    assert done == Attempt(result, what)  # type: ignore[arg-type]
    assert plan.got == []


@pytest.mark.parametrize(
    ("stage", "result"), [("MAIL", "put_off"), ("RCPT", "put_off"), ("DATA", "lost_after_data")]
)
@pytest.mark.parametrize("what", [CUT, HANG])
async def test_silence_before_data_is_a_put_off_and_after_it_uncertain(
    stage: str, result: str, what: str
) -> None:
    done, plan = await tried(at_stage(stage, what), QUICK)
    assert (done.result, plan.got) == (result, [])


@pytest.mark.parametrize("what", [KEEP_AND_CUT, KEEP_AND_HANG])
async def test_a_server_that_has_it_and_does_not_say_so_is_uncertain(what: str) -> None:
    done, plan = await tried(at_stage("DATA", what), QUICK)
    assert (done.result, len(plan.got)) == ("lost_after_data", 1)


async def test_a_whole_attempt_is_bounded_however_slowly_each_answer_comes() -> None:
    done, _ = await tried(at_stage("RCPT", HANG), Patience(step=30, data=30, whole=0.3))
    assert done == Attempt("put_off", "no answer in time")


async def test_nobody_at_the_address_is_a_put_off() -> None:
    async with smtp_server(Plan()) as plan:
        gone = at(plan)
    done = await gone.send(mail(), marked)
    assert done.result == "put_off"


async def test_a_server_that_never_greets_is_a_put_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        plan = Plan(port=silent.getsockname()[1])
        done = await at(plan, QUICK).send(mail(), marked)
    assert done.result == "put_off"


async def test_one_connection_takes_several_mails_even_after_a_refusal() -> None:
    def fate(stage: str, address: str, times: int) -> str:
        return "550 never" if stage == "RCPT" and address == AN else TAKE

    async with smtp_server(Plan(fate)) as plan:
        connection = at(plan)
        results = [(await connection.send(mail(to), marked)).result for to in (LAN, AN, LAN)]
        connection.close()
    assert results == ["accepted", "refused", "accepted"]
    assert (plan.connections, len(plan.got)) == (1, 2)


async def test_after_a_fault_or_an_idle_end_another_connection_is_made() -> None:
    def fate(stage: str, address: str, times: int) -> str:
        return CUT if stage == "RCPT" and times == 2 else TAKE

    async with smtp_server(Plan(fate)) as plan:
        connection = at(plan)
        results = [(await connection.send(mail(), marked)).result for _ in range(3)]
        connection.close()
        results.append((await connection.send(mail(), marked)).result)
        connection.close()
    assert results == ["accepted", "put_off", "accepted", "accepted"]
    assert plan.connections == 3


async def test_nothing_is_handed_over_once_the_mail_is_anothers() -> None:
    async def lost() -> bool:
        return False

    async with smtp_server(Plan()) as plan:
        connection = at(plan)
        done = await connection.send(mail(), lost)
        connection.close()
    assert (done.result, plan.got) == ("put_off", [])


async def test_trouble_in_marking_is_the_askers_and_nothing_is_handed_over() -> None:
    async def away() -> bool:
        raise RuntimeError("Redis is away")

    async with smtp_server(Plan()) as plan:
        with pytest.raises(RuntimeError):
            await at(plan).send(mail(), away)
    assert plan.got == []


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_a_password_goes_over_tls(scheme: str, tmp_path: Path) -> None:
    ours, theirs = contexts(tmp_path)
    plan = Plan(user=("chat", "s3cret"), tls=ours, starttls=scheme != "smtps")
    async with smtp_server(plan):
        right = at(plan, scheme=scheme, tls=theirs, user="chat", password="s3cret")
        wrong = at(plan, scheme=scheme, tls=theirs, user="chat", password="guess")
        results = [await one.send(mail(), marked) for one in (right, wrong)]
        right.close()
        wrong.close()
    assert [one.result for one in results] == ["accepted", "put_off"]  # the operator's fault, not the mail's
    assert results[1].detail.startswith("535")
    assert len(plan.got) == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("name", ["localhost", "other.example"])
async def test_a_certificate_is_verified(scheme: str, name: str, tmp_path: Path) -> None:
    ours, theirs = contexts(tmp_path, name)
    trusted = theirs if name != "localhost" else ssl.create_default_context()
    plan = Plan(tls=ours, starttls=scheme != "smtps")
    async with smtp_server(plan):
        done = await at(plan, scheme=scheme, tls=trusted).send(mail(), marked)
    assert (done.result, plan.got) == ("put_off", [])
    assert "certificate" in done.detail


async def test_what_should_be_tls_and_is_not_gets_nothing() -> None:
    async with smtp_server(Plan()) as plan:
        done = await at(plan, QUICK, scheme="smtps").send(mail(), marked)
    assert (done.result, plan.got) == ("put_off", [])


async def test_why_nothing_can_be_sent_stands_in_the_log_and_no_password(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ours, theirs = contexts(tmp_path)
    async with smtp_server(Plan(user=("chat", "s3cret"), tls=ours)) as plan:
        await at(plan, scheme="smtps", tls=theirs, user="chat", password="gu3ss").send(mail(), marked)
    assert "mail server localhost: 535" in caplog.text
    assert "gu3ss" not in caplog.text and LAN not in caplog.text


async def test_a_server_without_starttls_gets_nothing() -> None:
    async with smtp_server(Plan()) as plan:
        done = await at(plan, scheme="smtp+starttls").send(mail(), marked)
    assert (done.result, plan.got) == ("put_off", [])
    assert "STARTTLS" in done.detail


async def test_letters_beyond_ascii_in_an_address_need_smtputf8() -> None:
    async with smtp_server(Plan()) as plan:
        connection = at(plan)
        done = await connection.send(mail("lân@gmail.example"), marked)
        connection.close()
    assert done.result == "accepted"
    assert plan.got[0].to == "lân@gmail.example"


async def test_an_address_that_smtp_cannot_say_is_refused() -> None:
    async with smtp_server(Plan()) as plan:
        connection = at(plan)
        good = mail()
        done = await connection.send(Outgoing(good.message, good.sender, "lan@gmail.example\r\nDATA"), marked)
        connection.close()
    assert (done.result, plan.got) == ("refused", [])


def test_a_url_is_taken_apart_and_a_password_may_hold_any_sign() -> None:
    found = server_of("smtp+starttls://chat%40shop:p%40s%2Fs@mail.shop.example", "https://chat.shop.example")
    assert (found.host, found.port, found.user, found.password) == (
        "mail.shop.example", 587, "chat@shop", "p@s/s",
    )  # fmt: skip
    assert found.name == "chat.shop.example"
    assert "p@s/s" not in repr(found)
    assert server_of("smtps://mail.shop.example:2465", "http://127.0.0.1:8000").port == 2465
    assert server_of("smtp://127.0.0.1", "http://127.0.0.1:8000").name == "[127.0.0.1]"
