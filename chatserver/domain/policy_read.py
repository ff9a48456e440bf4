"""From TOML to the types of `policy_file`, noting every fault by its key path.

msgspec alone stops at the first fault and does not name the key of a table in its paths.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from chatserver.domain.errors import Fault, PolicyFault

Key = TypeVar("Key")
Value = TypeVar("Value")
FAULTY: Any = object()  # stands for a value whose fault is already noted


def read_policy_file(text: str, shape: type[Struct]) -> tuple[Any, list[Fault]]:
    """Parse TOML text into `shape` and list its faults; raises PolicyFault for a syntax error, by its line.

    Faulty items stay in their list or table as FAULTY, so that what refers to them is not a second fault;
    a table that lacks something it needs is FAULTY as a whole.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault([_syntax_fault(str(error), text)]) from None
    faults: list[Fault] = []
    return _read(raw, shape, "", faults), faults


def sound(table: Mapping[Key, Value]) -> Iterator[tuple[Key, Value]]:
    """The entries of a table that could be read."""
    return ((key, value) for key, value in table.items() if key is not FAULTY and value is not FAULTY)


def is_noted(faults: list[Fault], path: str) -> bool:
    """Say whether something at or under a key path is already known to be wrong."""
    return any(fault.path.startswith(path) for fault in faults)


def _syntax_fault(message: str, text: str) -> Fault:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place is None:  # "(at end of document)"
        return Fault(f"line {len(text.splitlines())}", message)
    return Fault(f"line {place[1]}", f"{message[: place.start()]} (column {place[2]})")


def _read(raw: object, shape: Any, path: str, faults: list[Fault]) -> Any:
    shape, limits = _without_annotation(shape)
    if get_origin(shape) in (Union, UnionType):
        shape, limits = _without_annotation(next(s for s in get_args(shape) if s is not type(None)))
    if isinstance(shape, type) and issubclass(shape, Struct):
        return _read_struct(raw, shape, path, faults)
    if get_origin(shape) is dict:
        return _read_table(raw, shape, path, faults)
    if get_origin(shape) is tuple:
        return _read_list(raw, shape, limits, path, faults)
    return _read_value(raw, Annotated[shape, *limits] if limits else shape, path, faults)


def _without_annotation(shape: Any) -> tuple[Any, tuple[Any, ...]]:
    return (shape.__origin__, shape.__metadata__) if get_origin(shape) is Annotated else (shape, ())


def _read_struct(raw: object, shape: type[Struct], path: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, Mapping):
        return _note(faults, path, "must be a table")
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    for name in raw.keys() - fields.keys():
        faults.append(Fault(_join(path, name), "is not a known key"))
    found = {
        name: _read(raw[name], field.type, _join(path, name), faults)
        for name, field in fields.items()
        if name in raw
    }
    required = [name for name, field in fields.items() if field.required]
    faults.extend(Fault(_join(path, name), "is missing") for name in required if name not in raw)
    sound = {name: value for name, value in found.items() if value is not FAULTY}
    if not sound.keys() >= set(required):
        return FAULTY
    return shape(**{fields[name].name: value for name, value in sound.items()})


def _read_table(raw: object, shape: Any, path: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, Mapping):
        return _note(faults, path, "must be a table")
    key_shape, value_shape = get_args(shape)
    return {
        _read_value(key, key_shape, _join(path, key), faults): _read(
            value, value_shape, _join(path, key), faults
        )
        for key, value in raw.items()
    }


def _read_list(raw: object, shape: Any, limits: tuple[Any, ...], path: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, list):
        return _note(faults, path, "must be a list")
    if len(raw) < max((limit.min_length or 0 for limit in limits), default=0):
        return _note(faults, path, "must not be empty")
    return tuple(_read(item, get_args(shape)[0], f"{path}[{i}]", faults) for i, item in enumerate(raw))


def _read_value(raw: object, shape: Any, path: str, faults: list[Fault]) -> Any:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        return _note(faults, path, str(error))


def _note(faults: list[Fault], path: str, reason: str) -> Any:
    faults.append(Fault(path or "file", reason))
    return FAULTY


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
