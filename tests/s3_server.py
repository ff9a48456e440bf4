"""A tiny S3: what obstore asks for, kept in memory; it can be told to fail."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


@dataclass(slots=True)
class Bucket:
    """What is kept, by key; with `failing` set every request is answered by that status."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    failing: int = 0
    numbers: Iterator[int] = field(default_factory=count)


@contextmanager
def s3_server() -> Iterator[Bucket]:
    """Serve one bucket, named `chat`, on a free port of this machine."""
    bucket = Bucket()
    handler = type("Handler", (_Handler,), {"bucket": bucket})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        bucket.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield bucket
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        """As the base does; a client that hangs up is no fault."""
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def parse_request(self) -> bool:
        """Read the request whole; then all methods are one."""
        if not super().parse_request():
            return False
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        self.key = unquote(urlsplit(self.path).path).removeprefix("/chat").removeprefix("/")
        if self.bucket.failing:
            self._answer(self.bucket.failing, b"<Error><Code>Broken</Code></Error>")
            return False
        return True

    def do_PUT(self) -> None:
        """An object, or a part of one."""
        if "uploadId" in self.query:
            self.bucket.uploads[self.query["uploadId"][0]][int(self.query["partNumber"][0])] = self.body
        else:
            self.bucket.objects[self.key] = self.body
        self._answer(200, ETag='"tag"')

    def do_POST(self) -> None:
        """Begin or complete an object of several parts, or delete many."""
        if "uploads" in self.query:
            upload = str(next(self.bucket.numbers))
            self.bucket.uploads[upload] = {}
            self._answer(200, _xml("InitiateMultipartUploadResult", UploadId=upload))
        elif "uploadId" in self.query:
            parts = self.bucket.uploads.pop(self.query["uploadId"][0])
            self.bucket.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            self._answer(200, _xml("CompleteMultipartUploadResult", ETag="tag"))
        else:
            gone = re.findall(r"<Key>(.*?)</Key>", self.body.decode())
            for key in gone:
                self.bucket.objects.pop(key, None)
            told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in gone)
            self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def do_DELETE(self) -> None:
        """Delete one, or give up what has been sent of it."""
        if "uploadId" in self.query:
            self.bucket.uploads.pop(self.query["uploadId"][0])
        else:
            self.bucket.objects.pop(self.key, None)
        self._answer(204)

    def do_HEAD(self) -> None:
        """How large one is."""
        found = self.bucket.objects.get(self.key)
        self._answer(404 if found is None else 200, found or b"", ETag='"tag"')

    def do_GET(self) -> None:
        """One, or a range of it, or the list of all that begin alike."""
        if not self.key:
            self._list()
            return
        found = self.bucket.objects.get(self.key)
        asked = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if found is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        elif asked:
            start, end = int(asked[1]), min(int(asked[2] or len(found)), len(found) - 1)
            span = f"bytes {start}-{end}/{len(found)}"
            self._answer(206, found[start : end + 1], ETag='"tag"', Content_Range=span)
        else:
            self._answer(200, found, ETag='"tag"')

    def _list(self) -> None:
        prefix = self.query.get("prefix", [""])[0]
        stamp = "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>tag</ETag>"
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>{stamp}</Contents>"
            for key, content in sorted(self.bucket.objects.items())
            if key.startswith(prefix)
        )
        self._answer(200, f"<ListBucketResult><Name>chat</Name>{found}</ListBucketResult>".encode())

    def _answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _xml(name: str, **fields: str) -> bytes:
    inner = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in fields.items())
    return f"<{name}><Bucket>chat</Bucket><Key>k</Key>{inner}</{name}>".encode()
