"""What all commands share: where the data is, how they print, how they end (0 done, 1 refused, 2 cannot run)."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from chatserver.domain.errors import ChatError
from chatserver.settings import Settings, SettingsFault, read_settings
from chatserver.store.blobs import Blobs, open_blobs
from chatserver.store.client import Client, StoreFault, command_client
from chatserver.store.embedded import RedisUnavailable, holds_data, running_redis
from chatserver.store.schema import NewerSchema, claim_schema
from chatserver.texts import say

REFUSED, CANNOT_RUN = 1, 2
T = TypeVar("T")
Fact = str | int | Sequence[object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works and how it answers."""

    settings: Settings
    as_json: bool

    @property
    def blobs(self) -> Blobs:
        """Where the bytes of files are; what cannot be used ends the command."""
        try:
            return open_blobs(self.settings.files_url, self.settings.data_dir)
        except SettingsFault as fault:
            self.fail(CANNOT_RUN, "settings", str(fault))

    def run(self, work: Callable[[Client], Awaitable[T]], *, may_begin: bool = False) -> T:
        """Do `work` on the store and return its result; what goes wrong ends the command.

        Only with `may_begin` does a directory get data that has none: elsewhere it is a slip of the pen.
        """
        folder = self.settings.data_dir
        if not (may_begin or self.settings.redis_url or holds_data(folder)):
            text = f"There is no data of chatserver in {folder}: name its directory with --data-dir."
            self.fail(CANNOT_RUN, "no_data", text)
        try:
            return asyncio.run(_on_store(self.settings, work))
        except ChatError as refused:
            self.fail(REFUSED, refused.reason, say(refused.key, "en", **refused.values))
        except SettingsFault as fault:
            self.fail(CANNOT_RUN, "settings", str(fault))
        except (RedisUnavailable, NewerSchema) as unfit:
            self.fail(CANNOT_RUN, "unavailable", str(unfit))
        except StoreFault as away:
            self.fail(CANNOT_RUN, "unavailable", f"Redis did not answer: {away}")

    def show(self, facts: dict[str, Fact] | list[dict[str, Fact]], *lines: str) -> None:
        """Print a result: `facts` with --json, else `lines`."""
        if self.as_json:
            click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        for line in () if self.as_json else lines:
            click.echo(line)

    def fail(self, code: int, reason: str, text: str) -> NoReturn:
        """End the command with an exit code and a sentence."""
        if self.as_json:
            click.echo(json.dumps({"error": reason, "text": text}, ensure_ascii=False))
        else:
            click.echo(text, err=True)
        sys.exit(code)


def on_store(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--data-dir`, `--base-url` and `--json`, and a `Place` as its first argument."""

    @click.option(
        "--data-dir", type=click.Path(path_type=Path), help="The embedded Redis' data. [DATA_DIR, data]"
    )
    @click.option("--base-url", help="Where browsers reach the server. [BASE_URL]")
    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
    @wraps(command)
    def wrapped(data_dir: Path | None, base_url: str | None, as_json: bool, **arguments: object) -> None:
        try:
            settings = read_settings(data_dir=data_dir, base_url=base_url)
        except SettingsFault as fault:
            Place(Settings(), as_json).fail(CANNOT_RUN, "settings", str(fault))
        command(Place(settings, as_json), **arguments)

    return wrapped


async def _on_store(settings: Settings, work: Callable[[Client], Awaitable[T]]) -> T:
    binary = settings.chat_redis_server or None
    async with running_redis(settings.redis_url, settings.data_dir, binary) as url:
        client = command_client(url)
        try:
            await claim_schema(client)
            return await work(client)
        finally:
            await client.aclose()
