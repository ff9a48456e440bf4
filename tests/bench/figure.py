"""One line of the report."""

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """A measured value beside its target."""

    name: str
    value: float
    target: str
    passed: bool = msgspec.field(name="pass")
    unit: str = ""
    detail: dict[str, list[float]] = {}

    def line(self) -> str:
        """For a person."""
        verdict = "pass" if self.passed else "FAIL"
        return f"{verdict}  {self.value} ({self.target})  {self.name}\n      {self.detail}"


def at_most(
    name: str, value: float, limit: float, unit: str, detail: dict[str, list[float]] | None = None
) -> Figure:
    """A figure that must not be more than `limit`."""
    rounded = {key: [round(one, 2) for one in values] for key, values in (detail or {}).items()}
    return Figure(name, round(value, 2), f"<= {limit:g}", value <= limit, unit, rounded)
