"""`chatserver ratings`: what visitors said of our help."""

from datetime import datetime, timedelta

import click

from chatserver.actions.ratings import Report, report
from chatserver.actions.sites import site_named, the_only_site
from chatserver.cli.common import Fact, Place, on_store
from chatserver.clock import from_millis, system_clock
from chatserver.domain.rating import Verdicts
from chatserver.store.client import Client


@click.command()
@click.option("--days", type=click.IntRange(1, 3650), default=30, help="How far to look back. [30]")
@click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")
@on_store
def ratings(place: Place, days: int, site_name: str | None) -> None:
    """Count visitors' verdicts by department and agent; a conversation counts once, with its last one."""
    until = system_clock()
    since = until - timedelta(days=days)

    async def work(client: Client) -> Report:
        site = await (site_named(client, site_name) if site_name else the_only_site(client))
        return await report(client, site.id, since, until)

    found = place.run(work)
    place.show(_facts(found, since, until), *_lines(found, days))


def _facts(found: Report, since: datetime, until: datetime) -> dict[str, Fact]:
    counted = found.tally
    departments = [{"department": key, **_of(one)} for key, one in sorted(counted.departments.items())]
    agents = [
        {"agent": key, "name": found.names.get(key, ""), **_of(one)}
        for key, one in sorted(counted.agents.items())
    ]
    words = [
        {
            "conversation": one.id,
            "at": from_millis(one.rated_at).isoformat(),
            "department": one.rated_department,
            "agent": one.rated_agent,
            "comment": one.rating_comment,
        }
        for one in counted.explained
    ]
    span = {"since": since.isoformat(), "until": until.isoformat()}
    return {**span, **_of(counted.whole), "departments": departments, "agents": agents, "comments": words}


def _of(verdicts: Verdicts) -> dict[str, int]:
    return {"yes": verdicts.yes, "no": verdicts.no}


def _lines(found: Report, days: int) -> list[str]:
    counted = found.tally
    lines = [f"Last {days} days: {_worded(counted.whole)}"]
    lines += [f"department {key}: {_worded(one)}" for key, one in sorted(counted.departments.items())]
    lines += [
        f"agent {found.names.get(key, key) or '?'}: {_worded(one)}"
        for key, one in sorted(counted.agents.items())
    ]
    lines += [f"{one.id}  {one.rating_comment}" for one in counted.explained]
    return lines


def _worded(verdicts: Verdicts) -> str:
    return f"{verdicts.yes} yes, {verdicts.no} not yet"
