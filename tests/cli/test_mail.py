"""`chatserver mail`."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from chatserver.background import Background
from chatserver.clock import millis, system_clock
from chatserver.domain.ids import random_id
from chatserver.domain.mail import settled
from chatserver.domain.mail_tokens import door_key
from chatserver.domain.message import VisitorMessage
from chatserver.store import keys, mails
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client, command_client
from chatserver.store.scripts import source
from chatserver.store.secrets import own_secret

Run = Callable[..., Result]
LAN, TALK = "a" * 32, "c" * 32
CAPTURE, RECEIPT = f"{TALK}.1", f"{TALK}.2"
HOUR_MS = 3_600_000


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where mails come from."""
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", "chat@twinai.example")


def on(redis_url: str, work: Callable[[Client, Appender], Awaitable[None]]) -> None:
    """Do something to the store."""

    async def whole() -> None:
        client = command_client(redis_url)
        async with asyncio.TaskGroup() as group:
            await work(client, Appender(Batch(client, source("append"), Background(group))))
        await client.aclose()

    asyncio.run(whole())


def asked(run: Run, redis_url: str) -> str:
    """A site where Lan has asked at night and left her address; the site's id."""
    added = run("site", "add", "Twin AI", "--origin", "https://shop.example", "--json")
    site = str(json.loads(added.stdout)["id"])
    now = millis(system_clock())
    promise = {"promise_at": str(now + HOUR_MS), "promise_state": "pending"}

    async def ask(_client: Client, appender: Appender) -> None:
        arrival = Arrival(LAN, "hash", "epoch", "email", promise, "closed_hours")
        words = VisitorMessage(random_id(), "Tôi bị trừ tiền hai lần trong tháng này.")
        await appender.append(site, Append(TALK, now, words, arrival, set={"department": "support"}))
        await appender.append(site, Append(TALK, now, set={"email": "lan@gmail.com"}))

    on(redis_url, ask)
    return site


def dies(redis_url: str, site: str, n: int) -> None:
    """The mail server refuses a mail."""

    async def refuse(client: Client, appender: Appender) -> None:
        mail = await mails.load(client, site, TALK, n)
        assert mail is not None
        now = millis(system_clock())
        refused = settled(mail, "refused", now, detail="550 no such user\r\n\x1b[31m")
        await appender.append(site, Append(TALK, now, settling=refused))

    on(redis_url, refuse)


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_what_waits_is_listed_the_soonest_first(run: Run, clean_redis: str) -> None:
    asked(run, clean_redis)
    found = told(run("mail", "list", "--json"))
    assert [(one["id"], one["kind"], one["state"]) for one in found] == [
        (RECEIPT, "receipt", "queued"),
        (CAPTURE, "capture", "queued"),
    ]
    assert [line.split()[:3] for line in run("mail", "list").stdout.splitlines()] == [
        [RECEIPT, "receipt", "queued"],
        [CAPTURE, "capture", "queued"],
    ]


def test_what_nobody_sends_any_more_is_listed_with_its_reason(run: Run, clean_redis: str) -> None:
    site = asked(run, clean_redis)
    assert run("mail", "list", "--dead").stdout == "None.\n"
    dies(clean_redis, site, 2)
    [dead] = told(run("mail", "list", "--dead", "--json"))
    assert (dead["id"], dead["state"], dead["reason"]) == (RECEIPT, "dead", "refused")
    line = run("mail", "list", "--dead").stdout
    assert "refused 550 no such user" in line
    assert "\x1b" not in line


def test_a_mail_is_shown_with_what_it_says_now(run: Run, clean_redis: str) -> None:
    asked(run, clean_redis)
    found = told(run("mail", "show", RECEIPT, "--json"))
    assert (found["kind"], found["goes_to"]) == ("receipt", "lan@gmail.com")
    assert found["subject"].startswith("Câu hỏi của bạn gửi Twin AI, ")
    assert found["text"].startswith("Chúng tôi đã nhận câu hỏi của bạn")
    assert "#open=…" in found["text"], "whoever looks does not open it"
    assert "Chúng tôi đã nhận câu hỏi của bạn" in run("mail", "show", RECEIPT).stdout


