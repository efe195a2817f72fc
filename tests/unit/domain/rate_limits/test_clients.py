"""Address blocks and device tokens."""

from datetime import timedelta

import pytest

from chalicelib.domain.rate_limits.clients import (
    MATURITY,
    THIS_MACHINE,
    UNKNOWN,
    address_block,
    device_token,
    known_device,
)
from tests.support.factory import NOW

SECRET, FORMER = b"s" * 32, b"f" * 32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.7", "203.0.113.250"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::1"),
        ("203.0.113.7", "::ffff:203.0.113.9"),
        ("2001:DB8:1::", "2001:0db8:0001:ffff::"),
    ],
)
def test_neighbours_share_a_block(one, other):
    assert address_block(one) == address_block(other)


@pytest.mark.parametrize(("one", "other"), [("203.0.113.7", "203.0.114.7"), ("2001:db8:1::", "2001:db8:2::")])
def test_others_do_not(one, other):
    assert address_block(one) != address_block(other)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_no_client(address):
    assert address_block(address) == THIS_MACHINE


@pytest.mark.parametrize("address", ["", "x", "1.2.3", "1.2.3.4, 5.6.7.8", "1:2", "\x00", "9" * 400, "ö::1"])
def test_what_is_no_address_is_one_block_of_its_own(address):
    assert address_block(address) == UNKNOWN


def test_a_device_is_known_from_the_next_day_on():
    token = device_token("abc", NOW, SECRET)
    assert known_device(token, NOW + MATURITY, (SECRET,)) == "abc"
    assert known_device(token, NOW + MATURITY - timedelta(seconds=1), (SECRET,)) == ""


def test_a_device_stays_known_for_two_days_after_the_secret_was_rotated():
    token = device_token("abc", NOW, FORMER)
    assert known_device(token, NOW + MATURITY, (SECRET, FORMER)) == "abc"
    assert known_device(token, NOW + MATURITY, (SECRET,)) == ""


@pytest.mark.parametrize("token", ["", "abc", "abc.1.x", "ü.1.ü", "..", "abc.1700000000." + "0" * 32])
def test_nobody_makes_a_device_up(token):
    assert known_device(token, NOW, (SECRET,)) == ""


def test_nobody_makes_a_device_older():
    identity, issued, signature = device_token("abc", NOW, SECRET).split(".")
    assert known_device(f"{identity}.{int(issued) - 90_000}.{signature}", NOW, (SECRET,)) == ""
