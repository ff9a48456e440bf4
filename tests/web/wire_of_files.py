"""A browser that sends files: as a visitor of the first site, or as its agent."""

import http.client
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from tests.clients import ORIGIN, new_id, new_secret
from tests.server import ServerProcess

CHUNK, KEPT = 1024 * 1024, 64 * 1024
"""The most and the least of a part."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came back, as bytes and as JSON."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body; {} for an empty one."""
        return dict(msgspec.json.decode(self.content)) if self.content else {}


@dataclass(slots=True)
class Sender:
    """Who sends files: `secret` of a visitor, or the headers of a signed-in agent."""

    server: ServerProcess
    secret: str = field(default_factory=new_secret)
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> Told:
        """One request; an empty header is left out."""
        mine = self.headers or {"Authorization": f"Bearer {self.secret}"}
        sent = {"Origin": ORIGIN, **mine, **{name.replace("_", "-"): text for name, text in headers.items()}}
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc, timeout=20)
        try:
            kept = {name: text for name, text in sent.items() if text}
            connection.request(method, path, body or None, kept)
            answer = connection.getresponse()
            return Told(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def begin(self, size: int, name: str = "ảnh.png", file_id: str = "", **headers: str) -> Told:
        """Say what will come."""
        order = msgspec.json.encode({"id": file_id or new_id(), "name": name, "size": size})
        return self.call("POST", self.path(), order, Content_Type="application/json", **headers)

    def put(self, file_id: str, offset: int, content: bytes, **headers: str) -> Told:
        """Send a part."""
        return self.call("PUT", f"{self.path(file_id)}?offset={offset}", content, **headers)

    def asked(self, file_id: str, method: str = "GET") -> Told:
        """Ask what has come of a file."""
        return self.call(method, self.path(file_id))

    def send(self, content: bytes, name: str = "ảnh.png") -> dict[str, Any]:
        """Send a file from end to end; how it is told."""
        begun = self.begin(len(content), name)
        assert begun.status == 201, begun.content
        file_id, told = begun.json["id"], begun
        for offset in range(0, len(content), CHUNK):
            told = self.put(file_id, offset, content[offset : offset + CHUNK])
            assert told.status == 200, told.content
        file: dict[str, Any] = told.json["file"]
        return file

    def path(self, file_id: str = "") -> str:
        """Where files of this site are sent."""
        return f"/api/files/{self.server.site_key}" + (f"/{file_id}" if file_id else "")

    def show(self, site: str, file: dict[str, Any], method: str = "GET", **headers: str) -> Told:
        """Fetch a file as any browser would that knows its id: without a secret."""
        path = f"/files/{site}/{file['id']}/{quote(file['name'])}"
        return self.call(method, path, b"", Authorization="", Cookie="", **headers)


def noise(size: int) -> bytes:
    """So many bytes of text that nobody can guess."""
    return secrets.token_hex(size // 2 + 1).encode()[:size]


def begun(sender: Sender, size: int, name: str = "a.txt") -> str:
    """A file that is going to come; its id."""
    told = sender.begin(size, name)
    assert told.status == 201, told.content
    return str(told.json["id"])


def stored(server: ServerProcess, file_id: str) -> list[Path]:
    """What lies on the disk of a file."""
    found = (Path(server.data_dir) / "files").rglob("*")
    return [path for path in found if path.is_file() and file_id in str(path)]
