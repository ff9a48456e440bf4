"""Lua scripts, loaded from this folder by name."""

from functools import cache
from importlib.resources import files


@cache
def source(name: str) -> str:
    """Text of `name.lua`."""
    return files(__name__).joinpath(f"{name}.lua").read_text("utf-8")
