"""Checks whether a deployed stage works, after each deploy and by `status`."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib import names, settings
from infra import accounts
from infra.aws.account import Account
from infra.aws.release import chalice_record, stages
from infra.template import opds

DELIVERIES = "deliveries"
"""The dead-letter queue of this name holds notices that an OPD's own address did not take."""

PATIENCE = 60
"""Seconds that a new API may take until it answers everywhere."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; `is_mended_by_deploy` if a deploy makes it good."""

    what: str
    good: bool
    detail: str
    is_mended_by_deploy: bool = False

    def line(self, *, can_deploy: bool = True) -> str:
        """The result on one line of a terminal, with advice unless the stack refuses what it advises."""
        advice = ": deploy the stage" if self.is_mended_by_deploy and can_deploy else ""
        return f"  {'ok ' if self.good else 'BAD'}  {self.what}: {self.detail}{advice}"


def missing(what: str, detail: str = "missing") -> Finding:
    """What a deploy would bring."""
    return Finding(what, good=False, detail=detail, is_mended_by_deploy=True)


def verify(account: Account, url: str, patience: float = PATIENCE) -> Iterator[Finding]:
    """Check everything that must work for a report to reach its OPD.

    `patience` is how many seconds the API may take until it answers.
    """
    yield table(account)
    yield queues(account)
    yield topics(account)
    yield from (trigger(account, function, queue) for function, queue in chalice_record.TRIGGERS.items())
    yield from (schedule(account, function) for function in chalice_record.SCHEDULES)
    yield pipe(account)
    yield user_pool(account)
    yield photos(account)
    yield health(account, url, patience)


def table(account: Account) -> Finding:
    """Whether the table is there and active."""
    name = names.table(account.stage)
    client = account.client("dynamodb")
    try:
        state = client.describe_table(TableName=name)["Table"]["TableStatus"]
    except client.exceptions.ResourceNotFoundException:
        state = "missing"
    return Finding(f"table {name}", state == "ACTIVE", state)


def queues(account: Account) -> Finding:
    """Whether every queue is there with its dead letters."""
    work = {names.queue(account.stage, each) for each in names.QUEUES}
    dead_letters = {names.dead_letter_queue(account.stage, each) for each in (*names.QUEUES, names.EVENTS, DELIVERIES)}
    prefix = f"{names.APP}-{account.stage}-"
    urls = account.client("sqs").list_queues(QueueNamePrefix=prefix, MaxResults=1000).get("QueueUrls", [])
    return complete("queues", work | dead_letters, {url.rpartition("/")[2] for url in urls})


def topics(account: Account) -> Finding:
    """Whether everybody who gets notices has a topic."""
    shared = {names.topic(account.stage, each) for each in (names.EVENTS, names.COORDINATOR, names.LEADERS, "alarms")}
    of_opds = {names.opd_topic(account.stage, each) for each in opds(stages.city_of(account.stage))}
    pages = account.client("sns").get_paginator("list_topics").paginate()
    there = {each["TopicArn"].rpartition(":")[2] for page in pages for each in page["Topics"]}
    return complete("topics", shared | of_opds, there)


def complete(what: str, wanted: set[str], there: set[str]) -> Finding:
    """Whether nothing of what is wanted is missing."""
    absent = sorted(wanted - there)
    if absent:
        return missing(f"{len(wanted)} {what}", f"{len(absent)} missing: {', '.join(absent[:5])}")
    return Finding(f"{len(wanted)} {what}", good=True, detail="all there")


def trigger(account: Account, function: str, queue: str) -> Finding:
    """Whether Lambda reads the queue for the function."""
    mappings = account.client("lambda").list_event_source_mappings(
        EventSourceArn=account.queue_arn(names.queue(account.stage, queue)),
        FunctionName=chalice_record.function_name(account.stage, function),
    )["EventSourceMappings"]
    what = f"queue {queue} triggers {function}"
    if not mappings:
        return missing(what)
    state, bound = mappings[0]["State"], mappings[0].get("ScalingConfig", {}).get("MaximumConcurrency")
    wanted = settings.MOST_AT_ONCE[queue]
    if bound != wanted:
        return missing(what, f"{state}, at most {bound or 'as many as the account has'} at once instead of {wanted}")
    return Finding(what, state in {"Enabled", "Creating", "Enabling"}, f"{state}, at most {bound} at once")


