"""Reads events from SQS messages: stream records of the table, as the Pipe passes them on to the bus."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.adapters.dynamodb.tickets.items import EventItem
from chalicelib.domain.events import Event


class BrokenEnvelope(Exception):
    """The message is no stream record, or the event in it cannot be read."""


def open_envelope(body: str) -> Event | None:
    """The event in the body of an SQS message; None if the stream record is not of a new event.

    Raises:
        BrokenEnvelope: the body is no stream record of this table, or its event is incomplete.
    """
    image = _new_event(_record(body))
    if image is None:
        return None
    try:
        item = EventItem.from_raw_data(image)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BrokenEnvelope("not an event") from error
    required = {name for name, attribute in EventItem.get_attributes().items() if not attribute.null}
    if required - item.attribute_values.keys():
        raise BrokenEnvelope("only a part of an event")
    return mapping.event_of(item)


def _record(body: str) -> Mapping[str, Any]:
    try:
        record = json.loads(body)
    except ValueError as error:
        raise BrokenEnvelope("not JSON") from error
    if not isinstance(record, dict) or not isinstance(record.get("dynamodb"), dict):
        raise BrokenEnvelope("not a stream record")
    return record


def _new_event(record: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        sk = record["dynamodb"]["Keys"]["sk"]["S"]
        is_event = record.get("eventName") == "INSERT" and sk.startswith(keys.EVENT)
        return dict(record["dynamodb"]["NewImage"]) if is_event else None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BrokenEnvelope("not a record of this table") from error
