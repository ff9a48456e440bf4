"""Who asks, as far as a decision depends on it."""

from typing import NamedTuple


class Asker(NamedTuple):
    """Whom a visitor asks for, and what is proven of them."""

    department: str | None = (
        None  # the one they chose, or in which their conversation runs; None: the default
    )
    plan: str | None = None  # as a verified identity names it (S2)
    signed_in: bool = False  # by a verified identity
    running: bool = False  # their conversation runs already: nobody is turned away in its midst
