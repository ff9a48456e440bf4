"""Settings: one table of name, default, meaning; read once; wrong ones refused at start by the variable's name."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
SESSION_COOKIE = "chatserver_session"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class SettingsFault(Exception):
    """A setting that cannot be used; the text names the variable and what is wrong."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose; every field is also an environment variable of the same name in capitals."""

    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    data_dir: Path = Path("data")
    redis_url: str = ""
    chat_redis_server: str = ""
    redis_replicas: int = 0
    policy: Path | None = None
    trusted_proxies: tuple[Network, ...] = field(default_factory=lambda: (ip_network("127.0.0.1"),))
    most_sockets_per_address: int = 200
    most_visitors_per_address: int = 20
    most_writes_per_address: int = 1200
    most_forms_per_address: int = 20
    allow_volatile_redis: bool = False
    demo: bool = False
    log_level: str = "INFO"

    @property
    def public_url(self) -> str:
        """Where browsers reach this server, without a trailing slash."""
        return self.base_url.rstrip("/") or f"http://{_spelled(self.host)}:{self.port}"

    @property
    def secure(self) -> bool:
        """Cookies carry `Secure` exactly when browsers come by https."""
        return self.public_url.startswith("https://")

    @property
    def shows_demo(self) -> bool:
        """The demo pages are for this machine, or on request."""
        return self.demo or {self.host, urlsplit(self.public_url).hostname} <= LOOPBACK

    def listening_on(self, port: int) -> "Settings":
        """The same, with the port that the system gave for 0."""
        return replace(self, port=port)


def read_settings(environ: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from the environment, overridden by `given` (command-line options, None = not given).

    Raises `SettingsFault` naming the variable.
    """
    source = os.environ if environ is None else environ
    known: dict[str, object] = {}
    for name, read in _READERS.items():
        if given.get(name) is not None:
            known[name] = given[name]
        elif text := source.get(name.upper(), "").strip():
            try:
                known[name] = read(text)
            except ValueError as fault:
                shown = "" if "@" in text else f"={text!r}"  # an address may hold a password
                raise SettingsFault(f"{name.upper()}{shown}: {fault}") from None
    settings = Settings(**known)  # type: ignore[arg-type]
    if settings.base_url and not settings.base_url.startswith(("http://", "https://")):
        raise SettingsFault(f"BASE_URL={settings.base_url!r}: must begin with http:// or https://")
    return settings


def _port(text: str) -> int:
    return _whole(text, 65_535, "must be a port, 0 to 65535")


def _count(text: str) -> int:
    return _whole(text, sys.maxsize, "must be a whole number; 0: no limit")


def _replicas(text: str) -> int:
    return _whole(text, 5, "must be 0 (none) to 5")


def _whole(text: str, most: int, meant: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= most):
        raise ValueError(meant)
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in {"1", "0", "true", "false", "yes", "no"}:
        raise ValueError("must be 1 or 0")
    return text.lower() in {"1", "true", "yes"}


def _redis_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("must begin with redis://, rediss:// or unix://")
    _ = parts.port  # raises where it is no port
    return text


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return text.upper()


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _spelled(host: str) -> str:
    if host in {"0.0.0.0", "::", "127.0.0.1"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


_READERS: dict[str, Callable[[str], object]] = {
    "host": str,
    "port": _port,
    "base_url": str,
    "data_dir": Path,
    "redis_url": _redis_url,
    "chat_redis_server": str,
    "redis_replicas": _replicas,
    "policy": Path,
    "trusted_proxies": _networks,
    "most_sockets_per_address": _count,
    "most_visitors_per_address": _count,
    "most_writes_per_address": _count,
    "most_forms_per_address": _count,
    "allow_volatile_redis": _flag,
    "demo": _flag,
    "log_level": _log_level,
}
