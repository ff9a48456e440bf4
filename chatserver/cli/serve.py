"""`chatserver serve`: one server process."""

import asyncio
import logging
import socket
from ipaddress import ip_address
from pathlib import Path

import click
import uvloop

from chatserver.cli.serving import Welcome
from chatserver.cli.serving import serve as run
from chatserver.clock import Clock, system_clock
from chatserver.domain.errors import PolicyFault
from chatserver.settings import Settings, SettingsFault, read_settings
from chatserver.store.embedded import RedisUnavailable
from chatserver.store.schema import NewerSchema

REFUSED = (SettingsFault, PolicyFault, RedisUnavailable, NewerSchema)


class Stopped(click.ClickException):
    """What keeps the server from starting, in one sentence."""

    exit_code = 2


@click.command()
@click.option("--host", help="Address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on (8000); 0 takes a free one.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Where everything is kept (./data).")
@click.option("--demo", is_flag=True, default=None, help="Show the demo pages, also beyond loopback.")
def serve(host: str | None, port: int | None, data_dir: Path | None, demo: bool | None) -> None:
    """Serve the widget, the console and both their sockets."""
    try:
        settings = read_settings(host=host, port=port, data_dir=data_dir, demo=demo)
        serve_with(settings, system_clock)
    except REFUSED as fault:
        raise Stopped(_spelled(fault)) from None


def serve_with(settings: Settings, clock: Clock) -> None:
    """Serve until a signal, by this clock; ends quietly after Ctrl-C."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    listening, settings = _listen(settings)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(run(settings, clock, listening, lambda welcome: _announce(settings, welcome)))
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        listening.close()


def _listen(settings: Settings) -> tuple[socket.socket, Settings]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as fault:
        raise SettingsFault(f"HOST={settings.host} PORT={settings.port}: {fault.strerror}") from None
    return listening, settings.listening_on(listening.getsockname()[1])


def _announce(settings: Settings, welcome: Welcome) -> None:
    url = settings.public_url
    lines = [f"chatserver is at {url}"]
    if settings.shows_demo:
        lines += ["", "  Demo page, with the widget:", f"    {url}/demo"]
    lines += ["", "  Snippet for your pages:"]
    lines += [f'    <script async src="{url}/widget.js" data-site="{welcome.site_key}"></script>']
    if welcome.setup_link:
        lines += ["", "  Become the first agent (works once, for a day):", f"    {welcome.setup_link}"]
    else:
        lines += ["", "  Console:", f"    {url}/console"]
    if not settings.secure and not _loopback(settings.host):
        lines += [
            "",
            "  WARNING: plain http beyond this machine. Put https in front and set BASE_URL=https://…",
        ]
    click.echo("\n".join([*lines, "", "Ctrl-C stops."]))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _spelled(fault: Exception) -> str:
    if isinstance(fault, PolicyFault):
        return "POLICY: " + "; ".join(map(str, fault.faults))
    return str(fault)
