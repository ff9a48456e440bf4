"""Names of blobs: by site, then spread over folders by the first digits of the file's random id."""

import re

NAME = re.compile(r"[A-Za-z0-9_-]+/[0-9a-f]{2}/[0-9a-f]{32}(\.part/\d+-\d+)?")


def blob(site: str, file_id: str) -> str:
    """The bytes of a file."""
    return checked(f"{site}/{file_id[:2]}/{file_id}")


def part(name: str, offset: int, length: int) -> str:
    """A part of a blob that is being sent; its name says what it holds, so that no two pieces are taken for one."""
    return checked(f"{name}.part/{offset}-{length}")


def checked(name: str) -> str:
    """The name itself; raises `ValueError` for one that is not of ours: it becomes a path."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return name
