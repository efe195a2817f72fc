"""Typed records over JSON, which keep fields that this release does not know.

A record holds its JSON form, `wire`, and parses a field when it is read first. So a history from the table costs
nothing for fields that nobody reads, and a record that an older or newer release wrote stays as it is. Classes are
cheap to make, unlike dataclasses (48 of them take a twentieth of a second at start), because nothing is compiled for
them: annotations become `Field`s, and all records share one `__init__`.

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
    """The default of a field that is left out of the JSON form while it has this value."""
    return cast("T", _Sparse(default))


class Field:
    """One field of a record, which is required if it has no default. A field with a default is written if the caller
    passes it; a `sparse` one only if its value is not the default.
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
        """The parsed value, which the record keeps from then on.

        Raises:
            KeyError: the field is required and not in the JSON form.
        """
        if record is None:
            return self
        content = record.wire.get(self.key, _REQUIRED)
        if content is not _REQUIRED:
            content = parser_of(self.kind)(content)
        elif self.is_required:
            raise KeyError(self.key)
        else:
            content = self.default
        record.__dict__[self.name] = content
        return content


class Record:
    """An immutable record, equal to another of its class with the same JSON form."""

    fields: ClassVar[Mapping[str, Field]] = {}
    wire: Json

    def __init_subclass__(cls, *, shared: bool = False) -> None:
        """Turns annotations into fields: those of the bases come first, in the order of the bases. `shared` ones can
        be read from every subclass, but only those that declare them are made with them.
        """
        own, defaults = {}, cls.__dict__
        for name, kind in cls.__annotations__.items():
            own[name] = Field(name, kind, defaults.get(name, _REQUIRED))
        for name, field in own.items():
            setattr(cls, name, field)
        if not shared:
            inherited = [item for base in cls.__bases__ if issubclass(base, Record) for item in base.fields.items()]
            cls.fields = {name: field for name, field in inherited if name not in own} | own

    def __init__(self, **values: Any) -> None:
        """A new record.

        Raises:
            TypeError: a required field is missing, or the record has no such field.
        """
        fields = type(self).fields
        missing = [name for name, field in fields.items() if field.is_required and name not in values]
        unknown = values.keys() - fields.keys()
        if missing or unknown:
            raise TypeError(f"{type(self).__name__}: missing {missing}, unknown {sorted(unknown)}")
        present = ((field, values[name]) for name, field in fields.items() if name in values)
        wire = {field.key: to_wire(each) for field, each in present if not (field.is_sparse and each == field.default)}
        _hold(self, wire)

    @classmethod
    def from_wire(cls, wire: Json) -> Self:
        """The record with this JSON form, which may be incomplete or have fields of another release."""
        record = cls.__new__(cls)
        _hold(record, wire)
        return record

    @property
    def is_complete(self) -> bool:
        """Whether all required fields are present."""
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


def to_wire(value: Any) -> Any:
    """The JSON form of a value; instants in ISO 8601, in their own time zone."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Record):
        return dict(value.wire)
    if isinstance(value, Mapping):
        return {key: to_wire(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_wire(each) for each in value]
    return value


@cache
def parser_of(kind: Any) -> Callable[[Any], Any]:
    """The function that parses a value of this type from its JSON form."""
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind.from_wire
    if get_origin(kind) is UnionType:
        return _or_none(*(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is tuple:
        each = parser_of(get_args(kind)[0])
        return lambda value: tuple(map(each, value))
    if get_origin(kind) is Mapping:
        each = parser_of(get_args(kind)[1])
        return lambda value: {key: each(inner) for key, inner in value.items()}
    return _SIMPLE.get(kind, _as_it_is)


def _or_none(kind: Any, *_: Any) -> Callable[[Any], Any]:
    read = parser_of(kind)
    return lambda value: None if value is None else read(value)


def _as_it_is(value: Any) -> Any:
    return value


_SIMPLE: Mapping[Any, Callable[[Any], Any]] = {datetime: datetime.fromisoformat, int: int, float: float}
