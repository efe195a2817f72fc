"""The pump's parts, from the template (the Pipe) and from the app (its queue and schedule functions)."""

from collections.abc import Callable, Iterator
from typing import Any

from chalice.app import ScheduledEventConfig, SQSEventConfig

from chalicelib import names
from infra.local.environment import CITY, STAGE
from infra.local.pump.pipe import Pipe, pattern_of
from infra.local.pump.pump import Part
from infra.local.pump.queue_trigger import Failure, QueueTrigger
from infra.local.pump.schedule import Schedule
from infra.template import render

ClientFactory = Callable[[str], Any]


def parts(app: Any, client: ClientFactory, on_failure: Failure) -> Iterator[Part]:
    """The Pipe, and a part for each queue and schedule function."""
    yield pipe(client)
    for source in app.event_sources:
        function = app.handler_map[source.name]
        if isinstance(source, SQSEventConfig):
            queue = names.queue(STAGE, _queue(source))
            batch = source.batch_size
            yield QueueTrigger(
                client("sqs"), queue, function, name=source.name, batch_size=batch, on_failure=on_failure
            )
        elif isinstance(source, ScheduledEventConfig):
            expression = source.schedule_expression
            text = expression if isinstance(expression, str) else expression.to_string()
            yield Schedule(text, function, name=source.name, on_failure=on_failure)


def pipe(client: ClientFactory) -> Pipe:
    """The Pipe from the table's stream to the bus, with the template's filter."""
    table = client("dynamodb").describe_table(TableName=names.table(STAGE))["Table"]
    account = table["TableArn"].split(":")[4]
    bus = names.topic_arn(names.REGION, account, names.topic(STAGE, names.EVENTS))
    return Pipe(
        client("dynamodbstreams"), client("sns"), table["LatestStreamArn"], bus, pattern_of(render(STAGE, CITY))
    )


def _queue(source: SQSEventConfig) -> str:
    """The queue's name without app and stage: the app may have been imported for another stage in this process."""
    full_name = source.queue or (source.queue_arn or "").rsplit(":", 1)[-1]
    return next(name for name in names.QUEUES if full_name.endswith(f"-{name}"))
