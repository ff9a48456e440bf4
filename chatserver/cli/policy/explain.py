"""`chatserver policy explain`: the one decision, with its reasons."""

from typing import BinaryIO, get_args

import click

from chatserver.actions.decisions import decided
from chatserver.cli.policy.answers import answer_batch, answer_one, batch_file, show_json
from chatserver.cli.policy.asked import ExplainAsked, read_asked, situation_of
from chatserver.cli.policy.files import as_json, loaded_policy
from chatserver.cli.policy.readable import decision_lines, reader_language
from chatserver.domain.policy_file import Priority, Way
from chatserver.protocol.decided import Decided


@click.command()
@click.argument("file")
@click.option("--at", help="The instant, ISO 8601 with its offset: 2026-03-04T22:00:00+07:00.")
@click.option("--department", help="Its key; without one, the policy's default.")
@click.option("--plan", help="What a verified identity says the contact pays for.")
@click.option("--signed-in", is_flag=True, default=None, help="The contact has a verified identity.")
@click.option("--priority", type=click.Choice(get_args(Priority)), help="As an agent has set it.")
@click.option("--channel", type=click.Choice(get_args(Way)), help="What the visitor asks for. [chat]")
@click.option("--agents-online", type=click.IntRange(min=0), help="Of the department. [1]")
@click.option("--free", type=click.IntRange(min=0), help="How many of them. [all of them]")
@batch_file
@reader_language
@as_json
def explain(file: str, batch: BinaryIO | None, language: str, as_json: bool, **options: object) -> None:
    """Decide by FILE who answers, why, and by when."""
    policy = loaded_policy(file, as_json=as_json)
    given = {name: value for name, value in options.items() if value is not None}

    def answer(asked: ExplainAsked) -> Decided:
        return decided(policy, situation_of(asked))

    if batch is not None:
        answer_batch(batch, given, ExplainAsked, answer)
        return
    told = answer_one(given, ExplainAsked, answer, as_json=as_json)
    if as_json:
        show_json(told)
    else:
        now = situation_of(read_asked(given, ExplainAsked)).now
        click.echo("\n".join(decision_lines(told, policy.version_at(now), now, language)))
