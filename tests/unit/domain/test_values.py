"""Values behave as frozen dataclasses do."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from chalicelib.domain.access.sign_in import Tokens
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.ticket import Place
from chalicelib.domain.values import value


@value
class Point:
    x: int
    y: int = 0
    about: dict = field(default_factory=dict)

    @property
    def sum(self):
        return self.x + self.y


@value
class Other:
    x: int
    y: int = 0


def test_values_are_equal_when_their_fields_are_and_of_one_kind_only():
    assert Point(1, 2) == Point(1, y=2)
    assert Point(1) != Point(2)
    assert Other(1) != Point(1)
    assert Other(1) != (1, 0)


def test_equal_values_are_one_in_a_set():
    assert {Other(1), Other(1), Other(2)} == {Other(1), Other(2)}


def test_nothing_about_a_value_changes():
    point = Point(1)
    for change in (
        lambda: setattr(point, "x", 2),
        lambda: setattr(point, "sum", 2),
        lambda: delattr(point, "x"),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    with pytest.raises(AttributeError):
        point.z = 1
    assert point == Point(1)


def test_a_default_that_can_change_is_made_anew_each_time():
    assert Point(1).about is not Point(1).about


def test_a_value_is_replaced_taken_apart_and_copied_like_any_dataclass():
    point = Point(1, 2, {"a": 1})
    assert replace(point, x=5) == Point(5, 2, {"a": 1})
    assert asdict(point) == {"x": 1, "y": 2, "about": {"a": 1}}
    assert [each.name for each in fields(point)] == ["x", "y", "about"]
    assert copy.deepcopy(point) == copy.copy(point) == point
    assert pickle.loads(pickle.dumps(Place("33.18.10.2001"))) == Place("33.18.10.2001")


def test_a_value_says_what_it_is():
    assert repr(Point(1, 2)) == "Point(x=1, y=2, about={})"


def test_a_field_that_is_not_to_be_shown_is_not():
    secret = Tokens("an-access-token", "a-refresh-token", 1800)
    assert repr(secret) == "Tokens(expires_in=1800)"


def test_what_a_kind_says_of_itself_stands():
    @value
    class Quiet:
        word: str

        def __repr__(self):
            return "…"

    assert repr(Quiet("secret")) == "…"
    assert not Contact()


def test_missing_and_unknown_fields_are_errors():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()
    with pytest.raises(TypeError):
        Point(1, z=3)


def test_a_kind_that_extends_another_has_the_fields_of_both():
    @value
    class Spot(Place):
        height: float = 0.0

    assert Spot("33.18.10.2001", height=3.5) == Spot("33.18.10.2001", None, None, "", 3.5)
    assert Spot("33.18.10.2001") != Place("33.18.10.2001")


def test_a_kind_may_have_no_fields():
    @value
    class Nothing:
        pass

    assert Nothing() == Nothing()
    assert repr(Nothing()).endswith("Nothing()")


def test_an_init_is_compiled_by_the_first_instance_only():
    @value
    class Late:
        x: int

    before, made = vars(Late)["__init__"], Late(1)
    first = vars(Late)["__init__"]
    assert (made, Late(2).x) == (Late(1), 2)
    assert before is not first is vars(Late)["__init__"]


def test_a_value_hashes_as_the_dataclass_does():
    @dataclass(frozen=True, slots=True)
    class Twin:
        x: int
        y: int = 0

    assert hash(Other(3, 4)) == hash(Twin(3, 4))
