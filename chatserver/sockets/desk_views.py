"""What a widget is shown of the desk, in its language and for whoever asks: departments, notices, other ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from chatserver.actions.explanations import refusal, way_name
from chatserver.actions.office import Office
from chatserver.domain.alternatives import Alternative
from chatserver.domain.asker import Asker
from chatserver.domain.decision import Decision
from chatserver.domain.policy import PolicyVersion
from chatserver.protocol import to_visitor as told
from chatserver.protocol.values import DecisionView, Language, WayOut
from chatserver.sockets.views import decision_view

_SCHEMES = {"phone": "tel:", "email": "mailto:", "link": ""}


@dataclass(frozen=True, slots=True)
class DeskView:
    """A site's desk as one group of widgets sees it."""

    office: Office
    site: str
    language: Language
    asker: Asker

    def decision(self) -> DecisionView:
        """What would happen to words that they write now."""
        decision, rules = self._decision, self._rules
        view = decision_view(decision, str(rules.zone), self.office.now)
        explanation = refusal(decision, rules, self.language) if decision.outcome == "refused" else ""
        ways = [self._way(way) for way in decision.alternatives]
        return replace(view, explanation=explanation, alternatives=ways)

    def desk(self) -> told.Desk:
        """Who answers here, and how else they are reached."""
        rules, decision = self._rules, self._decision
        department = rules.departments.get(decision.department)
        greeting = department.greeting if department else None
        return told.Desk(
            rules.company,
            rules.privacy_page(self.site, self.language),
            list(_channels(rules, self.language, self.office.now)),
            list(self._departments()),
            greeting.in_language(self.language) if greeting else "",
            [item.in_language(self.language) for item in (department.checklist if department else ())],
            [
                told.Notice(key, rules.notices[key].text.in_language(self.language))
                for key in decision.notices
            ],
            self._incident(),
            rules.rating,
        )

    def frame(self) -> told.Decision:
        """Both, as they are sent when either has changed."""
        return told.Decision(self.decision(), self.desk())

    def _incident(self) -> told.Incident | None:
        incident = self.office.incidents.of(self.site)
        if incident is None:
            return None
        words = incident.wording
        return told.Incident(words.in_language(self.language), words.url, incident.updated_at)

    @property
    def _rules(self) -> PolicyVersion:
        return self.office.rules(self.site)

    @property
    def _decision(self) -> Decision:
        return self.office.decision_for(self.site, self.asker)

    def _departments(self) -> Iterator[told.Department]:
        """Whom they may ask for; where there is no choice, none are named."""
        departments = self._rules.departments if len(self._rules.departments) > 1 else {}
        for key, department in departments.items():
            decision = self.office.decision_for(self.site, self.asker._replace(department=key, running=False))
            yield told.Department(
                key,
                department.name.in_language(self.language),
                department.about.in_language(self.language) if department.about else "",
                decision.open,
                decision.reason if decision.outcome == "refused" else "",
            )

    def _way(self, way: Alternative) -> WayOut:
        name, rules = way_name(way, self._rules, self.language), self._rules
        if way.kind == "channel":
            channel = rules.channels[way.key]
            label = name if channel.kind == "link" else channel.label or channel.value
            return WayOut(way.kind, label, _SCHEMES[channel.kind] + channel.value)
        if way.kind in ("phone", "email"):
            return WayOut(way.kind, way.value, _SCHEMES[way.kind] + way.value)
        return WayOut(way.kind, name, department=way.key)


def _channels(rules: PolicyVersion, language: Language, now: datetime) -> Iterator[told.Channel]:
    for key, channel in rules.channels.items():
        calendar = rules.calendars[channel.calendar] if channel.calendar else None
        yield told.Channel(
            key=key,
            name=channel.name.in_language(language),
            href=_SCHEMES[channel.kind] + channel.value,
            label=channel.label or channel.value,
            note=channel.note.in_language(language) if channel.note else "",
            open=calendar.is_open(now) if calendar else None,
            urgent=channel.urgent,
        )
