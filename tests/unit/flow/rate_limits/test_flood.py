"""A legitimate flood passes and a spam wave of one client is held; `python -m tests.support.flood` runs whole hours."""

import statistics

import pytest

from chalicelib.domain.rate_limits.client_limits import API, FORM, WAITED
from tests.support.flood import Hour, main

MINUTES = 5


def after(begin):
    return begin(Hour(MINUTES * 60)).run()


def test_two_thousand_honest_reports_an_hour_behind_one_address_pass_within_seconds():
    honest = after(lambda hour: hour.flood())["honest"]
    assert honest.passed == honest.tried > 120
    assert statistics.median(honest.waits) <= 2
    assert sorted(honest.waits)[int(0.95 * honest.passed)] < 15
    assert max(honest.waits) < 60


@pytest.mark.parametrize(
    ("limit", "most"), [(API, 120), (WAITED, 30), (FORM[0], 900)], ids=["api", "no script", "form"]
)
def test_a_wave_of_ten_thousand_by_one_client_is_held(limit, most):
    spam = after(lambda hour: hour.spam(limit))["spam"]
    assert spam.tried == 10_000
    assert spam.passed <= 2 * most, "two windows of ten minutes"
    assert spam.tries > 2 * spam.passed


def test_a_wave_elsewhere_and_one_by_api_in_the_same_block_hold_up_nobody():
    alone = after(lambda hour: hour.flood())["honest"]
    for begin in (lambda hour: hour.flood().spam(FORM[0], "198.51.100"), lambda hour: hour.flood().spam(API)):
        honest = after(begin)["honest"]
        assert honest.passed == honest.tried
        assert statistics.mean(honest.waits) < statistics.mean(alone.waits) + 1


def test_in_the_same_block_everybody_passes_in_the_end_and_known_devices_at_once():
    hour = Hour(MINUTES * 60)
    honest = hour.flood().spam(FORM[0]).run()["honest"]
    assert honest.passed == honest.tried
    assert sum(wait == 0 for wait in honest.waits) / honest.passed > 0.25


def test_the_command_tells_them_side_by_side(capsys):
    main(["--minutes", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("flood: 2,000 an hour")]
    assert sum(line.startswith("  spam") for line in lines) == 6
