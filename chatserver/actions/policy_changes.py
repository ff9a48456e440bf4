"""How a site's policy is changed: seen before, kept under its revision, written into the audit (design 12)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff

from chatserver.domain.errors import Refused
from chatserver.store import audit, policies
from chatserver.store.client import Client
from chatserver.store.policies import SEED, StoredPolicy

_MARK = re.compile(r"\A# revision (\d+)\n")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A policy's text without its mark, the revision that it was made from (None: it names none), who and why."""

    text: str
    made_from: int | None
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The policy that stands in the end, and what is different; no line: nothing has changed."""

    policy: StoredPolicy
    difference: tuple[str, ...]


def marked(policy: StoredPolicy) -> str:
    """The text as it is handed out: its first line names the revision, so that nobody overwrites a newer one."""
    return f"# revision {policy.revision}\n{policy.text}"


def unmarked(text: str) -> tuple[str, int | None]:
    """A text without that line, and the revision it named."""
    mark = _MARK.match(text)
    return (text[mark.end() :], int(mark[1])) if mark else (text, None)


async def ensure_policy(
    client: Client, site: str, seed: str, now: datetime, *, follow: bool = False
) -> StoredPolicy:
    """The policy of a site, which begins with the seed. With `follow` a newer seed replaces an untouched one."""
    began = _new(Proposal(unmarked(seed)[0], None, SEED), now)
    stands = await policies.current(client, site)
    stale = stands is not None and follow and stands.by == SEED and stands.digest != began.digest
    if stands is None or stale:
        await policies.replace(client, site, began, stands.revision if stands else 0)
        stands = await policies.current(client, site)
    if stands is None:
        raise Refused("error.site")
    return stands


async def propose(client: Client, site: str, proposal: Proposal, *, force: bool = False) -> Outcome:
    """What would change, and instead of what.

    Raises `Refused('error.policy_unseen')` when its writer has not seen that: a proposal has seen the revision that
    it names, and one that names none only the seed.
    """
    stands = await policies.current(client, site)
    if stands is None:
        raise Refused("error.site")
    if stands.digest == _digest(proposal.text):
        return Outcome(stands, ())
    seen = stands.by == SEED if proposal.made_from is None else proposal.made_from == stands.revision
    if not seen and not force:
        raise Refused("error.policy_unseen", revision=stands.revision, by=stands.by)
    lines = unified_diff(
        stands.text.splitlines(),
        proposal.text.splitlines(),
        f"revision {stands.revision}",
        "proposed",
        lineterm="",
    )
    return Outcome(stands, tuple(lines))


async def apply(
    client: Client, site: str, proposal: Proposal, now: datetime, *, force: bool = False
) -> Outcome:
    """Put a sound policy into force unless nothing would change; raises as `propose`, also when somebody was faster."""
    outcome = await propose(client, site, proposal, force=force)
    if not outcome.difference:
        return outcome
    seen = outcome.policy
    new = _new(proposal, now)
    number = await policies.replace(client, site, new, None if force else seen.revision)
    if number is None:  # somebody was faster: look again
        return await apply(client, site, proposal, now)
    await audit.record(client, proposal.by, "policy_applied", site, now)
    applied = StoredPolicy(number, new.text, new.digest, new.applied_at, new.by, new.note)
    return Outcome(applied, outcome.difference)


def _new(proposal: Proposal, now: datetime) -> StoredPolicy:
    return StoredPolicy(0, proposal.text, _digest(proposal.text), now, proposal.by, proposal.note)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
