"""Stands in for the template's EventBridge Pipe: carries the table's stream, filtered, to the bus topic."""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

BATCH = 10
"""The most entries that `sns:PublishBatch` takes."""


class PublishRefused(Exception):
    """The bus did not take every record; the others are tried again."""


class Pipe:
    """Carries stream records in their order. Records that could not be published are kept for the next step."""

    def __init__(self, streams: Any, sns: Any, stream_arn: str, topic_arn: str, keep: "Pattern") -> None:
        self.name = "pipe"
        self._streams = streams
        self._sns = sns
        self._stream_arn = stream_arn
        self._topic_arn = topic_arn
        self._keep = keep
        self._positions: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._waiting: list[dict[str, Any]] = []

    def step(self) -> int:
        """Publish new records; return how many were read.

        Raises:
            PublishRefused: The bus did not take every record.
        """
        if not self._waiting:
            self._waiting = self._read()
        read = len(self._waiting)
        while self._waiting:
            self._publish(self._waiting[:BATCH])
            del self._waiting[:BATCH]
        return read

    def _read(self) -> list[dict[str, Any]]:
        if not self._positions:
            shards = self._streams.describe_stream(StreamArn=self._stream_arn)["StreamDescription"]["Shards"]
            self._positions = {shard["ShardId"]: self._position(shard["ShardId"]) for shard in shards}
        records = [record for shard in tuple(self._positions) for record in self._read_shard(shard)]
        return [record for record in map(_plain, records) if self._keep(record)]

    def _read_shard(self, shard: str) -> list[dict[str, Any]]:
        try:
            page = self._streams.get_records(ShardIterator=self._positions[shard], Limit=1000)
        except self._streams.exceptions.ExpiredIteratorException:  # after this machine was suspended
            self._positions[shard] = self._position(shard)
            return []
        records: list[dict[str, Any]] = page["Records"]
        if records:
            self._last[shard] = records[-1]["dynamodb"]["SequenceNumber"]
        self._positions[shard] = page["NextShardIterator"]
        return records

    def _position(self, shard: str) -> str:
        """An iterator behind the last record that was read, or at the start of the shard."""
        position = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self._last[shard]}
            if shard in self._last
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        answer = self._streams.get_shard_iterator(StreamArn=self._stream_arn, ShardId=shard, **position)
        return str(answer["ShardIterator"])

    def _publish(self, records: list[dict[str, Any]]) -> None:
        entries = [{"Id": str(number), "Message": json.dumps(record)} for number, record in enumerate(records)]
        answer = self._sns.publish_batch(TopicArn=self._topic_arn, PublishBatchRequestEntries=entries)
        if answer.get("Failed"):
            raise PublishRefused(answer["Failed"][0].get("Code", ""))


Pattern = Callable[[Mapping[str, Any]], bool]


def pattern_of(template: Mapping[str, Any]) -> Pattern:
    """The filter of the template's Pipe: whether a record matches one of its patterns."""
    pipes = [r for r in template["Resources"].values() if r["Type"] == "AWS::Pipes::Pipe"]
    filters = pipes[0]["Properties"]["SourceParameters"]["FilterCriteria"]["Filters"]
    patterns = [json.loads(entry["Pattern"]) for entry in filters]
    return lambda record: any(_matches(record, pattern) for pattern in patterns)


def _matches(value: Any, pattern: Any) -> bool:
    """Whether a value matches a pattern of EventBridge. Nested keys, equal values and prefixes are supported."""
    if isinstance(pattern, dict):
        return isinstance(value, Mapping) and all(_matches(value.get(key), inner) for key, inner in pattern.items())
    return any(
        isinstance(value, str) and value.startswith(option["prefix"]) if isinstance(option, dict) else value == option
        for option in pattern
    )


def _plain(value: Any) -> Any:
    """A record as the Pipe's JSON has it: instants as seconds, bytes as base64."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return int(value.timestamp()) if isinstance(value, datetime) else value
