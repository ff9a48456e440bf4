"""Settings: one table of name, default, meaning; read once; wrong ones refused at start by the variable's name."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network
SESSION_COOKIE = "chatserver_session"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
SMTP_SCHEMES = ("smtp+starttls", "smtps", "smtp")
IMAP_SCHEMES = ("imaps", "imap")
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}"
)
LONGEST_REPLY_NAME = 21
"""With `+` and a token of 42 letters it fills the 64 characters of a local part (RFC 5321)."""


class SettingsFault(Exception):
    """A setting that cannot be used; the text names the variable and what is wrong."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose; every field is also an environment variable of the same name in capitals."""

    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    data_dir: Path = Path("data")
    files_url: str = ""
    redis_url: str = ""
    chat_redis_server: str = ""
    redis_replicas: int = 0
    policy: Path | None = None
    email_url: str = field(default="", repr=False)
    default_from_email: str = ""
    reply_address: str = ""
    imap_url: str = field(default="", repr=False)
    trusted_proxies: tuple[Network, ...] = field(default_factory=lambda: (ip_network("127.0.0.1"),))
    most_sockets_per_address: int = 200
    most_visitors_per_address: int = 20
    most_writes_per_address: int = 1200
    most_forms_per_address: int = 20
    most_upload_megabytes_per_address: int = 500
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
                shown = "" if name in _SECRET or "@" in text else f"={text!r}"  # a URL may hold a password
                raise SettingsFault(f"{name.upper()}{shown}: {fault}") from None
    settings = Settings(**known)  # type: ignore[arg-type]
    if settings.base_url and not settings.base_url.startswith(("http://", "https://")):
        raise SettingsFault(f"BASE_URL={settings.base_url!r}: must begin with http:// or https://")
    if settings.email_url and not settings.default_from_email:
        raise SettingsFault("EMAIL_URL: needs DEFAULT_FROM_EMAIL too, the address that mails come from")
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
    _split(text, ("redis", "rediss", "unix"))
    return text


def _email_url(text: str) -> str:
    return _mail_server(text, SMTP_SCHEMES)


def _imap_url(text: str) -> str:
    _mail_server(text, IMAP_SCHEMES)
    if not urlsplit(text).username:
        raise ValueError("must name a user and a password: imaps://USER:PASSWORD@HOST/INBOX")
    return text


def _mail_server(text: str, schemes: Sequence[str]) -> str:
    """A URL of a mail server; its last scheme is the one without TLS, over which no password goes to the network."""
    parts = _split(text, schemes)
    if not parts.hostname:
        raise ValueError(
            "must name a host; write / : @ # ? % of a user or password as %2F %3A %40 %23 %3F %25"
        )
    if bool(parts.username) != bool(parts.password):
        raise ValueError("must name a user and a password, or neither")
    if parts.password and parts.scheme == schemes[-1] and parts.hostname not in LOOPBACK:
        raise ValueError(f"would send the password unencrypted: use {schemes[0]}://")
    return text


def _split(text: str, schemes: Sequence[str]) -> SplitResult:
    """A URL taken apart; what it holds is in no fault's text, for a wrong port may be half a password."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("is no URL, or its port is none") from None
    if parts.scheme not in schemes:
        raise ValueError("must begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
    return parts


def _address(text: str) -> str:
    if not ADDRESS.fullmatch(text):
        raise ValueError("must be one email address and nothing else, such as support@shop.example")
    return text


def _reply_address(text: str) -> str:
    local = _address(text).partition("@")[0]
    if "+" in local:
        raise ValueError("must have no + before the @: each conversation's own mark is put there")
    if len(local) > LONGEST_REPLY_NAME:
        raise ValueError(f"must have at most {LONGEST_REPLY_NAME} characters before the @")
    return text


def _files_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("must be s3://bucket/prefix; keys come from the AWS_… variables")
    return text.rstrip("/")


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
    "files_url": _files_url,
    "redis_url": _redis_url,
    "chat_redis_server": str,
    "redis_replicas": _replicas,
    "policy": Path,
    "email_url": _email_url,
    "default_from_email": _address,
    "reply_address": _reply_address,
    "imap_url": _imap_url,
    "trusted_proxies": _networks,
    "most_sockets_per_address": _count,
    "most_visitors_per_address": _count,
    "most_writes_per_address": _count,
    "most_forms_per_address": _count,
    "most_upload_megabytes_per_address": _count,
    "allow_volatile_redis": _flag,
    "demo": _flag,
    "log_level": _log_level,
}
_SECRET = {"redis_url", "email_url", "imap_url"}
"""What no message may show: such a URL holds a password."""
