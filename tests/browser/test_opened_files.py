"""Files opened by themselves: pictures and films are seen, and nothing in them runs (contract S4)."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Page

from tests.clients import new_id
from tests.file_samples import png
from tests.server import ServerProcess, server_process
from tests.web.wire_of_files import Sender

FILMED = """async () => {
  const canvas = document.createElement('canvas');
  const draw = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
  const filmed = new Promise((done) => (recorder.ondataavailable = ({ data }) => data.size && done(data)));
  recorder.start();
  for (let frame = 0; frame < 20; frame++) {
    draw.fillRect(frame, frame, 9, 9);
    await new Promise((done) => requestAnimationFrame(done));
  }
  recorder.stop();
  const bytes = new Uint8Array(await (await filmed).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}"""


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server over the session's Redis, emptied."""
    with server_process(tmp_path_factory.mktemp("files"), module_redis) as running:
        yield running


def said(server: ServerProcess, redis_url: str, content: bytes, name: str) -> str:
    """The address of a file that is in a conversation."""
    file = Sender(server).send(content, name)
    with redis.Redis.from_url(redis_url) as client:
        key = next(iter(client.scan_iter(match=f"*:file:{file['id']}")))
        client.hset(key, "conversation", new_id())
    return f"{server.url}/files/{server.site_key}/{file['id']}/{file['name']}"


def test_a_film_plays_where_it_is_opened(server: ServerProcess, redis_url: str, page: Page) -> None:
    page.goto(server.url + "/healthz")
    film = base64.b64decode(page.evaluate(FILMED))
    page.goto(said(server, redis_url, film, "phim.webm"))
    page.wait_for_function("document.querySelector('video')?.videoWidth === 300")


def test_a_picture_is_seen_where_it_is_opened(server: ServerProcess, redis_url: str, page: Page) -> None:
    page.goto(said(server, redis_url, png(40, 30), "ảnh.png"))
    page.wait_for_function("document.querySelector('img')?.naturalWidth === 40")


def test_a_picture_that_hides_a_page_is_saved(
    server: ServerProcess, redis_url: str, page: Page, tmp_path: Path
) -> None:
    mixed = png(4, 3, comment=b"<html><script>document.title = 'run'</script>")
    address = said(server, redis_url, mixed, "ảnh.png")
    page.goto(server.url + "/healthz")
    with page.expect_download() as saved:
        page.evaluate("(address) => { location.href = address; }", address)
    saved.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == mixed
    assert saved.value.suggested_filename == "ảnh.png.bin"
