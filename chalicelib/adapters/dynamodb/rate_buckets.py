"""Buckets of rate limits in DynamoDB: one item each, with one number, which its time to live removes.

The partition key is an HMAC of client and window, so buckets spread over all partitions. A bucket takes a few writes a
second at most, since what is above its limit is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Raw, Write, table

if TYPE_CHECKING:
    from chalicelib.domain.rate_limits.client_limits import Charge

ARRIVAL, EXPIRES = "tat", "expires"


def charge_write(charge: Charge) -> Write:
    """The write of a transaction that charges the bucket, on the condition that it has room."""
    return {"Update": charge_update(charge)}


def charge_update(charge: Charge) -> dict[str, Any]:
    """The same as parameters of `UpdateItem`."""
    return {"TableName": table().table_name, "Key": _key(charge), **_EXPRESSIONS} | {
        "ExpressionAttributeValues": {
            ":now": {"N": str(charge.now)},
            ":cost": {"N": str(charge.cost)},
            ":latest": {"N": str(charge.latest)},
            ":expires": {"N": str(charge.expires)},
        }
    }


def arrival_of(stored: Raw | None) -> int:
    """The state of a bucket that refused a charge."""
    return int((stored or {})[ARRIVAL]["N"])


def _key(charge: Charge) -> Raw:
    return {"pk": {"S": keys.rate(charge.bucket)}, "sk": {"S": keys.RATE}}


# Written out: PynamoDB takes as long to build these expressions as to build all items of a report.
_EXPRESSIONS = {
    "UpdateExpression": f"SET {ARRIVAL} = if_not_exists({ARRIVAL}, :now) + :cost, {EXPIRES} = :expires",
    "ConditionExpression": f"attribute_not_exists({ARRIVAL}) OR {ARRIVAL} <= :latest",
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}
