"""A decision as a document, from the same code for commands and pages."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chatserver.actions.explanations import explain, way_name
from chatserver.actions.office import Office
from chatserver.clock import from_millis
from chatserver.domain.alternatives import Alternative
from chatserver.domain.decision import Counted, Decision, Situation, decide
from chatserver.domain.identity import read_token
from chatserver.domain.incident import Incident
from chatserver.domain.policy import Policy, PolicyVersion
from chatserver.domain.policy_file import Way
from chatserver.protocol.decided import (
    BothLanguages,
    CountedTarget,
    Decided,
    IncidentShown,
    NoticeShown,
    WayOut,
)
from chatserver.store import incidents


def decided(policy: Policy, situation: Situation) -> Decided:
    """What a policy says to a situation, explained in every language; instants in the desk's zone."""
    version = policy.version_at(situation.now)
    return document(decide(policy, situation), version, situation.now)


async def decided_now(
    office: Office, site: str, *, department: str | None, way: Way, token: str | None
) -> Decided:
    """What somebody who begins a conversation on a site now is told; who they are, a signed `token` alone says (S2).

    Raises `Refused` for the token's faults (`domain.identity`), or a `StoreFault`.
    """
    await office.refresh(site)
    person = None
    if token is not None:
        rules = await office.identity_desk.rules(office.client, site, fresh=True)
        person = read_token(token, rules.keys, site, office.now)
    plan = person.plan if person else None
    decision = office.decision(site, department, plan=plan or None, signed_in=person is not None, way=way)
    told = document(decision, office.rules(site), office.now)
    return replace(told, incident=_incident(await incidents.current(office.client, site), office.rules(site)))


def document(decision: Decision, version: PolicyVersion, now: datetime) -> Decided:
    """A decision of `version`, taken at `now`, as a document."""

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(version.zone) if at else None

    return Decided(
        outcome=decision.outcome,
        reason=decision.reason,
        explanation=BothLanguages(
            vi=explain(decision, version, "vi", now), en=explain(decision, version, "en", now)
        ),
        department=decision.department,
        policy_version=decision.policy_version,
        open=decision.open,
        opens_at=local(decision.opens_at),
        closes_at=local(decision.closes_at),
        reply_by=local(decision.reply_by),
        target=counted_target(decision.target) if decision.target else None,
        alternatives=[_way_out(way, version) for way in decision.alternatives],
        notices=[_notice(key, version) for key in decision.notices],
    )


def counted_target(counted: Counted) -> CountedTarget:
    """What was counted, on which clock."""
    target = counted.target
    return CountedTarget(
        name=counted.name,
        turn=counted.turn,
        within=_duration(target.within) if target.within else None,
        working_days=target.working_days,
        clock=target.clock,
        calendar=counted.calendar,
    )


def _incident(incident: Incident | None, version: PolicyVersion) -> IncidentShown | None:
    if incident is None:
        return None
    raised, updated = (
        from_millis(at).astimezone(version.zone) for at in (incident.raised_at, incident.updated_at)
    )
    words = incident.wording
    return IncidentShown(BothLanguages(vi=words.vi, en=words.en), words.url, raised, updated)


def _duration(within: timedelta) -> str:
    """ISO 8601 in the units that a policy writes: PT4H, PT15M, PT1H30M."""
    minutes, seconds = divmod(within // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")


def _way_out(way: Alternative, version: PolicyVersion) -> WayOut:
    names = BothLanguages(vi=way_name(way, version, "vi"), en=way_name(way, version, "en"))
    return WayOut(way.kind, way.key, way.value, names)


def _notice(key: str, version: PolicyVersion) -> NoticeShown:
    text = version.notices[key].text
    return NoticeShown(key, BothLanguages(vi=text.vi, en=text.en))
