"""Small counts are hidden, and nobody can work them out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.statistics.disclosure_control import THRESHOLD, Mask, suppressed_cells
from tests.support.property_examples import examples


def hidden(unshown=(), **parts):
    return suppressed_cells(parts, unshown)


def test_counts_of_one_to_four_are_shown_as_fewer_than_five_and_one_more_is_withheld():
    assert hidden(a=3, b=2, c=50, d=70) == {"a": Mask.FEW, "b": Mask.FEW, "c": Mask.WITHHELD}


def test_none_and_five_are_told():
    assert hidden(a=0, b=5, c=50) == {}


def test_a_single_small_count_takes_the_next_smallest_with_it():
    assert hidden(a=3, b=20, c=50) == {"a": Mask.FEW, "b": Mask.WITHHELD}


def test_two_ones_are_not_given_away_by_their_sum():
    assert hidden(a=1, b=1, c=50, d=60) == {"a": Mask.FEW, "b": Mask.FEW, "c": Mask.WITHHELD}


def test_a_withheld_count_that_can_only_be_five_takes_another_with_it():
    assert hidden(a=1, b=5, c=50) == {"a": Mask.FEW, "b": Mask.WITHHELD, "c": Mask.WITHHELD}


def test_what_is_left_of_a_total_is_not_given_away_either():
    """20 were done and 19 of them in time: one was late, which nobody shows."""
    assert hidden(["late"], kept=19, late=1) == {"kept": Mask.WITHHELD}


@pytest.mark.parametrize("assignments", [{"a": 1, "b": 2}, {"a": 1}, dict.fromkeys("abcdefgh", 1)])
def test_where_hiding_does_not_help_nothing_of_it_is_shown(assignments):
    assert hidden(**assignments) is None


@settings(max_examples=examples(300), deadline=None)
@given(
    counts=st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 9, 12]), min_size=1, max_size=5), never=st.integers(0, 5)
)
def test_whoever_knows_the_total_finds_more_than_one_value_for_each_small_count(counts, never):
    """Everything that fits what is shown is tried."""
    parts = {f"p{n}": count for n, count in enumerate(counts)}
    unshown = {f"p{never}"} & parts.keys()
    found = suppressed_cells(parts, unshown)
    if found is None:
        return
    small = {name for name, count in parts.items() if 0 < count < THRESHOLD}
    assert {name for name, mask in found.items() if mask is Mask.FEW} == small - unshown
    fits = [guess for guess in guesses(parts, found, unshown) if sum(guess.values()) == sum(counts)]
    assert all(len({guess[name] for guess in fits}) > 1 for name in small)


def guesses(assignments, found, unshown):
    most = sum(assignments.values())
    choices = [options(name, count, found, unshown, most) for name, count in assignments.items()]
    return (dict(zip(assignments, values, strict=True)) for values in product(*choices))


def options(name, count, found, unshown, most):
    if name in unshown:
        return range(most + 1)
    mask = found.get(name)
    if mask is None:
        return [count]
    return [1, 2, 3, 4] if mask is Mask.FEW else range(5, most + 1)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.sampled_from([0, *range(5, 40)]), min_size=1))
def test_where_nothing_is_small_everything_is_told(assignments):
    assert suppressed_cells(assignments) == {}
