"""Items pass botocore as they are: what our adapters write and read is DynamoDB JSON already.

Botocore copies every value of every item by the service's model, on the way out and on the way in: half of the
processor time of a page of 25 lines. All that it changes are binary values, which JSON holds in base 64.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
"""

import json
from base64 import b64encode
from typing import Any


def pass_items(client: Any) -> None:
    """Let the items of this client's queries and transactions pass."""
    events = client.meta.events
    events.register("provide-client-params.dynamodb.TransactWriteItems", _take_writes)
    events.register("before-call.dynamodb.TransactWriteItems", _put_writes)
    events.register("before-parse.dynamodb.Query", _take_items)


_WRITES = "TransactItems"


def _take_writes(params: dict[str, Any], context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The parameters of which botocore is to make a request's body; the caller's own stay as they are."""
    context[_WRITES] = params[_WRITES]
    return {name: value for name, value in params.items() if name != _WRITES}


def _put_writes(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """Into the request's body, beside what botocore has made of the other parameters."""
    params["body"] = _encode(json.loads(params["body"]) | {_WRITES: context[_WRITES]}).encode()


_encode = json.JSONEncoder(default=lambda binary: b64encode(binary).decode()).encode


def _take_items(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    """Out of an answer's body before botocore takes it apart; it does so itself if there is a binary value among them,
    or if the answer is an error.
    """
    body = response_dict["body"]
    if response_dict["status_code"] != 200 or any(binary in body for binary in _BINARY):
        return
    answer = json.loads(body)
    customized_response_dict["Items"] = answer.pop("Items", [])
    response_dict["body"] = json.dumps(answer).encode()


_BINARY = (b'"B"', b'"BS"')
"""The types; within a text, a quotation mark has a backslash before it."""
