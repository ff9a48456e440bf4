"""The one tree of errors that we raise ourselves.

ChatError             an error *is* a text key and its values; each edge words it in the reader's language
├── Refused           what was asked cannot be done: bad text, bad address, not yours, too fast
├── Unavailable       we cannot do it now; the same request may succeed after `retry_after`
└── PolicyFault       a policy file that does not hold together, with every fault by its key path
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple


class ChatError(Exception):
    """Base of all our errors: `key` is a text key, `values` fill it, `retry_after` is in seconds."""

    def __init__(self, key: str, *, retry_after: float | None = None, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, str | int] = MappingProxyType(values)
        self.retry_after = retry_after

    @property
    def reason(self) -> str:
        """The code that goes over the wire: the key without its `error.` prefix."""
        return self.key.removeprefix("error.")


class Refused(ChatError):
    """The request is understood and turned down; repeating it unchanged will not help."""


class Unavailable(ChatError):
    """A part that we need is away; nothing was stored and the request may be repeated."""


class Fault(NamedTuple):
    """One thing wrong in a policy file."""

    path: str  # dotted key path, `version[0].calendars.chat.mon[0]`; `line 12` for a syntax error
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class PolicyFault(ChatError):
    """A policy file was refused; `faults` names everything that is wrong, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("error.policy_fault", faults="; ".join(map(str, faults)))
        self.faults = tuple(faults)
