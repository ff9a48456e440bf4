"""Mail servers come again while ours is killed: each mail is in one conversation, once, with its file (contract R5)."""

import http.client
import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import redis

from tests.file_samples import png
from tests.letters import letter
from tests.mail.imap_server import imap_server
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.web.handing_in import MailServer, key_of

MAILS, KILLS, SENDERS = 40, 4, 6
Mails = dict[int, bytes]


def mails() -> Mails:
    """From as many people."""
    return {
        number: letter(
            f"Câu hỏi {number}",
            sender=f"p{number}@khach.vn",
            message_id=f"{number}@khach.vn",
            files=((f"{number}.png", png(number + 1, 2)),),
        )
        for number in range(MAILS)
    }


def hand_in(server: ServerProcess, key: str, waiting: Mails, kill_after: int) -> set[int]:
    """Hand in what waits, by several at once; the server dies when so many are kept. Which are known to be kept."""
    door, kept = MailServer(server.url, key, "192.0.2.50"), set[int]()

    def one(number: int) -> None:
        try:
            done = door.hands_in(waiting[number])
        except (OSError, http.client.HTTPException, ValueError):
            return  # a mail server comes again
        if done.status == 200:
            kept.add(number)
        if len(kept) >= kill_after:
            server.process.kill()

    with ThreadPoolExecutor(SENDERS) as senders:
        list(senders.map(one, waiting))
    return kept


def stored(url: str) -> list[list[str]]:
    """The texts of each conversation, and the names of its files."""
    with redis.Redis.from_url(url, decode_responses=True) as client:
        found = []
        for key in client.scan_iter("*:conversation:*:messages"):
            bodies = [json.loads(fields["body"]) for _, fields in client.xrange(key)]
            found.append([line for body in bodies for line in (body["text"], body["files"][0]["name"])])
        return sorted(found)


def test_every_mail_lands_once_however_often_the_server_dies(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    chance, waiting = random.Random(seed), mails()
    with TemporaryDirectory(prefix="chat-") as folder, redis_server(Path(folder)) as url:
        key = key_of(url)
        for _ in range(KILLS):
            with server_process(tmp_path / "server", url) as server:
                kept = hand_in(server, key, waiting, kill_after=chance.randrange(1, 8))
            waiting = {number: raw for number, raw in waiting.items() if number not in kept}
        with server_process(tmp_path / "server", url) as server:
            # So many at once from an address that has not shown the key to this process: some are told to come again.
            while waiting:
                kept = hand_in(server, key, waiting, kill_after=MAILS + 1)
                assert kept, server.output
                waiting = {number: raw for number, raw in waiting.items() if number not in kept}
            assert len(hand_in(server, key, mails(), kill_after=MAILS + 1)) == MAILS
        wanted = sorted([f"Câu hỏi {number}", f"{number}.png"] for number in range(MAILS))
        assert stored(url) == wanted, f"seed {seed}"


def test_a_mailbox_is_emptied_once_by_servers_that_die(tmp_path: Path) -> None:
    with (
        TemporaryDirectory(prefix="chat-") as folder,
        redis_server(Path(folder)) as url,
        imap_server() as mailbox,
    ):
        for raw in mails().values():
            mailbox.gets(raw)
        with server_process(tmp_path / "server", url, IMAP_URL=mailbox.url) as server:
            assert mailbox.marked.wait(20), server.output
            server.kill()
        seen = len(mailbox.seen)
        with redis.Redis.from_url(url) as client:
            client.delete("chat:mailbox")  # its lease has ended
        with server_process(tmp_path / "server", url, IMAP_URL=mailbox.url) as server:
            assert mailbox.emptied.wait(60), server.output
        assert 0 < seen <= MAILS
        assert stored(url) == sorted([f"Câu hỏi {number}", f"{number}.png"] for number in range(MAILS))
