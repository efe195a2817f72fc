"""The published figures: the fake and DynamoDB keep the same promises."""

from datetime import UTC, datetime

import pytest

from chalicelib.adapters.dynamodb.stores.published_figures import TablePublishedFigures
from chalicelib.domain.statistics.figure_publication import Edition
from chalicelib.flow.ports.statistics import CountersChanged
from tests.doubles.published_figures import MemoryPublishedFigures

NIGHT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
MONTH, SCOPE = "2026-11", "all"


@pytest.fixture(params=["fake", "real"])
def store(request):
    if request.param == "fake":
        return MemoryPublishedFigures()
    request.getfixturevalue("stage")
    return TablePublishedFigures()


def figures(count):
    return {"city": {"n": count, "took:12": 1}, "opd:DISHUB": {"given": count}}


def publish(store, number, count):
    store.put(number, MONTH, SCOPE, figures(count))
    store.announce(Edition(number, NIGHT, {"2026-10": 7}))


def test_before_the_first_edition_there_is_nothing(store):
    assert (store.edition(), store.newest(MONTH, SCOPE), store.figures(1, MONTH, SCOPE)) == (None, None, {})


def test_an_edition_is_read_as_it_was_written(store):
    publish(store, 1, 8)
    assert store.edition() == Edition(1, NIGHT, {"2026-10": 7})
    assert store.figures(1, MONTH, SCOPE) == figures(8)
    assert store.newest(MONTH, SCOPE) == (1, figures(8))


def test_what_is_written_for_the_next_edition_is_not_read_before_it_is_announced(store):
    publish(store, 1, 8)
    store.put(2, MONTH, SCOPE, figures(9))
    store.put(2, MONTH, SCOPE, figures(10))
    assert store.figures(store.edition().number, MONTH, SCOPE) == figures(8)
    assert store.newest(MONTH, SCOPE) == (2, figures(10))
    store.announce(Edition(2, NIGHT, {}))
    assert store.figures(2, MONTH, SCOPE) == figures(10)


def test_what_does_not_change_is_read_in_later_editions(store):
    publish(store, 1, 8)
    for number in (2, 3, 4):
        store.announce(Edition(number, NIGHT, {}))
    store.put(5, MONTH, SCOPE, figures(9))
    assert store.figures(4, MONTH, SCOPE) == figures(8)


def test_many_editions_keep_two_versions(store):
    for number in range(1, 6):
        publish(store, number, number)
        assert store.figures(number, MONTH, SCOPE) == figures(number)
    store.put(6, MONTH, SCOPE, figures(6))
    assert store.figures(5, MONTH, SCOPE) == figures(5)


@pytest.mark.parametrize("number", [1, 3])
def test_an_edition_follows_the_one_before(store, number):
    publish(store, 1, 8)
    with pytest.raises(CountersChanged):
        store.announce(Edition(number, NIGHT, {}))


def test_a_first_edition_is_announced_once(store):
    with pytest.raises(CountersChanged):
        store.announce(Edition(2, NIGHT, {}))
