"""A decision in words: the one place that says to people why, until when and by when.

The widget words the same reasons from the same keys (`decision.<reason>`), since its clock runs on between frames.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chatserver.domain.alternatives import Alternative
from chatserver.domain.decision import Decision
from chatserver.domain.policy import PolicyVersion
from chatserver.texts import say, word_instant, word_promise


def explain(
    decision: Decision, version: PolicyVersion, language: str, now: datetime, beside: ZoneInfo | None = None
) -> str:
    """Why a decision is what it is, as one paragraph for the visitor.

    Instants are in the desk's zone; the clock of `beside`, the reader's zone, stands with them when it differs.
    """
    wording = _Wording(version, language, now, beside)
    if decision.outcome == "refused":
        return " ".join(
            part for part in (refusal(decision, version, language), wording.ways(decision)) if part
        )
    if decision.outcome == "email":
        return wording.capture(decision)
    greeting = say(f"decision.{decision.reason}", language)
    return f"{greeting} {wording.promise(decision.reply_by)}" if decision.reply_by else greeting


def refusal(decision: Decision, version: PolicyVersion, language: str) -> str:
    """Why this department does not help this visitor."""
    department = version.departments.get(decision.department)
    admitted = [version.plans[key] for key in department.plans] if department else []
    plans = ", ".join(plan.name.in_language(language) for plan in admitted)
    return say(f"decision.{decision.reason}", language, plans=plans)


def way_name(way: Alternative, version: PolicyVersion, language: str) -> str:
    """What a way out is called: the department, the channel, or what to do."""
    if way.kind == "department":
        return version.departments[way.key].name.in_language(language)
    if way.kind == "channel":
        return version.channels[way.key].name.in_language(language)
    if way.kind == "phone":
        return say("explain.name.phone", language)
    return say("explain.name.email" if way.kind == "email" else "explain.name.sign_in", language)


@dataclass(frozen=True, slots=True)
class _Wording:
    """One version's instants and names in one language."""

    version: PolicyVersion
    language: str
    now: datetime
    beside: ZoneInfo | None

    def capture(self, decision: Decision) -> str:
        """That we answer by email; a calendar that never opens again has no opening, perhaps not even a promise."""
        if decision.reply_by is None:
            return say("explain.unpromised", self.language)
        reason = decision.reason
        if reason in ("closed_hours", "closed_holiday") and decision.opens_at is None:
            reason = "nobody_online"
        opening = self._instant(decision.opens_at) if decision.opens_at else ""
        promise = word_promise(decision.reply_by, self.version.zone, self.language, self.now, self.beside)
        return say(f"decision.{reason}", self.language, opening=opening, promise=promise)

    def promise(self, at: datetime) -> str:
        """By when somebody who is there will have answered."""
        promise = word_promise(at, self.version.zone, self.language, self.now, self.beside)
        return say("promise.by", self.language, promise=promise)

    def ways(self, decision: Decision) -> str:
        """Who takes this visitor instead; '' when nobody does."""
        others = [way for way in decision.alternatives if way.kind == "department"]
        ways = ", ".join(way_name(way, self.version, self.language) for way in others)
        unsigned = decision.reason == "sign_in_required"
        key = "explain.ways_unsigned" if unsigned else "explain.ways"
        return say(key, self.language, ways=ways) if ways else ""

    def _instant(self, at: datetime) -> str:
        return word_instant(at, self.version.zone, self.language, self.now, self.beside)
