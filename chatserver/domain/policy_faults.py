"""What is wrong between the tables of a policy file, though each of them reads well."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from chatserver.domain.address import is_address
from chatserver.domain.errors import Fault
from chatserver.domain.policy_file import Department, Notice, Response, Target, TargetName, VersionFile
from chatserver.domain.policy_read import FAULTY, is_noted, sound

_OPENS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "phone": ("phone number", re.compile(r"[+*#]?\d[\d ().*#-]{0,30}").fullmatch),
    "email": ("e-mail address", is_address),
    "link": ("http(s) address", re.compile(r"https?://[^\s\"'<>]+").fullmatch),
}


def reference_faults(shape: VersionFile, path: str, known: list[Fault]) -> Iterator[Fault]:
    """Names that name nothing, targets that say nothing, addresses that are none; nothing twice."""
    yield from _unknown_names(shape, path)
    yield from _circles(shape, path)
    if "email" not in shape.targets and not is_noted(known, f"{path}.targets"):
        yield Fault(
            f"{path}.targets.email", "is missing: every visitor who leaves an address is promised an answer"
        )
    for place, target in _targets(shape):
        if not is_noted(known, f"{path}.{place}"):
            yield from _target_faults(target, f"{path}.{place}")
    for name, department in sound(shape.departments):
        yield from _department_faults(department, f"{path}.departments.{name}")
    yield from _tap_faults(shape, path)
    for name, notice in sound(shape.notices):
        if notice.starts is not None and notice.until is not None and notice.until <= notice.starts:
            yield Fault(f"{path}.notices.{name}.until", "is not after `from`")
    for name, calendar in sound(shape.calendars):
        yield from _twice(calendar.closed, f"{path}.calendars.{name}.closed")


def order_faults(shapes: tuple[VersionFile, ...]) -> Iterator[Fault]:
    """Versions that do not follow each other in time."""
    for i, (earlier, later) in enumerate(pairwise(shapes), start=1):
        if earlier is FAULTY or later is FAULTY:
            continue
        if later.effective_from is None:
            yield Fault(f"version[{i}].effective_from", "is missing: only the first version may lack it")
        elif earlier.effective_from is not None and earlier.effective_from >= later.effective_from:
            yield Fault(f"version[{i}].effective_from", "is not later than that of the version before")


def _unknown_names(shape: VersionFile, path: str) -> Iterator[Fault]:
    named = (
        ("calendar", shape.calendars, _named_calendars(shape)),
        ("department", shape.departments, _named_departments(shape)),
        ("plan", shape.plans, _named_plans(shape)),
    )
    for kind, known, places in named:
        for place, name in places:
            if name is not None and name is not FAULTY and name not in known:
                yield Fault(f"{path}.{place}", f"names the {kind} {name!r}, which does not exist")


def _named_calendars(shape: VersionFile) -> Iterator[tuple[str, str | None]]:
    for name, department in sound(shape.departments):
        yield f"departments.{name}.calendar", department.calendar
    for name, plan in sound(shape.plans):
        yield f"plans.{name}.calendar", plan.calendar
    for place, target in _targets(shape):
        yield f"{place}.calendar", target.calendar
    for name, channel in sound(shape.channels):
        yield f"channels.{name}.calendar", channel.calendar


def _named_departments(shape: VersionFile) -> Iterator[tuple[str, str | None]]:
    yield "default_department", shape.default_department
    for name, department in sound(shape.departments):
        yield f"departments.{name}.overflow", department.overflow


def _named_plans(shape: VersionFile) -> Iterator[tuple[str, str | None]]:
    owners: list[tuple[str, Department | Notice]] = [
        *((f"departments.{name}", department) for name, department in sound(shape.departments)),
        *((f"notices.{name}", notice) for name, notice in sound(shape.notices)),
    ]
    for place, owner in owners:
        yield from ((f"{place}.plans[{i}]", plan) for i, plan in enumerate(owner.plans))


def _circles(shape: VersionFile, path: str) -> Iterator[Fault]:
    """Overflows that lead back to where they began; each circle is told once."""
    follow = {name: department.overflow for name, department in sound(shape.departments)}
    told: set[str] = set()
    for name in follow:
        way = [name]
        while (onward := follow.get(way[-1])) is not None and onward not in way:
            way.append(onward)
        if onward == name and name not in told:
            told.update(way)
            yield Fault(f"{path}.departments.{name}.overflow", "is circular: " + " → ".join([*way, name]))


def _department_faults(department: Department, path: str) -> Iterator[Fault]:
    if department.address is not None and not is_address(department.address):
        yield Fault(f"{path}.address", f"{department.address!r} is no e-mail address")
    if "email" not in department.ways and FAULTY not in department.ways:
        yield Fault(f"{path}.ways", "lacks `email`: what comes in while nobody is there has no other way")
    yield from _twice(department.ways, f"{path}.ways")
    yield from _twice(department.plans, f"{path}.plans")


def _tap_faults(shape: VersionFile, path: str) -> Iterator[Fault]:
    """What pages make links of: a script among them would run on every page with the widget (contract S3)."""
    taps = [(f"channels.{name}.value", one.kind, one.value) for name, one in sound(shape.channels)]
    taps += [(f"plans.{name}.phone", "phone", one.phone) for name, one in sound(shape.plans) if one.phone]
    for place, kind, value in taps:
        named, opens = _OPENS[kind]
        if not opens(value):
            yield Fault(f"{path}.{place}", f"{value!r} is no {named}")


def _twice(items: Iterable[object], path: str) -> Iterator[Fault]:
    seen: set[object] = set()
    for i, item in enumerate(items):
        if item is not FAULTY and item in seen:
            yield Fault(f"{path}[{i}]", f"{str(item)!r} stands there twice")
        seen.add(item)


def _targets(shape: VersionFile) -> Iterator[tuple[str, Target]]:
    yield from _targets_of(shape.targets, "targets")
    for name, department in sound(shape.departments):
        yield from _targets_of(department.targets, f"departments.{name}.targets")


def _targets_of(responses: Mapping[TargetName, Response], path: str) -> Iterator[tuple[str, Target]]:
    for name, response in sound(responses):
        for turn in ("first", "next", "resolution"):
            target: Target | None = getattr(response, turn)
            if target is not None:
                yield f"{path}.{name}.{turn}", target


def _target_faults(target: Target, path: str) -> Iterator[Fault]:
    if (target.within is None) == (target.working_days is None):
        yield Fault(path, "needs either `within` or `working_days`")
    if target.within is not None and target.within <= timedelta():
        yield Fault(f"{path}.within", "must be longer than nothing")
    if target.clock == "calendar" and (target.working_days is not None or target.calendar is not None):
        yield Fault(f"{path}.clock", "counts every hour: it goes with `within` alone")
