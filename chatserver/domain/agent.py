"""An agent: who answers, on which sites, in which role (contract S6)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from chatserver.domain.errors import Refused

Role = Literal["admin", "agent"]
ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Agent:
    """Who may sign in; `email` is in lower case, `roles` are the memberships: site id → role."""

    id: str
    name: str
    email: str
    created_at: datetime
    active: bool = True
    password_hash: str = field(default="", repr=False)  # empty until the one-time link has been used
    roles: Mapping[str, Role] = field(default_factory=dict)

    def role_on(self, site_id: str) -> Role | None:
        """The role on a site; None for a stranger, who must not learn that it exists (contract S2)."""
        return self.roles.get(site_id) if self.active else None


def clean_name(text: str) -> str:
    """An agent's name as visitors will read it; raises Refused `error.bad_name`."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused("error.bad_name", limit=LONGEST_NAME)
    return name


def check_password(text: str) -> str:
    """A password that may be set: ten characters or more, no other rule; raises Refused `error.bad_password`.

    Returned in NFKC, so that the same keys on another system's keyboard give the same password.
    """
    password = normal_password(text)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused("error.bad_password", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    return password


def normal_password(text: str) -> str:
    """What is hashed and compared; cut where no acceptable password reaches."""
    return unicodedata.normalize("NFKC", text[: LONGEST_PASSWORD + 1])
