"""What a person may ask of us: all that we keep of them, or none of it (retention and erasure)."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chatserver.actions.files import of_visitor, remove_gone, unsaid
from chatserver.actions.inbound.set_aside import forget_set_aside
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.identity import digest_of
from chatserver.domain.ids import random_id, secret_hash
from chatserver.domain.mail_tokens import link_code
from chatserver.domain.message import SystemLine
from chatserver.store import audit, conversations, erasure, exports, files, links, persons
from chatserver.store.appends import Append, Appender
from chatserver.store.blobs import Blobs
from chatserver.store.client import Client
from chatserver.store.persons import Person
from chatserver.store.secrets import own_secret

REMOVED_AT_ONCE = 100
"""In one round of the sweep, so that closing time is not kept waiting."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away."""

    visitors: int
    conversations: int
    messages: int
    files: int


async def person_named(client: Client, site: str, text: str) -> Person:
    """Who is meant by a visitor's id, an address or an identity; raises `Refused('error.unknown_visitor')`."""
    person = await persons.find(client, site, text, digest_of(text))
    if person is None:
        raise Refused("error.unknown_visitor")
    return person


async def export(client: Client, site: str, person: Person, now: datetime) -> AsyncIterator[dict[str, Any]]:
    """Everything kept of a person, one JSON object after another; a conversation's `digest` covers its messages.

    It is the SHA-256 of the lines `seq h at body`, each with its line feed.
    """
    for visitor in sorted(person.visitors):
        yield {"kind": "visitor", "id": visitor, **await exports.visitor(client, site, visitor)}
        for page in await exports.trail(client, site, visitor):
            yield {"kind": "page", "visitor": visitor, **page}
    for digest in sorted(person.identities):
        yield {"kind": "identity", "digest": digest, **await exports.identity(client, site, digest)}
    for conversation in sorted(person.conversations):
        async for line in _conversation(client, site, conversation):
            yield line
    for file in await unsaid(client, site, _owners(person), now):
        yield {"kind": "file", **exports.file(file)}


async def _conversation(client: Client, site: str, name: str) -> AsyncIterator[dict[str, Any]]:
    messages, digest = [], hashlib.sha256()
    async for message in exports.messages(client, site, name):
        digest.update(f"{message.seq} {message.h} {message.at} {message.body}\n".encode())
        body = msgspec.json.decode(message.body)
        messages.append(
            {"kind": "message", "conversation": name, "seq": message.seq, "at": message.at, **body}
        )
    facts = await exports.conversation(client, site, name)
    yield {
        "kind": "conversation",
        "id": name,
        **facts,
        "messages": len(messages),
        "digest": digest.hexdigest(),
    }
    for line in messages:
        yield line
    for note in await exports.notes(client, site, name):
        yield {"kind": "note", "conversation": name, **note}
    for file in await files.of_conversation(client, site, name):
        yield {"kind": "file", "conversation": name, **exports.file(file)}


async def erase(
    client: Client, appender: Appender, blobs: Blobs, site: str, person: Person, now: datetime
) -> Erased:
    """Take away what a person said and sent and who they are; what was said leaves a tombstone at its seq.

    Bytes of files that are not where `blobs` looks stay noted for the server's sweep.
    """
    messages, addresses = 0, set[str]()
    sent = await unsaid(client, site, _owners(person), now)
    for one in sent:
        await files.discard(client, site, one)
    for name in sorted(person.conversations):
        found = await conversations.load(client, site, name)
        if found is not None:
            addresses.add(found.email)
            line = SystemLine(random_id(), "system.erased", {})
            await appender.append(site, Append(name, millis(now), line, set=CLOSED))
            sent += await files.of_conversation(client, site, name)
            messages += await erasure.erase_words(client, site, name, random_id())
            await _forget_links(client, site, name)
    await forget_set_aside(client, site, person.conversations, addresses)
    with suppress(Unavailable):  # noted for the server's sweep
        await remove_gone(client, blobs, site, only_found=True)
    for visitor in sorted(person.visitors):
        await erasure.erase_visitor(client, site, visitor)
        await audit.record(client, audit.OPERATOR, "visitor_erased", visitor, now)
    for digest in sorted(person.identities):
        await erasure.erase_identity(client, site, digest)
    return Erased(len(person.visitors), len(person.conversations), messages, len(sent))


async def _forget_links(client: Client, site: str, conversation: str) -> None:
    """What was mailed before opens nothing any more: there is nothing left to be read there."""
    last, secret = await erasure.last_mail_erased(client, site, conversation), await own_secret(client)
    codes = (link_code(secret, conversation, n + 1) for n in range(last))
    await links.forget(client, site, map(secret_hash, codes))


def _owners(person: Person) -> set[str]:
    return {of_visitor(visitor) for visitor in person.visitors}


async def end_retention(office: Office, site: str) -> int:
    """Remove what has been closed for `retention_days`, so much as one round may do; how many went."""
    days = office.rules(site).numbers.retention_days
    before = millis(office.now - timedelta(days=days))
    gone = await erasure.long_closed(office.client, site, before, REMOVED_AT_ONCE)
    return sum([await erasure.remove(office.client, site, one, before) for one in gone])


CLOSED = {
    "status": "closed",
    "agent": "",
    "agent_name": "",
    "waiting_since": "",
    "promise_at": "",
    "sleeps_until": "",
    "unseen_since": "",
    "offered_to": "",
    "front": "",
    "missed": "",
    "unattended": "",
}
