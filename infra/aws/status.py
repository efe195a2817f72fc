"""`status`: how a stage is doing, on one screen. The exit code is 1 if something needs somebody."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib import names
from infra import stack
from infra.aws import alarms, messaging
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.redrive import ON_REQUEST, depth
from infra.aws.release import api_name, chalice_record, limits, stages, verification
from infra.aws.release.verification import Finding
from infra.aws.subscriptions.filters import ALARMS
from infra.aws.subscriptions.topics import SHARED, desa_of, of_topic
from infra.template import opds


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    description = _stack(account)
    if options.ring:
        return _ring(account)
    findings = [_stack_finding(account, description), *_findings(account), *_listeners(account)]
    is_good = all(finding.good for finding in findings)
    if options.json:
        print(json.dumps(_report(account, description, findings, is_good=is_good), indent=2))
        return 0 if is_good else 1
    print(f"{account.stage} in {account.region}, account {account.number}")
    can_deploy = not stack.advice(description, account.stage)
    for finding in findings:
        print(finding.line(can_deploy=can_deploy))
    return 0 if is_good else 1


def _stack(account: Account) -> dict[str, Any]:
    """The stage's stack as CloudFormation describes it.

    Raises:
        Refused: There is none.
    """
    if account.stage == stages.LOCAL:
        raise Refused("local is the stage of `make run` on this machine: its page /_local shows how it is doing.")
    description = stack.find(account.client("cloudformation"), account.stage)
    if description is None:
        raise Refused(
            f"There is no stage {account.stage} in {account.region}, account {account.number}: "
            f"`{stages.deploy_command(account.stage)}` makes it, --region looks elsewhere."
        )
    return description


def _stack_finding(account: Account, description: dict[str, Any]) -> Finding:
    status = description["StackStatus"]
    has_failed = any(word in status for word in ("ROLLBACK", "FAILED"))
    advice = stack.advice(description, account.stage)
    if has_failed and not advice:
        advice = "The last update failed and was taken back: mend the cause and deploy again."
    return Finding(f"stack {names.stack(account.stage)}", not has_failed, f"{status} {advice}".rstrip())


def _ring(account: Account) -> int:
    """Ring a test alarm; return 1 if nobody can hear it."""
    confirmed, pending = subscriptions(account)
    topic = names.topic(account.stage, ALARMS)
    if not confirmed[topic]:
        waiting = f" ({pending[topic]} wait for confirmation)" if pending[topic] else ""
        print(f"Nobody listens to the alarms{waiting}, so none was rung: `python -m infra subscribe --stage "
              f"{account.stage} alarms email …`.")  # fmt: skip
        return 1
    name = alarms.ring(account)
    print(f"{name} rings for a test: {confirmed[topic]} addresses should hear of it within minutes, and again when")
    print("CloudWatch has found that nothing is wrong. Ask them: only they know whether it came.")
    return 0


def _report(account: Account, description: dict[str, Any], findings: list[Finding], *, is_good: bool) -> dict[str, Any]:
    """Everything that `status` finds, for programs."""
    checks = [{"what": each.what, "good": each.good, "detail": each.detail} for each in findings]
    stage = {"stage": account.stage, "region": account.region, "account": account.number}
    return stage | {"stack": description["StackStatus"], "good": is_good, "checks": checks}


def _findings(account: Account) -> Iterator[Finding]:
    yield from (_function(account, function) for function in chalice_record.FUNCTIONS)
    rest_api = chalice_record.rest_api_id(account)
    if rest_api:
        yield verification.health(account, account.api_url(rest_api), patience=0)
        yield limits.finding(account, rest_api)
        yield api_name.finding(account, rest_api)
    else:
        yield verification.missing("public address", "no API")
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
    yield alarms.finding(account)


def _function(account: Account, function: str) -> Finding:
    """Whether the function is deployed."""
    client = account.client("lambda")
    name = chalice_record.function_name(account.stage, function)
    try:
        configuration = client.get_function_configuration(FunctionName=name)
    except client.exceptions.ResourceNotFoundException:
        return verification.missing(f"function {name}")
    state, changed = configuration.get("State", "Active"), configuration["LastModified"][:16]
    detail = f"{state}, {configuration['Runtime']}, {configuration['MemorySize']} MB, changed {changed}"
    return Finding(f"function {name}", state in {"Active", "Inactive", "Pending"}, detail)


def _queue(account: Account, name: str) -> Finding:
    """Whether the queue is there, and about how many messages wait in it."""
    try:
        waiting = depth(account, account.queue_url(name))
    except account.client("sqs").exceptions.QueueDoesNotExist:
        return verification.missing(f"queue {name}")
    return Finding(f"queue {name}", good=True, detail=f"{waiting} waiting")


def _dead_letters(account: Account, queue: str) -> Finding:
    """Whether the dead-letter queue of a queue is there and empty."""
    finding = _queue(account, names.dead_letter_queue(account.stage, queue))
    if not finding.good or finding.detail.startswith("0 "):
        return finding
    advice = f"{finding.detail}; mend the cause, then `python -m infra redrive --stage {account.stage} {queue}`"
    return Finding(finding.what, good=False, detail=advice)


def _listeners(account: Account) -> Iterator[Finding]:
    """How many addresses each audience has, and that nobody listens for some: their notices reach no one."""
    confirmed, pending = subscriptions(account)
    codes = opds(stages.city_of(account.stage))
    topics = {code: names.opd_topic(account.stage, code) for code in codes}
    topics |= {shared: names.topic(account.stage, shared) for shared in SHARED}
    counts = {audience: confirmed[topic] for audience, topic in topics.items()} | _desa(account, codes)
    for audience, count in counts.items():
        if count:
            waiting = f", {pending[topics[audience]]} wait for confirmation" if pending[topics[audience]] else ""
            yield Finding(f"addresses of {audience}", good=True, detail=f"{count} confirmed{waiting}")
    silent = [f"{audience} (not confirmed)" if pending[topics[audience]] else audience
              for audience, count in counts.items() if not count]  # fmt: skip
    if silent:
        detail = f"{', '.join(silent)}: `python -m infra subscribe --stage {account.stage} OPD email …`"
        yield Finding(f"nobody listens for {len(silent)} of {len(topics)}", good=False, detail=detail)


def _desa(account: Account, codes: Iterable[str]) -> dict[str, int]:
    """Of each desa, the number of confirmed addresses: they share a topic, so its filters are read."""
    desa = [code for code in codes if names.shares_topic(code)]
    if not desa:
        return {}
    listed = of_topic(account, account.topic_arn(names.opd_topic(account.stage, desa[0])))
    counted = Counter(code for subscription in listed for code in desa_of(account, subscription))
    return {code: counted[code] for code in desa}


def subscriptions(account: Account) -> tuple[Counter[str], Counter[str]]:
    """By topic name, the number of confirmed subscriptions, and of those that wait for confirmation."""
    confirmed: Counter[str] = Counter()
    pending: Counter[str] = Counter()
    for page in account.client("sns").get_paginator("list_subscriptions").paginate():
        for each in page["Subscriptions"]:
            count = confirmed if each["SubscriptionArn"].startswith("arn:") else pending
            count[each["TopicArn"].rpartition(":")[2]] += 1
    return confirmed, pending
