"""Secrets of the stage: the same in all containers, sealed in the table, and rotated without a gap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores import stage_secrets
from chalicelib.adapters.dynamodb.stores.stage_secrets import (
    NOTICE,
    REPEATS,
    REREAD,
    RotationNotOver,
    TableStageSecret,
    rotate,
)
from tests.support.factory import NOW
from tests.support.stage.stage_world import client

SECOND = timedelta(seconds=1)


@pytest.fixture
def name(stage, seed):
    """A secret that this test alone uses."""
    return seed("secret")


@pytest.fixture
def secret(name):
    """Makes what a new container has."""
    return lambda: TableStageSecret(name)


def test_all_containers_have_the_same_secret_also_when_they_make_it_at_once(secret):
    with ThreadPoolExecutor(4) as pool:
        keyrings = list(pool.map(lambda _: secret()(NOW), range(4)))
    assert len({keyring.current for keyring in keyrings}) == 1
    assert len(keyrings[0].current) == 32
    assert keyrings[0].former is None


def test_it_is_read_and_opened_once_in_a_container(secret, wire):
    kept = secret()
    kept(NOW)
    wire.forget()
    kept(NOW + REREAD - SECOND)
    assert wire.operations == []
    kept(NOW + REREAD)
    assert wire.operations == ["GetItem"], "what is opened stays open"


def test_the_table_holds_it_sealed_for_this_purpose_alone(stage, secret, name):
    plain = secret()(NOW).current
    item = client("dynamodb").get_item(TableName=names.table(stage), Key={"pk": {"S": keys.SITE}, "sk": {"S": name}})[
        "Item"
    ]
    assert plain not in item["sealed"]["B"]
    with pytest.raises(client("kms").exceptions.InvalidCiphertextException):
        client("kms").decrypt(CiphertextBlob=item["sealed"]["B"], EncryptionContext={"ticket": keys.PEPPER})
    assert repr(secret()).find(plain.hex()) == -1


def test_a_rotation_is_announced_and_takes_place_in_all_containers_at_one_instant(secret, name):
    early = secret()
    before = early(NOW).current
    begin = rotate(name, NOW)
    assert begin == NOW + NOTICE
    assert begin - NOW > REREAD, "who has read just before the rotation reads again in time"
    early(NOW + REREAD)
    for container in (early, secret()):
        assert container(begin - SECOND) == secret()(NOW)
        assert container(begin - SECOND).current == before
        after = container(begin)
        assert after.former == before
        assert after.current != before
        assert container(begin + REPEATS).former is None
        assert container(begin + REPEATS).current == after.current


def test_a_rotation_waits_until_the_last_one_is_over(secret, name):
    begin = rotate(name, NOW)
    second = secret()(begin).current
    with pytest.raises(RotationNotOver):
        rotate(name, begin + REPEATS - SECOND)
    again = rotate(name, begin + REPEATS)
    assert secret()(again).former == second


def test_two_rotations_at_once_are_one(name, monkeypatch):
    first = stage_secrets.secret_item(name)
    rotate(name, NOW)
    monkeypatch.setattr(stage_secrets, "secret_item", lambda _: first)
    with pytest.raises(RotationNotOver):
        rotate(name, NOW)
