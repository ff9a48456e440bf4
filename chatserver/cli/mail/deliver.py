"""`chatserver mail deliver`: what a mail server pipes each mail into; the HTTP door takes it (docs/mail.md)."""

import json
import sys
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any, NoReturn

import click

from chatserver.cli.mail.dry_run import look_at
from chatserver.clock import system_clock
from chatserver.domain.door_signature import sign
from chatserver.mail.addresses import own_domain
from chatserver.mail.parse.reading import MAX_BYTES
from chatserver.settings import Settings, SettingsFault, read_settings

TOO_LARGE, LATER = 65, 75
"""EX_DATAERR, EX_TEMPFAIL: with the second a mail server keeps the mail and comes again (sysexits)."""
ANSWERS_WITHIN_S = 90
DOOR = "/mail/inbound"
TOO_BIG = 413


class ForMailServers(click.Command):
    """A command whose wrong use is a temporary failure too: mail must not bounce over an operator's slip."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as fault:
            fault.show()
            sys.exit(LATER)


class Straight(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a POST would arrive as a GET, without the mail."""

    def redirect_request(self, *_: Any) -> None:
        """Leave it an error."""


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), Straight)


@click.command(cls=ForMailServers)
@click.option("--url", help="Where the server is. [BASE_URL]")
@click.option("--key-file", type=click.Path(path_type=Path), help="Holds what `chatserver mail key` prints.")
@click.option("--recipient", default="", help="The envelope's recipient, before those in the mail.")
@click.option("--dry-run", is_flag=True, help="Only say what is in the mail; needs no server and no key.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def deliver(url: str | None, key_file: Path | None, recipient: str, *, dry_run: bool, as_json: bool) -> None:
    """Hand the mail on standard input to the server.

    Ends with 0 once the mail is kept, with 75 for whatever may be better later, with 65 for a mail that is too large.
    """
    settings = _settings()
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    if dry_run:
        facts = look_at(raw, recipient, own_domain(settings))
        _show(facts, as_json=as_json)
        return
    if not raw:
        _end(LATER, "there is no mail on standard input")
    if len(raw) > MAX_BYTES:
        _end(TOO_LARGE, f"the mail is larger than {MAX_BYTES} bytes")
    key = _key(key_file)
    facts = _post((url or settings.public_url).rstrip("/") + DOOR, raw, key, recipient)
    _show(facts, as_json=as_json)


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingsFault as fault:
        _end(LATER, str(fault))


def _key(file: Path | None) -> str:
    if file is None:
        _end(LATER, "name the file that holds the key with --key-file")
    try:
        key = file.read_text("utf-8").strip()
    except (OSError, ValueError):
        _end(LATER, f"{file} cannot be read")
    if not key:
        _end(LATER, f"{file} is empty")
    return key


def _post(url: str, raw: bytes, key: str, recipient: str) -> dict[str, Any]:
    """What the server has done with the mail; everything but its 200 ends the command."""
    timestamp = str(round(system_clock().timestamp()))
    headers = {
        "Content-Type": "message/rfc822",
        "X-Chat-Timestamp": timestamp,
        "X-Chat-Signature": sign(key, timestamp, raw),
    }
    if recipient.isascii() and recipient.isprintable() and recipient:
        headers["X-Chat-Recipient"] = recipient
    try:
        asked = urllib.request.Request(url, raw, headers)
        with OPENER.open(asked, timeout=ANSWERS_WITHIN_S) as answer:
            told: Any = json.load(answer)
    except urllib.error.HTTPError as refused:
        refused.close()
        _end(TOO_LARGE if refused.code == TOO_BIG else LATER, f"{url} answered {refused.code}")
    except (OSError, ValueError, HTTPException) as fault:
        _end(LATER, f"{url} cannot be reached: {type(fault).__name__}")
    if not isinstance(told, dict) or "action" not in told:
        _end(LATER, f"{url} is not a server of ours")
    return told


def _show(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for name, value in facts.items():
        click.echo(f"{name}: {value}")


def _end(code: int, text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(code)
