"""`chatserver policy deadline`: when a target is due, and the open time up to then."""

from typing import BinaryIO, get_args

import click

from chatserver.actions.targets import target_due
from chatserver.cli.policy.answers import answer_batch, answer_one, batch_file, show_json
from chatserver.cli.policy.asked import DeadlineAsked, instant, time_of
from chatserver.cli.policy.files import as_json, loaded_policy
from chatserver.cli.policy.readable import deadline_lines, reader_language
from chatserver.domain.policy_file import Priority
from chatserver.protocol.decided import Deadline


@click.command()
@click.argument("file")
@click.option("--department", help="Its key; without one, the policy's default.")
@click.option("--from", help="When the question came, ISO 8601 with its offset.")
@click.option("--target", help="A time of its own, ISO 8601: PT4H; on the clock of the department's target.")
@click.option("--working-days", type=click.IntRange(1, 3_660), help="The same in working days of 24 hours.")
@click.option("--priority", type=click.Choice(get_args(Priority)), help="The target of this priority.")
@click.option("--plan", help="What a verified identity says the contact pays for.")
@click.option("--until", help="Count the open seconds up to here. [the deadline]")
@batch_file
@reader_language
@as_json
def deadline(file: str, batch: BinaryIO | None, language: str, as_json: bool, **options: object) -> None:
    """Count by FILE when a target is due, and the open seconds between --from and --until on the same clock.

    The clock is that of the department's target for --priority; without one, of its target for emails.
    """
    policy = loaded_policy(file, as_json=as_json)
    given = {name: value for name, value in options.items() if value is not None}

    def answer(asked: DeadlineAsked) -> Deadline:
        start = instant("from", asked.start)
        until = instant("until", asked.until) if asked.until is not None else None
        return target_due(policy, start, asked.department, asked.priority, time_of(asked), asked.plan, until)

    if batch is not None:
        answer_batch(batch, given, DeadlineAsked, answer)
        return
    told = answer_one(given, DeadlineAsked, answer, as_json=as_json)
    if as_json:
        show_json(told)
    else:
        click.echo("\n".join(deadline_lines(told, language)))
