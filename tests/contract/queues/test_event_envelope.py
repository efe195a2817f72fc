"""What the queues bring: events as the table's stream and the Pipe pass them on."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.adapters.queues.event_envelope import BrokenEnvelope, open_envelope
from chalicelib.domain.events import Event, read
from tests.support.factory import a_case, an_event

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6, allow_nan=False)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.builds(
    Event,
    ticket=TEXT.filter(bool),
    sequence=st.integers(1, 99_999),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - as hypothesis wants it
    actor=TEXT.filter(bool),
    data=st.builds(read, TEXT.filter(bool), st.dictionaries(TEXT, DATA, max_size=4), st.integers(1, 9)),
    correlation=TEXT,
)


@given(EVENTS)
def test_an_event_arrives_as_it_was_written(event):
    assert open_envelope(record(event)) == event


@pytest.mark.parametrize("event", [*a_case("DISHUB", "DLH").events, *a_case(unroutable=True).events])
def test_the_events_that_exist_arrive(event):
    assert open_envelope(record(event)) == event


@pytest.mark.parametrize("name", ["MODIFY", "REMOVE"])
def test_what_changes_or_goes_is_no_new_event(name):
    assert open_envelope(record(an_event(), eventName=name)) is None


@pytest.mark.parametrize("sk", ["ticket", "report", "assignment#DISHUB", "~identity", "~delivery#00002#DISHUB"])
def test_other_items_of_the_table_are_no_events(sk):
    body = json.loads(record(an_event()))
    body["dynamodb"]["Keys"]["sk"]["S"] = sk
    assert open_envelope(json.dumps(body)) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "bukan JSON",
        "[]",
        "7",
        "null",
        "{}",
        '{"dynamodb": 1}',
        '{"eventName": "INSERT", "dynamodb": {}}',
        '{"eventName": "INSERT", "dynamodb": {"Keys": {"sk": {"S": "event#00001"}}}}',
        '{"eventName": "INSERT", "dynamodb": {"Keys": {"sk": {"S": "event#00001"}}, "NewImage": []}}',
        '{"eventName": "INSERT", "dynamodb": {"Keys": {"sk": "event#00001"}}}',
        '{"eventName": "INSERT", "dynamodb": {"Keys": {"sk": {"S": 5}}}}',
        '{"Type": "Notification", "Message": "{}"}',
    ],
)
def test_garbage_is_told_as_broken(body):
    with pytest.raises(BrokenEnvelope):
        open_envelope(body)


@pytest.mark.parametrize("field", ["type", "version", "ticket", "sequence", "at", "actor", "data"])
@pytest.mark.parametrize(
    "value", [None, {"S": ""}, {"S": "x"}, {"N": "x"}, {"M": {"a": {}}}, {"L": []}, {}, 5, {"X": 1}]
)
def test_an_event_with_a_damaged_field_is_an_event_or_broken_and_nothing_else(field, value):
    body = json.loads(record(an_event()))
    if value is None:
        del body["dynamodb"]["NewImage"][field]
    else:
        body["dynamodb"]["NewImage"][field] = value
    try:
        event = open_envelope(json.dumps(body))
    except BrokenEnvelope:
        return
    assert isinstance(event, Event)
    assert isinstance(event.type, str)
    assert isinstance(event.ticket, str)
    assert isinstance(event.at, datetime)


def record(event, **changes):
    """The stream's record of a new event item."""
    image = mapping.event_item(event).serialize()
    keys = {name: image[name] for name in ("pk", "sk")}
    body = {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"Keys": keys, "NewImage": image}}
    return json.dumps(body | changes)