def test_a_mail_that_is_not_there_is_refused(run: Run, clean_redis: str) -> None:
    asked(run, clean_redis)
    for wrong in (f"{TALK}.9", "9", f"{TALK}.01", "../x"):
        result = run("mail", "show", wrong)
        assert (result.exit_code, result.stderr) == (1, "There is no such mail.\n")


def test_mails_are_written_as_files_for_their_owner_alone(run: Run, clean_redis: str, tmp_path: Path) -> None:
    asked(run, clean_redis)
    folder = tmp_path / "mails"
    assert told(run("mail", "export", "--all", "--to", str(folder), "--json")) == {
        "written": 2,
        "left_out": [],
    }
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [f"{CAPTURE}.eml", f"{RECEIPT}.eml"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    read = message_from_bytes(files[1].read_bytes(), policy=policy.default)
    assert read["To"] == "lan@gmail.com"
    body = read.get_body(("plain",))
    assert body is not None
    assert "trả lời" in body.get_content()


def test_one_mail_is_written(run: Run, clean_redis: str, tmp_path: Path) -> None:
    asked(run, clean_redis)
    result = run("mail", "export", CAPTURE, "--to", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, f"1 mails in {tmp_path}\n")
    assert [file.name for file in tmp_path.iterdir()] == [f"{CAPTURE}.eml"]


def test_a_mail_to_nobody_is_not_written(run: Run, clean_redis: str, tmp_path: Path) -> None:
    site = asked(run, clean_redis)

    async def forget(client: Client, _appender: Appender) -> None:
        await client.hset(keys.conversation(site, TALK), "email", "")

    on(clean_redis, forget)
    result = run("mail", "export", RECEIPT, "--to", str(tmp_path), "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]) == (1, "no_address")
    done = told(run("mail", "export", "--all", "--to", str(tmp_path), "--json"))
    assert done == {"written": 1, "left_out": [[RECEIPT, "no_address"]]}


def test_what_cannot_be_written_ends_with_2(
    run: Run, clean_redis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(run, clean_redis)
    (tmp_path / "file").touch()
    result = run("mail", "export", "--all", "--to", str(tmp_path / "file" / "x"), "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]) == (2, "output")
    assert run("mail", "export", "--to", str(tmp_path)).exit_code == 2
    assert run("mail", "export", RECEIPT, "--all", "--to", str(tmp_path)).exit_code == 2
    monkeypatch.delenv("DEFAULT_FROM_EMAIL")
    result = run("mail", "export", "--all", "--to", str(tmp_path))
    assert (result.exit_code, "DEFAULT_FROM_EMAIL" in result.stderr) == (2, True)


def test_a_dead_mail_is_sent_again_when_the_operator_wants_it(run: Run, clean_redis: str) -> None:
    site = asked(run, clean_redis)
    result = run("mail", "again", RECEIPT)
    assert result.exit_code == 1, "it is on its way"
    dies(clean_redis, site, 2)
    assert run("mail", "again", RECEIPT).stdout == f"{RECEIPT} is queued again.\n"
    assert told(run("mail", "list", "--dead", "--json")) == []
    assert {one["id"] for one in told(run("mail", "list", "--json"))} == {CAPTURE, RECEIPT}


def test_the_key_is_the_installations_own_and_stays(run: Run, clean_redis: str) -> None:
    asked(run, clean_redis)
    printed = run("mail", "key").stdout.strip()
    assert told(run("mail", "key", "--json")) == {"key": printed}

    async def same(client: Client, _appender: Appender) -> None:
        assert door_key(await own_secret(client)) == printed

    on(clean_redis, same)
