"""`status`: how a stage is doing, on one screen. The exit code is 1 if something needs somebody."""

import argparse
import textwrap
from collections import Counter
from collections.abc import Iterator

from chalicelib import names
from infra import stack
from infra.aws import messaging
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.redrive import ON_REQUEST, depth
from infra.aws.release import chalice_record, limits, stages, verification
from infra.aws.release.verification import Finding
from infra.aws.subscriptions.topics import SHARED
from infra.template import opds


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    stack_description = stack.find(account.client("cloudformation"), account.stage)
    if stack_description is None:
        raise Refused(
            f"There is no stage {account.stage} in {account.region}, account {account.number}: "
            f"`python -m infra deploy --stage {account.stage}` makes it, --region looks elsewhere."
        )
    print(f"{account.stage} in {account.region}, account {account.number}: stack {stack_description['StackStatus']}")
    is_good = True
    for finding in _findings(account):
        print(finding.line())
        is_good = is_good and finding.good
    _print_subscriptions(account)
    has_failed = any(word in stack_description["StackStatus"] for word in ("ROLLBACK", "FAILED"))
    return 1 if has_failed or not is_good else 0


def _findings(account: Account) -> Iterator[Finding]:
    yield from (_function(account, function) for function in chalice_record.FUNCTIONS)
    rest_api = chalice_record.rest_api_id(account)
    if rest_api:
        yield verification.health(account, account.api_url(rest_api), patience=0)
        yield limits.finding(account, rest_api)
    else:
        yield Finding("public address", good=False, detail="no API: deploy the stage")
    yield verification.table(account)
    yield verification.topics(account)
    yield verification.pipe(account)
    yield verification.user_pool(account)
    yield verification.photos(account)
    yield from (verification.trigger(account, function, queue) for function, queue in chalice_record.TRIGGERS.items())
    yield from (verification.schedule(account, function) for function in chalice_record.SCHEDULES)
    for queue in names.QUEUES:
        yield _queue(account, names.queue(account.stage, queue))
    for queue in (*names.QUEUES, names.EVENTS, ON_REQUEST):
        yield _dead_letters(account, queue)
    yield from messaging.findings(account)
    yield _alarms(account)


def _function(account: Account, function: str) -> Finding:
    """Whether the function is deployed."""
    client = account.client("lambda")
    name = chalice_record.function_name(account.stage, function)
    try:
        configuration = client.get_function_configuration(FunctionName=name)
    except client.exceptions.ResourceNotFoundException:
        return Finding(f"function {name}", good=False, detail="missing: deploy the stage")
    state, changed = configuration.get("State", "Active"), configuration["LastModified"][:16]
    detail = f"{state}, {configuration['Runtime']}, {configuration['MemorySize']} MB, changed {changed}"
    return Finding(f"function {name}", state in {"Active", "Inactive", "Pending"}, detail)


def _queue(account: Account, name: str) -> Finding:
    """Whether the queue is there, and about how many messages wait in it."""
    try:
        waiting = depth(account, account.queue_url(name))
    except account.client("sqs").exceptions.QueueDoesNotExist:
        return Finding(f"queue {name}", good=False, detail="missing: deploy the stage")
    return Finding(f"queue {name}", good=True, detail=f"{waiting} waiting")


def _dead_letters(account: Account, queue: str) -> Finding:
    """Whether the dead-letter queue of a queue is there and empty."""
    finding = _queue(account, names.dead_letter_queue(account.stage, queue))
    if not finding.good or finding.detail.startswith("0 "):
        return finding
    advice = f"{finding.detail}; mend the cause, then `python -m infra redrive --stage {account.stage} {queue}`"
    return Finding(finding.what, good=False, detail=advice)


def _alarms(account: Account) -> Finding:
    prefix = f"{names.APP}-{account.stage}-"
    pages = account.client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmNamePrefix=prefix)
    alarms = [alarm for page in pages for alarm in page["MetricAlarms"]]
    ringing = [alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "ALARM"]
    return Finding(f"{len(alarms)} alarms", not ringing, ", ".join(ringing) or "quiet")


def _print_subscriptions(account: Account) -> None:
    """Print which OPDs have an address for notices, and which have none yet."""
    confirmed, pending = subscriptions(account)
    codes = opds(stages.city_of(account.stage))
    topics = {code: names.opd_topic(account.stage, code) for code in codes}
    topics |= {shared: names.topic(account.stage, shared) for shared in SHARED}
    print("Addresses (confirmed, waiting for confirmation):")
    for audience, topic in topics.items():
        if confirmed[topic] or pending[topic]:
            print(f"  {audience}: {confirmed[topic]}, {pending[topic]}")
    unsubscribed = [audience for audience, topic in topics.items() if not confirmed[topic]]
    if unsubscribed:
        print(
            textwrap.fill(
                f"nobody listens for: {', '.join(unsubscribed)}", 110, initial_indent="  ", subsequent_indent="    "
            )
        )


def subscriptions(account: Account) -> tuple[Counter[str], Counter[str]]:
    """By topic name, the number of confirmed subscriptions, and of those that wait for confirmation."""
    confirmed: Counter[str] = Counter()
    pending: Counter[str] = Counter()
    for page in account.client("sns").get_paginator("list_subscriptions").paginate():
        for each in page["Subscriptions"]:
            count = confirmed if each["SubscriptionArn"].startswith("arn:") else pending
            count[each["TopicArn"].rpartition(":")[2]] += 1
    return confirmed, pending
