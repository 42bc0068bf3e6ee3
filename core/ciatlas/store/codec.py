"""Frozen dataclasses of the model to JSON and back, leaving out what is default."""

import json
import types
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any, leave_out: Iterable[str] = ()) -> str:
    """Write a dataclass as JSON, without fields that have their default or stand elsewhere."""
    return json.dumps(
        _record(value, frozenset(leave_out)), ensure_ascii=False, separators=(",", ":")
    )


def load(cls: type[T], text: str, **known: Any) -> T:
    """Read a dataclass from `dump`'s JSON; `known` are the fields that stood elsewhere."""
    record = json.loads(text)
    hints = _hints(cls)  # type: ignore[arg-type] # mypy takes classes for unhashable
    content = {name: _value(hints[name], value) for name, value in record.items()}
    return cls(**content, **known)


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
        return tuple(
            _value(item_hint, item)
            for item_hint, item in zip(_item_hints(hint, len(value)), value, strict=True)
        )
    if isinstance(value, dict):
        cls = next(option for option in _options(hint) if hasattr(option, "__dataclass_fields__"))
        hints = _hints(cls)
        return cls(**{name: _value(hints[name], item) for name, item in value.items()})
    return value


def _item_hints(hint: Any, length: int) -> list[Any]:
    arguments = next(get_args(option) for option in _options(hint) if get_origin(option) is tuple)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return [arguments[0]] * length
    return list(arguments)


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
