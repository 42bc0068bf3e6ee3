"""Frozen dataclasses of the model to JSON and back, leaving out what is default."""

import json
import types
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any, leave_out: Iterable[str] = ()) -> str:
    """Write a dataclass as JSON, without fields that have their default or stand elsewhere."""
    return json.dumps(
        _record(value, frozenset(leave_out)), ensure_ascii=False, separators=(",", ":")
    )


def load(cls: type[T], text: str, **known: Any) -> T:
    """Read a dataclass from `dump`'s JSON; `known` are the fields that stood elsewhere."""
    if text == "{}":
        return cls(**known)
    return cls(**_content(cls, text), **known)  # type: ignore[arg-type] # mypy: unhashable class


@lru_cache(maxsize=4096)
def _content(cls: Any, text: str) -> dict[str, Any]:
    """Read field values; versions of a file repeat most of them, so they are remembered."""
    hints = _hints(cls)
    return {name: _value(hints[name], value) for name, value in json.loads(text).items()}


def _record(value: Any, leave_out: frozenset[str]) -> dict[str, Any]:
    record = {}
    for name, default in _defaults(type(value)):  # type: ignore[arg-type]
        if name not in leave_out:
            content = getattr(value, name)
            if content != default:
                record[name] = _plain(content)
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _record(value, frozenset())


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field)) for field in fields(cls))


def _default(field: "Field[Any]") -> Any:
    return object() if field.default is MISSING else field.default


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _value(hint: Any, value: Any) -> Any:
    """Rebuild a value: lists become tuples, mappings dataclasses, by what the hint says."""
    if isinstance(value, list):
        items = _item_hints(hint)
        if len(items) == 1:
            return tuple([_value(items[0], item) for item in value])
        return tuple([_value(of, item) for of, item in zip(items, value, strict=True)])
    if isinstance(value, dict):
        cls = next(option for option in _options(hint) if hasattr(option, "__dataclass_fields__"))
        hints = _hints(cls)
        return cls(**{name: _value(hints[name], item) for name, item in value.items()})
    return value


@cache
def _item_hints(hint: Any) -> tuple[Any, ...]:
    """Return the hints of a tuple's items, one alone when they are all alike."""
    arguments = next(get_args(option) for option in _options(hint) if get_origin(option) is tuple)
    return arguments[:1] if arguments[-1] is Ellipsis else arguments


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
