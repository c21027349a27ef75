"""A `PlanRecord` as JSON and back, for the cache and for the processes that read: all of it, and nothing executable.

A record becomes a list of its fields' values in their order, all the way down. It is no format for anybody else: who
writes and who reads it run the same code (`kg.records.version`).
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from kg.errors import InputError
from kg.extraction.model import PlanRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reader = Callable[[Any], Any]

Answer = PlanRecord | InputError
"""What reading a file ends with."""

_PLAIN: Final = (str, int, float, bool)


def encode(answer: Answer) -> bytes:
    """Return an answer as one line of JSON in UTF-8."""
    if isinstance(answer, PlanRecord):
        content: dict[str, object] = {"record": _plain(answer)}
    else:
        content = {"error": [answer.code, answer.message, answer.hint]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def decode(line: bytes) -> Answer:
    """Return the answer that `encode` wrote.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    content = json.loads(line)
    if "record" in content:
        record = _reader_of(PlanRecord)(content["record"])
        if isinstance(record, PlanRecord):
            return record
    code, message, hint = content["error"]
    return _errors()[code](message, hint=hint)


def _plain(value: object) -> object:
    """Return `value` made of what JSON has."""
    if is_dataclass(value):
        kind: Any = type(value)
        return [_plain(getattr(value, name)) for name in _names(kind)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401  # a type, as annotations have it
    return tuple(field.name for field in fields(kind))


@cache
def _reader_of(kind: Any) -> Reader:  # noqa: ANN401  # a type, as annotations have it
    """Return the function that makes a value of type `kind` of what `_plain` made of one."""
    if is_dataclass(kind):
        return _record_reader(kind)
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if get_origin(kind) in {Union, UnionType}:
        return _optional_reader(get_args(kind))
    if kind in _PLAIN:
        return _same
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind
    raise TypeError(f"A field of type {kind} has no form in JSON here.")


def _record_reader(kind: Any) -> Reader:  # noqa: ANN401  # as above
    hints = get_type_hints(kind)
    readers = [_reader_of(hints[name]) for name in _names(kind)]
    if all(reader is _same for reader in readers):
        return lambda values: kind(*values)
    return lambda values: kind(*[reader(value) for reader, value in zip(readers, values, strict=True)])


def _tuple_reader(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        item = _reader_of(kinds[0])
        return tuple if item is _same else lambda values: tuple([item(value) for value in values])
    readers = [_reader_of(kind) for kind in kinds]
    return lambda values: tuple([reader(value) for reader, value in zip(readers, values, strict=True)])


def _optional_reader(kinds: tuple[Any, ...]) -> Reader:
    (inner,) = (kind for kind in kinds if kind is not NoneType)
    reader = _reader_of(inner)
    return _same if reader is _same else lambda value: None if value is None else reader(value)


def _same(value: object) -> object:
    return value


@cache
def _errors() -> dict[str, type[InputError]]:
    return {kind.code: kind for kind in _kinds(InputError)}


def _kinds(root: type[InputError]) -> Iterator[type[InputError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _kinds(kind)
