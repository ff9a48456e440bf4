"""A mail server at the HTTP door."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import redis

from chatserver.clock import system_clock
from chatserver.domain.door_signature import sign
from chatserver.domain.mail_tokens import door_key


@dataclass(frozen=True, slots=True)
class Handed:
    """What the door said."""

    status: int
    told: dict[str, Any]
    retry_after: str | None


@dataclass(frozen=True, slots=True)
class MailServer:
    """One at an address of its own, holding a key."""

    url: str
    key: str
    address: str

    def hands_in(
        self, raw: bytes, recipient: str = "", *, late_s: int = 0, signature: str = "", length: str = ""
    ) -> Handed:
        """POST a mail, signed `late_s` seconds ago."""
        timestamp = str(round(system_clock().timestamp()) - late_s)
        headers = {
            "X-Chat-Timestamp": timestamp,
            "X-Chat-Signature": signature or sign(self.key, timestamp, raw),
            "X-Forwarded-For": self.address,
        }
        if recipient:
            headers["X-Chat-Recipient"] = recipient
        if length:
            headers["Content-Length"] = length
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        try:
            connection.request("POST", "/mail/inbound", raw, headers)
            response = connection.getresponse()
            return Handed(response.status, json.loads(response.read()), response.getheader("Retry-After"))
        finally:
            connection.close()


def key_of(redis_url: str) -> str:
    """The door's key, as `chatserver mail key` prints it."""
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        client.set("chat:secret", "ab" * 32, nx=True)
        return door_key(bytes.fromhex(str(client.get("chat:secret"))))
