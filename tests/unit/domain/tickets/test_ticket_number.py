"""Ticket numbers: every single typing error is told from an unknown number."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.errors import MistypedNumber
from chalicelib.domain.tickets.ticket_number import ALPHABET, Intention, is_random_by_form, parse_number, secret_hash_of
from tests.doubles.stage_secret import STAGE_SECRET

PREFIX = "PTI"
numbers = st.text(min_size=1).map(lambda key: Intention(key, STAGE_SECRET).number(PREFIX))
positions = st.integers(0, 7)


def characters(number):
    return list(number.removeprefix(PREFIX).replace("-", ""))


def spelled(digits):
    return f"{PREFIX}-{''.join(digits[:4])}-{''.join(digits[4:])}"


@given(numbers, positions, st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(number, position, character):
    digits = characters(number)
    assume(digits[position] != character)
    digits[position] = character
    with pytest.raises(MistypedNumber):
        parse_number(spelled(digits), PREFIX)


@given(numbers, positions, positions)
def test_every_swapped_pair_is_found(number, one, other):
    digits = characters(number)
    assume(digits[one] != digits[other])
    digits[one], digits[other] = digits[other], digits[one]
    with pytest.raises(MistypedNumber):
        parse_number(spelled(digits), PREFIX)


@given(numbers, positions)
def test_a_missing_character_is_found(number, position):
    digits = characters(number)
    del digits[position]
    with pytest.raises(MistypedNumber):
        parse_number(spelled(digits), PREFIX)


@given(numbers, st.text(" -_.\t\u2010\u2011\u2013\u2014", max_size=3), st.booleans(), st.booleans())
def test_any_spelling_of_a_number_is_understood(number, separator, lower, with_prefix):
    digits = separator.join([*(PREFIX if with_prefix else ""), *characters(number)])
    assert parse_number(digits.lower() if lower else digits, PREFIX) == number


@given(numbers, st.sampled_from([("0", "O"), ("0", "o"), ("1", "I"), ("1", "l"), ("1", "L"), ("1", "i")]))
def test_letters_that_look_like_digits_are_read_as_digits(number, pair):
    digit, letter = pair
    spelled = "".join(letter if c == digit else c for c in characters(number))
    assert parse_number(PREFIX + spelled, PREFIX) == number


@given(st.text())
def test_whatever_else_is_typed_is_a_typing_error(text):
    try:
        number = parse_number(text, PREFIX)
    except MistypedNumber:
        return
    assert parse_number(number, PREFIX) == number


def test_a_number_is_grouped_to_be_read_aloud():
    prefix, one, other = Intention("k", STAGE_SECRET).number(PREFIX).split("-")
    assert (prefix, len(one), len(other)) == (PREFIX, 4, 4)


def test_the_same_intention_has_the_same_number_and_secret():
    assert Intention("k", STAGE_SECRET).number(PREFIX) == Intention("k", STAGE_SECRET).number(PREFIX)
    assert Intention("k", STAGE_SECRET).secret() == Intention("k", STAGE_SECRET, attempt=3).secret()


def test_another_attempt_or_key_has_another_number():
    numbers = {Intention(key, STAGE_SECRET, attempt).number(PREFIX) for key in ("a", "b") for attempt in range(20)}
    assert len(numbers) == 40


def test_numbers_are_spread_over_the_whole_space():
    firsts = {Intention(str(n), STAGE_SECRET).number(PREFIX)[4] for n in range(1000)}
    assert firsts == set(ALPHABET)


def test_what_is_stored_does_not_tell_the_secret():
    intention = Intention("k", STAGE_SECRET)
    assert intention.secret() not in intention.secret_hash()
    assert intention.secret_hash() == secret_hash_of(intention.secret().lower().replace("0", "o"))


def test_the_fingerprint_depends_on_the_body_and_on_the_key():
    fingerprints = {Intention(key, STAGE_SECRET).fingerprint(body) for key in ("a", "b") for body in (b"1", b"2")}
    assert len(fingerprints) == 4


@pytest.mark.parametrize(
    "key",
    [
        "0d3f2c4e-5a6b-4c7d-8e9f-0123456789ab", "0D3F2C4E5A6B4C7D8E9F0123456789AB", "k" * 24, "Zq3vX9kLm2Rt7YbNc4WpAs",
        "1" * 37, "replay-" + "0123456789abcdef" * 3,
    ],
)  # fmt: skip
def test_a_key_that_can_hold_as_much_chance_as_a_uuid_is_random_by_form(key):
    assert is_random_by_form(key)


@pytest.mark.parametrize(
    "key",
    ["", "laporan-20260001", "2026" * 9, "0d3f2c4e5a6b4c7d", "Zq3vX9kLm2Rt7YbNc4Wp", "-" * 60, "k" * 23, "1" * 36],
)
def test_a_shorter_one_is_not(key):
    assert not is_random_by_form(key)
