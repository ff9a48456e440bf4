"""`chatserver mail deliver`: a mail server learns from the exit status alone whether the mail is kept."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import redis
from click.testing import CliRunner

from chatserver.cli import main
from chatserver.domain.mail_tokens import reply_token
from tests.file_samples import png
from tests.letters import bounce, letter
from tests.redis_servers import redis_server
from tests.server import ROOT, ServerProcess, server_process
from tests.web.handing_in import key_of

KEPT, TOO_LARGE, LATER = 0, 65, 75
_mails = count(1)


@pytest.fixture(scope="module")
def own_redis() -> Iterator[str]:
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder)) as url:
        yield url


@pytest.fixture(scope="module")
def server(own_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with server_process(tmp_path_factory.mktemp("server"), own_redis) as running:
        yield running


@pytest.fixture
def key_file(own_redis: str, tmp_path: Path) -> str:
    path = tmp_path / "door.key"
    path.write_text(key_of(own_redis) + "\n")
    return str(path)


def deliver(raw: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    """As an MTA's pipe runs it."""
    command = [sys.executable, "-m", "chatserver", "mail", "deliver", *options]
    return subprocess.run(command, input=raw, capture_output=True, cwd=ROOT, check=False, timeout=60)


def looked_at(raw: bytes) -> Any:
    """What a dry run says, in this process."""
    result = CliRunner().invoke(main, ["mail", "deliver", "--dry-run", "--json"], input=raw)
    assert result.exit_code == KEPT, result.output
    return json.loads(result.stdout)


def fresh(**given: str) -> bytes:
    number = next(_mails)
    return letter(message_id=f"pipe{number}@x.vn", sender=f"r{number}@x.vn", **given)  # type: ignore[arg-type]


def test_a_mail_that_is_kept_ends_with_success(server: ServerProcess, key_file: str) -> None:
    done = deliver(fresh(), "--url", server.url, "--key-file", key_file, "--json")
    assert done.returncode == KEPT, done.stderr
    assert json.loads(done.stdout)["action"] == "new"


def test_the_envelopes_recipient_is_handed_on(server: ServerProcess, key_file: str) -> None:
    options = ("--url", server.url, "--key-file", key_file, "--recipient", "billing@twinai.com")
    done = deliver(fresh(to="x@else.vn"), *options)
    assert done.returncode == KEPT
    assert b"action: new" in done.stdout


def test_a_quarantined_mail_is_kept_too(server: ServerProcess, key_file: str) -> None:
    done = deliver(b"\0\1\2", "--url", server.url + "/", "--key-file", key_file, "--json")
    assert done.returncode == KEPT
    assert json.loads(done.stdout)["action"] == "quarantined"


def test_a_server_that_is_away_is_a_temporary_failure(key_file: str) -> None:
    done = deliver(fresh(), "--url", "http://127.0.0.1:9", "--key-file", key_file)
    assert done.returncode == LATER
    assert b"Traceback" not in done.stderr


def test_a_wrong_key_is_a_temporary_failure(server: ServerProcess, tmp_path: Path) -> None:
    (tmp_path / "wrong.key").write_text("0" * 64)
    assert (
        deliver(fresh(), "--url", server.url, "--key-file", str(tmp_path / "wrong.key")).returncode == LATER
    )


def test_a_full_redis_is_a_temporary_failure(tmp_path: Path) -> None:
    with (
        TemporaryDirectory(prefix="chat-") as folder,
        redis_server(Path(folder)) as url,
        server_process(tmp_path / "server", url) as running,
    ):
        key = tmp_path / "door.key"
        key.write_text(key_of(url))
        options = ("--url", running.url, "--key-file", str(key))
        assert deliver(fresh(), *options).returncode == KEPT
        with redis.Redis.from_url(url) as client:
            client.config_set("maxmemory", "1")
        assert deliver(fresh(), *options).returncode == LATER


@pytest.mark.parametrize(
    "options",
    [
        ["--key-file", "/no/such/file"],
        [],
        ["--no-such-option"],
        ["--url", "no url", "--key-file", "KEY"],
        ["--url", "file:///etc/hosts", "--key-file", "KEY"],
    ],
)
def test_an_operators_slip_is_a_temporary_failure(options: list[str], key_file: str) -> None:
    done = deliver(fresh(), *[key_file if one == "KEY" else one for one in options])
    assert done.returncode == LATER
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_no_mail_at_all_is_a_temporary_failure(key_file: str) -> None:
    assert deliver(b"", "--key-file", key_file).returncode == LATER


def test_too_large_a_mail_comes_never_again(key_file: str) -> None:
    assert deliver(b"x" * 35_000_001, "--key-file", key_file).returncode == TOO_LARGE


def test_a_dry_run_says_what_is_in_a_mail_and_needs_nothing() -> None:
    raw = letter("Chào bạn\n\n-- \nLan", files=(("ảnh.png", png(2, 2)),), subject="Về hoá đơn")
    assert looked_at(raw) == {
        "action": "new",
        "reason": "no_token",
        "from": "lan@gmail.com",
        "subject": "Về hoá đơn",
        "visible_text": "Chào bạn",
        "attachments": [{"name": "ảnh.png", "size": len(png(2, 2)), "inline": False}],
    }


TOKEN = reply_token(b"s" * 32, "ab" * 16)


@pytest.mark.parametrize(
    ("raw", "action"),
    [
        (letter(to=f"reply+{TOKEN}@twinai.com"), "reply"),
        (letter(answers=f"{TOKEN}.2@twinai.com"), "reply"),
        (letter(to="reply+nonsense@twinai.com"), "quarantined"),
        (letter(Auto_Submitted="auto-replied"), "auto_reply"),
        (letter(List_Id="<a.b>"), "ignored"),
        (bounce("x@y", "lan@gmail.com"), "bounce"),
        (b"\xff" * 100, "quarantined"),
        (b"", "quarantined"),
    ],
)
def test_a_dry_run_names_the_action(raw: bytes, action: str) -> None:
    assert looked_at(raw)["action"] == action
