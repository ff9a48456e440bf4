"""A small policy file for tests, with one place each to put something else."""


def minimal(
    *,
    version: str = "",
    every_day: str = '["08:00-22:00"]',
    calendar: str = "",
    department: str = "",
    targets: str = 'email = { first = { within = "PT4H" } }',
    more: str = "",
) -> str:
    """A version with one department on one calendar; 4 h in the same hours are promised."""
    return f"""
[[version]]
{version}
company = "Shop"
zone = "Asia/Ho_Chi_Minh"
default_department = "support"
[version.calendars.office]
hours.every_day = {every_day}
{calendar}
[version.departments.support]
name = {{ vi = "Hỗ trợ", en = "Support" }}
calendar = "office"
{department}
[version.targets]
{targets}
{more}
"""
