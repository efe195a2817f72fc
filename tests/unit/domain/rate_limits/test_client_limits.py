"""The arithmetic of the buckets: what passes at once, what passes in the long run, and what a client is told."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.rate_limits.client_limits import (
    API,
    DEVICE,
    FORM,
    ME_TOO,
    PHOTOS,
    WAITED,
    Sender,
    charge,
    charges,
    refusal,
)
from chalicelib.flow.ports.rate_limits import BucketFull
from tests.doubles.buckets import MemoryBuckets
from tests.support.factory import NOW

SECRET = b"s" * 32
LIMITS = (*FORM, WAITED, API, DEVICE, ME_TOO, PHOTOS)


def passing(limit, instants, buckets=None, factor=1):
    """The instants (seconds from now) at which a charge finds room."""
    buckets = buckets or MemoryBuckets()
    passed = []
    for seconds in instants:
        try:
            buckets.take(charge(limit, "owner", SECRET, NOW + timedelta(seconds=seconds), factor))
        except BucketFull:
            continue
        passed.append(seconds)
    return passed


@pytest.mark.parametrize(("limit", "at_once"), [(API, 20), (FORM[0], 10), (FORM[2], 160), (WAITED, 10), (DEVICE, 5)])
def test_so_many_pass_at_once_and_no_more(limit, at_once):
    assert len(passing(limit, [0] * 500)) == at_once


def test_thirty_in_three_seconds_are_held():
    assert len(passing(API, [n / 10 for n in range(30)])) == 20


def test_who_keeps_to_the_rate_is_never_refused():
    assert len(passing(API, range(0, 3600, 6))) == 600


@given(st.lists(st.floats(0, 599), min_size=1, max_size=400), st.sampled_from(LIMITS))
def test_no_pattern_of_arrivals_gets_more_than_the_window_has(instants, limit):
    start = -(NOW.timestamp() % limit.window)
    passed = passing(limit, sorted(start + each for each in instants))
    assert len(passed) <= (min(limit.window, 600) + limit.room) / limit.cost


def test_a_factor_lets_as_many_times_as_many_pass():
    assert len(passing(API, [0] * 500, factor=4)) == 80


def test_who_works_more_passes_where_others_are_refused_and_takes_less_from_them():
    buckets = MemoryBuckets()
    passing(FORM[0], [0] * 500, buckets)
    assert passing(FORM[0], [0], buckets) == []
    assert len(passing(FORM[1], [0] * 500, buckets)) == 20
    assert len(passing(FORM[2], [0] * 500, buckets)) == 80


def test_a_refused_form_learns_the_easiest_puzzle_that_would_do():
    now = int(NOW.timestamp() * 1000)
    told = [refusal(FORM[0], now + ahead * 1000, NOW) for ahead in (55, 100, 200, 300)]
    assert [(each.bits, each.retry_after) for each in told] == [(10, 1), (10, 1), (12, 1), (16, 2)]


def test_a_refused_program_learns_how_long_to_wait_and_passes_then():
    buckets = MemoryBuckets()
    passing(API, [0] * 20, buckets)
    limited = refusal(API, next(iter(buckets.arrivals.values())), NOW)
    assert (limited.retry_after, limited.bits) == (6, 0)
    assert passing(API, [5], buckets) == []
    assert passing(API, [limited.retry_after], buckets) == [6]


def test_limits_do_not_take_from_each_other_and_neither_do_blocks_or_windows():
    names = {charge(limit, owner, SECRET, NOW).bucket for limit in (API, WAITED, FORM[0]) for owner in "ab"}
    names.add(charge(API, "a", SECRET, NOW + timedelta(seconds=API.window)).bucket)
    assert len(names) == 7
    assert len({charge(limit, "a", SECRET, NOW).bucket for limit in FORM}) == 1


def test_the_name_of_a_bucket_says_nothing_of_its_owner_without_the_secret():
    names = {charge(API, "203.0.113", secret, NOW).bucket for secret in (SECRET, b"t" * 32, b"")}
    assert len(names) == 3
    assert {len(name) for name in names} == {32}


def test_a_known_device_has_its_own_bucket_first_and_that_of_its_block_after_it():
    own, shared = charges(Sender("203.0.113", API, "device"), SECRET, NOW)
    assert own.bucket == charge(DEVICE, "device", SECRET, NOW).bucket
    assert (shared,) == charges(Sender("203.0.113", API), SECRET, NOW)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_bucket_lasts_longer_than_it_is_needed(limit):
    made = charge(limit, "owner", SECRET, NOW)
    assert made.expires * 1000 >= made.latest + made.cost
    assert made.expires >= NOW.timestamp() + limit.window - NOW.timestamp() % limit.window
