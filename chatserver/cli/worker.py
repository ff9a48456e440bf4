"""`chatserver worker`: sends mails, beside the servers or for them."""

import asyncio
import logging
import signal
from collections.abc import Callable
from pathlib import Path

import click
import uvloop

from chatserver.actions.office import Office
from chatserver.actions.policies import read_policy
from chatserver.background import Background
from chatserver.cli.seed import read_seed
from chatserver.cli.serve import REFUSED, Stopped
from chatserver.clock import Clock, system_clock
from chatserver.domain.errors import PolicyFault
from chatserver.mail.outgoing import Post
from chatserver.mail.worker import Mailer, mailer_of
from chatserver.settings import Settings, read_settings
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.blobs import open_blobs
from chatserver.store.client import Client, command_client
from chatserver.store.embedded import refuse_unfit, supervised_redis
from chatserver.store.schema import claim_schema
from chatserver.store.scripts import source
from chatserver.store.secrets import own_secret


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), help="Where everything is kept (./data).")
def worker(data_dir: Path | None) -> None:
    """Send mails. Every server does so too; this is for mails that nobody's visit shall wait for."""
    try:
        work_with(read_settings(data_dir=data_dir), system_clock)
    except REFUSED as fault:
        faults = "; ".join(map(str, fault.faults)) if isinstance(fault, PolicyFault) else ""
        raise Stopped(f"POLICY: {faults}" if faults else str(fault)) from None


def work_with(settings: Settings, clock: Clock, made: Callable[[Post], Mailer] = mailer_of) -> None:
    """Send until a signal; `made` is replaced only by entry points under tests/."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(settings, clock, made) if settings.email_url else _wait())
    click.echo("Stopped.")


async def _wait() -> None:
    """Whoever starts all the lines of the Procfile must not be stopped by this one."""
    ended = asyncio.Event()
    _on_signal(ended.set)
    click.echo("EMAIL_URL is empty: mails wait. Ctrl-C stops.")  # from here on it does, without a fault
    await ended.wait()


def _on_signal(end: Callable[[], None]) -> None:
    for kind in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(kind, end)


async def _work(settings: Settings, clock: Clock, made: Callable[[Post], Mailer]) -> None:
    binary = settings.chat_redis_server or None
    async with supervised_redis(settings.redis_url, settings.data_dir, binary) as url:
        client = command_client(url)
        try:
            await refuse_unfit(client, allow_volatile=settings.allow_volatile_redis)
            await claim_schema(client)
            await _send(settings, clock, client, made)
        finally:
            await client.aclose()


async def _send(settings: Settings, clock: Clock, client: Client, made: Callable[[Post], Mailer]) -> None:
    seed = await read_policy(read_seed(settings.policy))
    blobs = open_blobs(settings.files_url, settings.data_dir)
    async with asyncio.TaskGroup() as group:
        batch = Batch(client, source("append"), Background(group), settings.redis_replicas)
        office = Office(client, Appender(batch), clock, seed, blobs=blobs)
        mailer = made(Post(office, settings, await own_secret(client)))
        _on_signal(mailer.end)
        click.echo("chatserver sends mails. Ctrl-C stops.")
        await mailer.run()
