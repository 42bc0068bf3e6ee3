"""Frozen dataclasses of the model to JSON and back, leaving out what is default."""

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any, leave_out: frozenset[str] = frozenset()) -> str:
    """Write a dataclass as JSON, without fields that have their default or stand elsewhere."""
    cls: Any = type(value)
    return _written(cls, leave_out, _fields(cls, leave_out)[2](value))


@lru_cache(maxsize=16384)
def _written(cls: Any, leave_out: frozenset[str], contents: tuple[Any, ...]) -> str:
    """Write field values; versions of a file repeat most of them, so they are remembered."""
    record = _kept(cls, leave_out, contents)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) if record else "{}"


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


def _kept(cls: Any, leave_out: frozenset[str], contents: tuple[Any, ...]) -> dict[str, Any]:
    names, defaults, _ = _fields(cls, leave_out)
    return {
        name: _plain(content)
        for name, default, content in zip(names, defaults, contents, strict=True)
        if content != default
    }


@cache
def _fields(
    cls: Any, leave_out: frozenset[str]
) -> tuple[tuple[str, ...], tuple[Any, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of a dataclass's fields, their defaults, and what reads their values."""
    kept = [field for field in fields(cls) if field.name not in leave_out]
    names = tuple(field.name for field in kept)
    defaults = tuple(object() if field.default is MISSING else field.default for field in kept)
    if len(names) == 1:
        return names, defaults, lambda value: (getattr(value, names[0]),)
    return names, defaults, attrgetter(*names)


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    cls: Any = type(value)
    return _kept(cls, frozenset(), _fields(cls, frozenset())[2](value))


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
