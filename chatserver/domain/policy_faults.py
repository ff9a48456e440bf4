"""What is wrong between the tables of a policy file, though each of them reads well."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from chatserver.domain.address import is_address
from chatserver.domain.errors import Fault
from chatserver.domain.policy_file import Target, Targets, VersionFile
from chatserver.domain.policy_read import FAULTY, is_noted, sound


def reference_faults(shape: VersionFile, path: str, known: list[Fault]) -> Iterator[Fault]:
    """Names that name nothing, targets that say nothing, addresses that are none; nothing twice."""
    for key, calendar in _named_calendars(shape):
        if calendar is not None and calendar not in shape.calendars:
            yield Fault(f"{path}.{key}", f"names the calendar {calendar!r}, which does not exist")
    if shape.default_department not in shape.departments:
        yield Fault(
            f"{path}.default_department", f"{shape.default_department!r} is not one of the departments"
        )
    for name, target in _targets(shape):
        if not is_noted(known, f"{path}.targets.{name}"):
            yield from _target_faults(target, f"{path}.targets.{name}")
    for name, department in sound(shape.departments):
        if department.address is not None and not is_address(department.address):
            yield Fault(f"{path}.departments.{name}.address", f"{department.address!r} is no e-mail address")


def order_faults(shapes: tuple[VersionFile, ...]) -> Iterator[Fault]:
    """Versions that do not follow each other in time."""
    for i, (earlier, later) in enumerate(pairwise(shapes), start=1):
        if earlier is FAULTY or later is FAULTY:
            continue
        if later.effective_from is None:
            yield Fault(f"version[{i}].effective_from", "is missing: only the first version may lack it")
        elif earlier.effective_from is not None and earlier.effective_from >= later.effective_from:
            yield Fault(f"version[{i}].effective_from", "is not later than that of the version before")


def _named_calendars(shape: VersionFile) -> Iterator[tuple[str, str | None]]:
    for name, department in sound(shape.departments):
        yield f"departments.{name}.calendar", department.calendar
    for name, target in _targets(shape):
        yield f"targets.{name}.calendar", target.calendar
    for name, channel in sound(shape.channels):
        yield f"channels.{name}.calendar", channel.calendar


def _targets(shape: VersionFile) -> Iterator[tuple[str, Target]]:
    for name in Targets.__struct_fields__:
        target: Target | None = getattr(shape.targets, name)
        if target is not None:
            yield name, target


def _target_faults(target: Target, path: str) -> Iterator[Fault]:
    if (target.within is None) == (target.working_days is None):
        yield Fault(path, "needs either `within` or `working_days`")
    if target.within is not None and target.within <= timedelta():
        yield Fault(f"{path}.within", "must be longer than nothing")
    if target.working_days is not None and target.calendar is None:
        yield Fault(f"{path}.calendar", "is missing: it says which days are working days")
