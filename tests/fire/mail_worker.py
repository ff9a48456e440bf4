"""A worker process that can be killed: `python -m tests.fire.mail_worker CLOCK_FILE`, settings from the environment.

It waits not long for a mail server, its leases are short, and its mails are plain: it is the outbox that is on trial.
"""

import sys
from email.message import EmailMessage
from pathlib import Path

from chatserver.cli.worker import work_with
from chatserver.domain.mail import Mail, Result
from chatserver.domain.mail_tokens import message_id
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.mail.sender import Limits, Pace, Sender
from chatserver.mail.smtp import MailServer, Patience, server_of
from chatserver.mail.worker import Mailer, Turns
from chatserver.settings import read_settings
from tests.turned_clock import TurnedClock

DOMAIN = "visitor.example"
NO_LIMIT = Pace(0.001, 1_000_000)
PATIENCE = Patience(step=0.4, data=0.4, whole=1.0)
TURNS = Turns(connections=16, lease_ms=2_000, look_s=0.1)


async def plain(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
    """A mail with an address of its own, so that the server can tell it from all others."""
    message = EmailMessage()
    to = f"{mail.id}@{DOMAIN}"
    message["From"], message["To"], message["Subject"] = "chat@shop.example", to, mail.kind
    message["Message-ID"] = f"<{message_id(post.secret, mail.conversation, mail.n, 'shop.example')}>"
    message.set_content(f"{mail.from_seq}-{mail.to_seq}")
    return Outgoing(message, "chat@shop.example", to)


def made(post: Post) -> Mailer:
    """A mailer in a hurry."""
    server = server_of(post.settings.email_url, post.settings.public_url)
    quick = MailServer(server.scheme, server.host, server.port, "", "", server.name, PATIENCE)
    return Mailer(Sender(post, plain, Limits(NO_LIMIT, NO_LIMIT)), quick, TURNS)


if __name__ == "__main__":
    work_with(read_settings(), TurnedClock(Path(sys.argv[1])), made)
