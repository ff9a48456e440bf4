"""Lua scripts, loaded from this folder by name."""

from functools import cache
from importlib.resources import files

PARTS = {
    "append": ("lists", "identities", "promises", "mails", "files", "append"),
    "file_claim": ("files", "file_claim"),
    "erase": ("mail_removal", "file_removal", "erase"),
    "remove": ("mail_removal", "file_removal", "remove"),
    "file_discard": ("file_removal", "file_discard"),
}
"""Scripts of several files, one idea each; what a file defines as `local`, those after it see."""


@cache
def source(name: str) -> str:
    """Text of the script `name`: the file of that name, or its parts one after another."""
    folder = files(__name__)
    return "".join(folder.joinpath(f"{part}.lua").read_text("utf-8") for part in PARTS.get(name, (name,)))
