"""Redrive of events that the Pipe could not bring to the bus.

The Pipe's dead letters name records of the stream but do not hold them. The stream keeps records for 24 hours; after
that the events are read from the table itself. Consumers are idempotent, so an event that is published twice does no
harm, and one too many is better than one too few.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from infra.aws.account import Account
from infra.aws.failures import UnreadableDeadLetter

MARGIN = timedelta(minutes=5)
"""Between an event's own time and its arrival in the stream."""


def publish(account: Account, dead_letter: str) -> str:
    """Publish the events that a dead letter of the Pipe names; return a sentence about what was done.

    Raises:
        UnreadableDeadLetter: It is no dead letter of the Pipe.
    """
    batch = batch_info(dead_letter)
    try:
        records = list(from_stream(account, batch))
    except account.client("dynamodbstreams").exceptions.TrimmedDataAccessException:
        records = list(from_table(account, batch))
    topic = account.topic_arn(names.topic(account.stage, names.EVENTS))
    for record in records:
        account.client("sns").publish(TopicArn=topic, Message=json.dumps(record, default=_plain))
    return f"{len(records)} events published to the bus"


def batch_info(dead_letter: str) -> Mapping[str, Any]:
    """The description of a batch in a dead letter: shard, first and last sequence number, first and last arrival.

    Raises:
        UnreadableDeadLetter: It is no dead letter of the Pipe.
    """
    try:
        return dict(json.loads(dead_letter)["DDBStreamBatchInfo"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableDeadLetter("not a dead letter of the Pipe") from error


def from_stream(account: Account, batch: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The records of new events of a batch, from the stream."""
    streams = account.client("dynamodbstreams")
    iterator = streams.get_shard_iterator(
        StreamArn=batch["streamArn"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=batch["startSequenceNumber"],
    )["ShardIterator"]
    last = int(batch["endSequenceNumber"])
    while iterator:
        answer = streams.get_records(ShardIterator=iterator)
        for record in answer["Records"]:
            if int(record["dynamodb"]["SequenceNumber"]) > last:
                return
            if _is_new_event(record):
                yield record
        reached = answer["Records"] and int(answer["Records"][-1]["dynamodb"]["SequenceNumber"]) >= last
        iterator = None if reached else answer.get("NextShardIterator")


def from_table(account: Account, batch: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of the same minutes, from the table, by a scan: the stream rarely has lost them."""
    first = datetime.fromisoformat(batch["approximateArrivalOfFirstRecord"]) - MARGIN
    last = datetime.fromisoformat(batch["approximateArrivalOfLastRecord"]) + MARGIN
    pages = (
        account.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=names.table(account.stage),
            FilterExpression="begins_with(sk, :event) AND #at BETWEEN :first AND :last",
            ExpressionAttributeNames={"#at": "at"},
            ExpressionAttributeValues={
                ":event": {"S": keys.EVENT},
                ":first": {"S": keys.instant(first)},
                ":last": {"S": keys.instant(last)},
            },
        )
    )
    for page in pages:
        for item in page["Items"]:
            key = {"pk": item["pk"], "sk": item["sk"]}
            yield {"eventName": "INSERT", "dynamodb": {"Keys": key, "NewImage": item}}


def _is_new_event(record: Mapping[str, Any]) -> bool:
    sk: str = record["dynamodb"]["Keys"]["sk"]["S"]
    return record["eventName"] == "INSERT" and sk.startswith(keys.EVENT)


def _plain(value: Any) -> float:
    """The JSON form of a record's time, which boto3 parses: seconds since the epoch."""
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} in a stream record")