def schedule(account: Account, function: str) -> Finding:
    """Whether EventBridge calls the function as often as it should."""
    client, name = account.client("events"), chalice_record.rule_name(account.stage, function)
    try:
        rule = client.describe_rule(Name=name)
        calls = client.list_targets_by_rule(Rule=name)["Targets"]
    except client.exceptions.ResourceNotFoundException:
        return missing(f"schedule of {function}")
    if not calls:
        return missing(f"schedule of {function}", "calls nothing")
    good = rule["State"] == "ENABLED" and rule["ScheduleExpression"] == chalice_record.SCHEDULES[function]
    return Finding(f"schedule of {function}", good, f"{rule['ScheduleExpression']}, {rule['State']}")


def pipe(account: Account) -> Finding:
    """Whether the Pipe from the table's stream to the bus runs, or is about to."""
    name = names.topic(account.stage, names.EVENTS)
    client = account.client("pipes")
    try:
        state = client.describe_pipe(Name=name)["CurrentState"]
    except client.exceptions.NotFoundException:
        state = "missing"
    return Finding(f"pipe {name}", state in {"RUNNING", "STARTING", "CREATING", "UPDATING"}, state)


def user_pool(account: Account) -> Finding:
    """Whether the functions know the user pool in which staff sign in, and whether it is there."""
    table, cognito = account.client("dynamodb"), account.client("cognito-idp")
    try:
        pool = accounts.stored_pool(table, account.stage)
        state = cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]["Id"] if pool else "not written"
    except (table.exceptions.ResourceNotFoundException, cognito.exceptions.ResourceNotFoundException):
        return Finding("user pool of staff", good=False, detail="missing")
    return Finding("user pool of staff", pool is not None, state)


def photos(account: Account) -> Finding:
    """Whether the photos' bucket is there, closed to the public, and tells the queue what comes in."""
    bucket, s3 = names.photos(account.stage, account.number), account.client("s3")
    queue = account.queue_arn(names.queue(account.stage, "photos"))
    try:
        targets = s3.get_bucket_notification_configuration(Bucket=bucket).get("QueueConfigurations", [])
        closed = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    except s3.exceptions.ClientError as error:
        return Finding(f"bucket {bucket}", good=False, detail=error.response["Error"]["Code"])
    if queue not in {each["QueueArn"] for each in targets}:
        return missing(f"bucket {bucket}", "does not tell its queue")
    return Finding(f"bucket {bucket}", all(closed.values()), "closed to the public" if all(closed.values()) else "open")


def health(account: Account, url: str, patience: float = PATIENCE) -> Finding:
    """Whether the API answers as this stage, within `patience` seconds."""
    give_up = time.monotonic() + patience
    while True:
        good, detail = _answer(account, f"{url}/v1/health")
        if good or time.monotonic() > give_up:
            return Finding(f"{url}/v1/health", good, detail)
        time.sleep(1)  # API Gateway notifies nobody when a new API answers everywhere


def _answer(account: Account, url: str) -> tuple[bool, str]:
    """Whether the address answers as this stage, and its answer or what went wrong."""
    try:
        with urllib.request.urlopen(request_to(account, url), timeout=30) as answer:  # noqa: S310 - our own API
            body = json.load(answer)
    except urllib.error.HTTPError as error:
        error.close()
        return False, f"answers {error.code}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return False, str(error)
    return body.get("stage") == account.stage, json.dumps(body)


def request_to(account: Account, url: str) -> urllib.request.Request:
    """A request to the stage's API.

    An emulator's API is called at the emulator's own address, since not every resolver knows `*.localhost`.
    """
    if account.endpoint is None:
        return urllib.request.Request(url)  # noqa: S310 - made by Account.api_url
    address = urlsplit(url)
    return urllib.request.Request(account.endpoint + address.path, headers={"Host": address.netloc})  # noqa: S310
