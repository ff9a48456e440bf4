"""Answers on a policy for people, in the language of the locale."""

from collections.abc import Iterator
from datetime import datetime

import click

from chatserver.domain.policy import PolicyVersion
from chatserver.protocol.decided import BothLanguages, CountedTarget, Deadline, Decided, WayOut
from chatserver.texts import say, word_instant, word_promise


def _spoken(_context: click.Context, _option: click.Parameter, value: str) -> str:
    return "vi" if value.lower().startswith("vi") else "en"


reader_language = click.option(
    "--language",
    envvar=["LC_ALL", "LC_MESSAGES", "LANG"],
    default="en",
    callback=_spoken,
    help="vi or en. [the locale's]",
)


def decision_lines(told: Decided, version: PolicyVersion, now: datetime, language: str) -> Iterator[str]:
    """A decision: its sentence first, then what it rests on."""
    yield _in(told.explanation, language)
    yield ""
    department = version.departments.get(told.department)
    yield say(
        "policy.outcome",
        language,
        outcome=say(f"policy.outcome.{told.outcome}", language),
        reason=told.reason,
        department=department.name.in_language(language) if department else told.department,
        version=told.policy_version,
    )
    if department:
        yield _hours(told, version, now, language)
    if told.reply_by and told.target:
        promise = word_promise(told.reply_by, version.zone, language, now)
        yield say("policy.promise", language, promise=promise, counted=_counted(told.target, language))
    if told.alternatives:
        ways = "; ".join(_way(way, language) for way in told.alternatives)
        yield say("policy.ways", language, ways=ways)
    for notice in told.notices:
        yield say("policy.notice", language, text=_in(notice.text, language))


def deadline_lines(told: Deadline, language: str) -> Iterator[str]:
    """A deadline: in words, in figures, and what was counted."""
    counted = _counted(told.target, language)
    if told.worded is None or told.deadline is None:
        yield say("policy.no_deadline", language, counted=counted)
        return
    yield say("policy.promise", language, promise=_in(told.worded, language), counted=counted)
    yield told.deadline.isoformat()
    yield say("policy.open_seconds", language, seconds=told.open_seconds)


def _hours(told: Decided, version: PolicyVersion, now: datetime, language: str) -> str:
    at = told.closes_at if told.open else told.opens_at
    if at is None:
        return say("console.hours.always" if told.open else "console.hours.shut", language)
    instant = word_instant(at, version.zone, language, now)
    return say("console.hours.open" if told.open else "console.hours.closed", language, instant=instant)


def _counted(target: CountedTarget, language: str) -> str:
    if target.calendar is None:
        return say("policy.counted.calendar", language, time=target.within)
    if target.working_days is not None:
        return say("policy.counted.days", language, count=target.working_days, calendar=target.calendar)
    return say("policy.counted.business", language, time=target.within, calendar=target.calendar)


def _way(way: WayOut, language: str) -> str:
    name = _in(way.name, language)
    return f"{name} {way.value}" if way.value else name


def _in(text: BothLanguages, language: str) -> str:
    return text.vi if language == "vi" else text.en
