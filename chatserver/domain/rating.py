"""Whether we helped: the visitor's verdict on a talk in which a person has answered, and what they add to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from chatserver.domain.conversation import Change, Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.file_names import UNSEEN
from chatserver.domain.page import clean_text

Verdict = Literal["yes", "no"]
COMMENT_CHARS = 500
LINES: dict[Verdict, str] = {"yes": "system.rated_yes", "no": "system.rated_no"}


@dataclass(slots=True)
class Verdicts:
    """How often we helped and how often not."""

    yes: int = 0
    no: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdicts of a time: in all, by department, by the agent who answered; and those that came with words."""

    whole: Verdicts = field(default_factory=Verdicts)
    departments: dict[str, Verdicts] = field(default_factory=dict)
    agents: dict[str, Verdicts] = field(default_factory=dict)
    explained: list[Conversation] = field(default_factory=list)


def tally(rated: Iterable[Conversation]) -> Tally:
    """Count verdicts, each conversation's last one."""
    counted = Tally()
    for one in rated:
        department = counted.departments.setdefault(one.rated_department, Verdicts())
        for verdicts in (counted.whole, department, counted.agents.setdefault(one.rated_agent, Verdicts())):
            if one.rating == "yes":
                verdicts.yes += 1
            else:
                verdicts.no += 1
        if one.rating_comment:
            counted.explained.append(one)
    return counted


def standing(conversation: Conversation) -> Literal["", "yes", "no"]:
    """The verdict on the present talk; '' when none was given, or we have helped and closed once more since."""
    if conversation.agent_at > conversation.rated_at and conversation.status == "closed":
        return ""  # who answers opens what was closed: it has been closed since
    return conversation.rating  # type: ignore[return-value]


def rate(conversation: Conversation, verdict: Verdict, comment: str, now: int) -> Change | None:
    """Give a verdict, or another one; words go with `no` alone. None when nothing is new: it may be sent again.

    Raises `Refused`: `not_answered` before a person has said anything, `comment_too_long`.
    """
    if not conversation.agent_at:
        raise Refused("error.not_answered")
    words = _one_line(comment) if verdict == "no" else ""
    if standing(conversation) == verdict and words in ("", conversation.rating_comment):
        return None
    before = conversation.rated_at
    who = conversation.agent or conversation.last_by or conversation.previous
    given = {"rating": verdict, "rating_comment": words, "rated_at": str(now)}
    about = {"rated_agent": who, "rated_department": conversation.department}
    line = "system.rated_no_because" if words else LINES[verdict]
    return Change(
        {"rated_at": str(before) if before else ""}, given | about, line, {"comment": words} if words else {}
    )


def _one_line(comment: str) -> str:
    """Words for a line of ours: nothing in them breaks it, turns it, or hides."""
    line = " ".join(UNSEEN.sub("", " ".join(clean_text(comment, may_be_empty=True).split())).split())
    if len(line) > COMMENT_CHARS:
        raise Refused("error.comment_too_long", limit=COMMENT_CHARS)
    return line
