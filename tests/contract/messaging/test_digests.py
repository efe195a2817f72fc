"""The day's digests on the ledger of a real table: one each, however many send them, and whenever."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.unit.flow.notifications.test_digests import a_late_world

NOTIFIED = {"BPBD", "DPUTR", "DINSOS", "leaders"}


@pytest.fixture
def digests(ledger):
    """Of an invented city with a flood that is late."""
    world = a_late_world()
    made = world.using(ledger=ledger).digests("")
    return made, world.clock, world.notice_publisher


def sent(post):
    assert all(count == 1 for count in post.counts.values())
    return {notice.audience for notice in post.out}


def test_one_digest_a_day_however_often_it_runs(digests):
    made, clock, post = digests
    for _ in range(3):
        assert made.send() == []
        clock.forward(minutes=15)
    assert sent(post) == NOTIFIED


def test_of_many_at_once_one_sends(digests):
    made, _, post = digests
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: made.send(), range(4))) == [[]] * 4
    assert sent(post) == NOTIFIED


def test_who_was_told_before_the_worker_died_is_not_told_again(digests, monkeypatch):
    made, clock, post = digests
    monkeypatch.setattr(post, "refuses", {"leaders"})
    assert [audience for audience, _ in made.send()] == ["leaders"]
    monkeypatch.setattr(post, "refuses", set())
    clock.forward(minutes=15)
    assert made.send() == []
    assert sent(post) == NOTIFIED
