"""Typed records over JSON: what is written is exactly what was given, what is read keeps fields that it does not know.

A record holds its JSON form, `wire`, and reads a field from it when somebody asks for that field. So reading a history
from the table costs nothing for what nobody looks at, and a record that an older or newer release wrote stays as it
is. Classes are cheap to make, unlike dataclasses (48 of them are a twentieth of a second at start), because nothing is
compiled for them: annotations become `Field`s, and all records share one `__init__`.

A field whose name would be a keyword ends with an underscore in Python and without it in JSON (`from_`, "from").
"""

from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Self, TypeVar, cast, get_args, get_origin

Json = Mapping[str, Any]

T = TypeVar("T")

_REQUIRED: Any = object()


class _Sparse:
    """A default that is left out of the JSON form."""

    __slots__ = ("default",)

    def __init__(self, default: Any) -> None:
        self.default = default


def sparse(default: T) -> T:
    """For a field that stands in the JSON form only where it is not the default."""
    return cast("T", _Sparse(default))


class Field:
    """One field of a record; without a default it must be there. One with a default is written where it is given,
    a `sparse` one only where it is not the default.
    """

    __slots__ = ("default", "is_sparse", "key", "kind", "name")

    def __init__(self, name: str, kind: Any, default: Any = _REQUIRED) -> None:
        self.is_sparse = type(default) is _Sparse
        self.name, self.key, self.kind = name, name.rstrip("_"), kind
        self.default = default.default if self.is_sparse else default

    @property
    def is_required(self) -> bool:
        return self.default is _REQUIRED

    def __get__(self, record: "Record | None", _owner: type | None = None) -> Any:
        """The value, which the record keeps from then on."""
        if record is None:
            return self
        found = record.wire.get(self.key, _REQUIRED)
        if found is not _REQUIRED:
            found = reader(self.kind)(found)
        elif self.is_required:
            raise KeyError(self.key)
        else:
            found = self.default
        record.__dict__[self.name] = found
        return found


class Record:
    """Immutable; equal to another of its class with the same JSON form."""

    fields: ClassVar[Mapping[str, Field]] = {}
    wire: Json

    def __init_subclass__(cls, *, shared: bool = False) -> None:
        """`shared`: these fields are none that a subclass is made of; it may have them, and is asked for them."""
        own, defaults = {}, cls.__dict__
        for name, kind in cls.__annotations__.items():
            own[name] = Field(name, kind, defaults.get(name, _REQUIRED))
        for name, field in own.items():
            setattr(cls, name, field)
        if own and not shared:
            cls.fields = {name: field for name, field in cls.fields.items() if name not in own} | own

    def __init__(self, **values: Any) -> None:
        """A new record.

        Raises:
            TypeError: a field is missing, or is none of this record's.
        """
        fields = type(self).fields
        missing = [name for name, field in fields.items() if field.is_required and name not in values]
        unknown = values.keys() - fields.keys()
        if missing or unknown:
            raise TypeError(f"{type(self).__name__}: missing {missing}, unknown {sorted(unknown)}")
        given = ((field, values[name]) for name, field in fields.items() if name in values)
        _hold(self, {f.key: written(each) for f, each in given if not (f.is_sparse and each == f.default)})

    @classmethod
    def from_wire(cls, wire: Json) -> Self:
        """The record that has this JSON form, whoever wrote it."""
        record = cls.__new__(cls)
        _hold(record, wire)
        return record

    @property
    def is_complete(self) -> bool:
        """Whether all that it must say is there."""
        return all(field.key in self.wire for field in type(self).fields.values() if field.is_required)

    def __eq__(self, other: object) -> bool:
        return self.wire == other.wire if isinstance(other, Record) and type(other) is type(self) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it holds mappings

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in self.wire.items())})"

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} never changes")


def _hold(record: Record, wire: Json) -> None:
    record.__dict__["wire"] = wire


def written(value: Any) -> Any:
    """A value in its JSON form; instants in ISO 8601, as they come."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Record):
        return dict(value.wire)
    if isinstance(value, Mapping):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [written(each) for each in value]
    return value


@cache
def reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of this type of its JSON form."""
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind.from_wire
    if get_origin(kind) is UnionType:
        return _or_none(*(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is tuple:
        each = reader(get_args(kind)[0])
        return lambda value: tuple(map(each, value))
    if get_origin(kind) is Mapping:
        each = reader(get_args(kind)[1])
        return lambda value: {key: each(inner) for key, inner in value.items()}
    return _SIMPLE.get(kind, _as_it_is)


def _or_none(kind: Any, *_: Any) -> Callable[[Any], Any]:
    read = reader(kind)
    return lambda value: None if value is None else read(value)


def _as_it_is(value: Any) -> Any:
    return value


_SIMPLE: Mapping[Any, Callable[[Any], Any]] = {datetime: datetime.fromisoformat, int: int, float: float}
