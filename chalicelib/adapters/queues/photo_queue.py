"""Reads messages of the photos queue: notifications of the bucket, and events that name photos."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.adapters.photos.s3_bucket import RAW
from chalicelib.adapters.queues.event_envelope import BrokenEnvelope, open_envelope
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.photo import is_id
from chalicelib.flow.ports.photos import Arrival


def open_photo_message(body: str) -> Event | Arrival | None:
    """The event or the arrival in the body of an SQS message; None if it contains neither.

    Raises:
        BrokenEnvelope: it is neither a notification of a bucket nor a stream record.
    """
    payload = _json(body)
    if "Records" in payload:
        return _arrival(payload["Records"])
    if payload.get("Event") == "s3:TestEvent":  # S3 sends it when the notification is configured
        return None
    return open_envelope(body)


def _json(body: str) -> Mapping[str, Any]:
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise BrokenEnvelope("not JSON") from error
    if not isinstance(payload, dict):
        raise BrokenEnvelope("not an object")
    return payload


def _arrival(records: Any) -> Arrival | None:
    """The photo of a notification, which has exactly one record; None if the object is no uploaded photo."""
    try:
        (record,) = records
        folder, _, photo = unquote_plus(record["s3"]["object"]["key"]).partition("/")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BrokenEnvelope("not a notification of a bucket") from error
    return Arrival(photo) if folder == RAW and is_id(photo) else None
