"""Records of the table's stream, as the Pipe passes them on to queues."""

import json

from chalicelib.adapters.dynamodb.tickets import mapping


def record(event, **changes):
    """The stream's record of a new event item."""
    image = mapping.event_item(event).serialize()
    keys = {name: image[name] for name in ("pk", "sk")}
    body = {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"Keys": keys, "NewImage": image}}
    return json.dumps(body | changes)
