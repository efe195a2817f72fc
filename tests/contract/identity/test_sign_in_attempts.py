"""Counts of attempts in the table: as many as allowed, in each window, however many come at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.adapters.identity.sign_in_attempts import KEPT, TableSignInAttempts
from tests.support.stage.stage_world import client


@pytest.fixture
def attempts(stage):
    return TableSignInAttempts(b"kunci")


def test_so_many_are_counted_and_no_more(attempts, seed):
    assert [attempts.take(seed(), 1, 3, 900) for _ in range(5)] == [True, True, True, False, False]
    assert attempts.take(seed(), 2, 3, 1800), "another window"
    assert attempts.take(seed("lain"), 1, 3, 900), "somebody else"
    attempts.give_back(seed(), 1)
    assert [attempts.take(seed(), 1, 3, 900) for _ in range(2)] == [True, False]


def test_many_at_once_do_not_pass(attempts, seed):
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: attempts.take(seed(), 1, 3, 900), range(16)))
    assert sum(taken) == 3


def test_a_try_is_one_write_and_what_is_stored_expires(attempts, stage, wire, seed):
    attempts.take(seed(), 1, 3, 900)
    assert wire.operations == ["UpdateItem"]
    (item,) = client("dynamodb").scan(TableName=f"sedulur-{stage}", FilterExpression="begins_with(pk, :p)",
                                      ExpressionAttributeValues={":p": {"S": "attempts#"}})["Items"]  # fmt: skip
    assert (item["n"]["N"], item["expires"]["N"]) == ("1", str(900 + KEPT))
    assert seed() not in str(item)
