"""What a form has to show: a solved puzzle of ours, or that it was open for a while."""

import pytest

from chalicelib.domain.errors import RateLimited
from chalicelib.domain.rate_limits.client_limits import FORM, WAITED
from chalicelib.flow.ports.stage_secrets import Keyring
from tests.support.memory_world import a_world
from tests.support.puzzles import solution_of

KEY = "kunci-formulir-yang-acak"


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def admission(world):
    return world.using().admission()


def refused(admission, *form):
    with pytest.raises(RateLimited) as limited:
        admission.limit(*form)
    return limited.value


@pytest.mark.parametrize("limit", FORM[:2])
def test_a_solved_puzzle_counts_by_its_difficulty(admission, limit):
    puzzle = admission.puzzle(KEY, limit.bits)
    assert admission.limit(KEY, puzzle, solution_of(puzzle)) == limit


def test_a_form_without_a_solution_has_to_wait_and_may_then_be_sent(world, admission):
    puzzle = admission.puzzle(KEY)
    assert refused(admission, KEY, puzzle, "").retry_after == 5
    world.clock.forward(seconds=3)
    assert refused(admission, KEY, puzzle, "").retry_after == 2
    world.clock.forward(seconds=2)
    assert admission.limit(KEY, puzzle, "") == WAITED


def test_a_wrong_solution_is_refused_however_long_one_has_waited(world, admission):
    puzzle = admission.puzzle(KEY, 12)
    world.clock.forward(minutes=5)
    for wrong in ("x", "x" * 33, "ü"):
        assert refused(admission, KEY, puzzle, wrong).bits == FORM[0].bits


def test_a_puzzle_is_good_for_the_form_it_was_made_for_alone(admission):
    puzzle = admission.puzzle(KEY)
    refused(admission, "kunci-formulir-lain", puzzle, solution_of(puzzle))


@pytest.mark.parametrize("change", [lambda text: text.replace(".7.", ".1."), lambda text: "1" + text, lambda _: ""])
def test_nobody_makes_a_puzzle_easier_or_older(admission, change):
    refused(admission, KEY, change(admission.puzzle(KEY)), "1")


def test_a_puzzle_lasts_as_long_as_a_draft(world, admission):
    puzzle = admission.puzzle(KEY)
    world.clock.forward(days=3)
    assert admission.limit(KEY, puzzle, "") == WAITED
    world.clock.forward(seconds=1)
    refused(admission, KEY, puzzle, "")
    assert admission.bits_of(KEY, puzzle) == 0


def test_a_rotated_secret_leaves_open_forms_as_they_are(world, admission):
    puzzle = admission.puzzle(KEY)
    world.ticket_secret.keyring = Keyring(b"new" * 8, world.ticket_secret.keyring.current)
    world.clock.forward(seconds=5)
    assert admission.limit(KEY, puzzle, "") == WAITED


def test_a_device_is_known_from_the_next_day_on(world, admission):
    token = admission.new_device()
    assert admission.device(token) == ""
    world.clock.forward(days=1)
    assert admission.device(token) == bytes(16).hex()
    assert admission.device("") == ""
