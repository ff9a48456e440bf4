"""Policy files as commands name them, and how a faulty one ends a command."""

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from chatserver.cli.common import CANNOT_RUN
from chatserver.domain.errors import Fault, PolicyFault
from chatserver.domain.holidays import public_holidays
from chatserver.domain.policy import Policy, load_policy, shipped_policy_text

as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


def shipped_names() -> list[str]:
    """The policies that come with the product, by name."""
    found = (files("chatserver") / "data" / "policies").iterdir()
    return sorted(path.name.removesuffix(".toml") for path in found if path.name.endswith(".toml"))


def policy_text(name: str) -> str:
    """The text of a policy file, or of the shipped policy of that name; raises PolicyFault when unreadable."""
    path = Path(name)
    if not path.exists() and name in shipped_names():
        return shipped_policy_text(name)
    try:
        return path.read_text("utf-8")
    except OSError as fault:
        raise PolicyFault([Fault("file", f"cannot be read: {fault.strerror}")]) from None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise PolicyFault([Fault(f"line {line}", "is not UTF-8")]) from None


def loaded_policy(name: str, *, as_json: bool) -> Policy:
    """The policy under a name that the command line gives; a faulty one ends the command with 2."""
    try:
        return load_policy(policy_text(name), public_holidays)
    except PolicyFault as fault:
        end_with_faults(name, fault.faults, as_json=as_json)


def end_with_faults(name: str, faults: Sequence[Fault], *, as_json: bool) -> NoReturn:
    """Name every fault as `FILE: key.path: reason` and end with 2."""
    if as_json:
        found = [{"path": fault.path, "reason": fault.reason} for fault in faults]
        click.echo(msgspec.json.encode({"file": name, "ok": False, "faults": found}).decode())
    else:
        for fault in faults:
            click.echo(f"{name}: {fault}", err=True)
    sys.exit(CANNOT_RUN)
