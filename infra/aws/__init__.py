"""One stage on AWS: `deploy`, `status`, `subscribe`, `staff`, `redrive`, `destroy` and more, each in its module."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

FILTERS = ("event", "role", "service", "area", "priority", "level")
"""Attributes of notices by which a subscription can be filtered."""


AUDIENCE = "OPD code, coordinator, leaders, or alarms"

AFTER_INTERRUPT = "What AWS has begun goes on there; run the same command again, it takes up where this one stopped."


def register(subparsers: Any) -> None:
    """Add the commands; the modules that do the work are imported when they run."""
    deploy = _command(subparsers, "deploy", "create or update a stage: its stack and its code")
    deploy.add_argument("--city", help="code of the city pack; needed when the stage is new")
    deploy.add_argument("--url", help="public address of the site, if not the API's own; it stays; api goes back to it")
    deploy.add_argument("--force", action="store_true", help="deploy the code also if AWS seems to have it as it is")
    status = _command(subparsers, "status", "how a stage is doing: stack, functions, queues, alarms, who listens")
    status.add_argument("--json", action="store_true", help="one JSON object, for programs")
    status.add_argument("--ring", action="store_true", help="only ring a test alarm: do those who listen hear it?")
    _subscribe(subparsers)
    _unsubscribe(subparsers)
    _subscribers(subparsers)
    _staff(subparsers)
    redrive = _command(subparsers, "redrive", "bring dead letters back to where they belong")
    redrive.add_argument(
        "queue",
        nargs="?",
        help="routing, notices, messages, statistics, photos, events (the Pipe's); deliveries only when named",
    )
    _command(subparsers, "policies", "only bring entry and policies of a stage to this release, as deploy does first")
    rebuild = _command(subparsers, "rebuild-statistics", "count all tickets anew while the system runs")
    rebuild.set_defaults(module="infra.aws.rebuild_statistics")
    audit = _command(subparsers, "audit", "check every ticket's history by its chain of hashes; changes nothing")
    audit.add_argument("--record", type=Path, metavar="FILE", help="write the heads down, for a later --against")
    audit.add_argument("--against", type=Path, metavar="FILE", help="compare with heads that were written down before")
    publication = _command(subparsers, "publish-figures", "publish the figures now instead of next midnight")
    publication.set_defaults(module="infra.aws.publish_figures")
    rotation = _command(subparsers, "rotate-secret", "a new secret for the numbers and codes of new tickets")
    rotation.set_defaults(module="infra.aws.rotate_secret")
    destroy = _command(subparsers, "destroy", "remove a stage and everything in it")
    destroy.add_argument("--yes", action="store_true", help="do not ask")
    destroy.add_argument("--production", action="store_true", help="really remove a production stage")


def _subscribe(subparsers: Any) -> None:
    parser = _command(subparsers, "subscribe", "send an OPD's notices, or the alarms, to an address")
    parser.set_defaults(module="infra.aws.subscriptions.subscribe")
    parser.add_argument("audience", metavar="OPD", help=AUDIENCE)
    parser.add_argument("protocol", choices=("email", "sms", "https", "sqs"))
    parser.add_argument("address", help="e-mail address, +62… number, https:// address, or ARN of an SQS queue")
    for attribute in FILTERS:
        parser.add_argument(f"--{attribute}", action="append", help=f"only notices with this {attribute} (repeatable)")
    parser.add_argument(
        "--digest",
        choices=("no", "too", "only"),
        nargs="?",
        const="only",
        help="the day's digest: instead of single notices (--digest, the default for leaders), too, or no",
    )


def _unsubscribe(subparsers: Any) -> None:
    parser = _command(subparsers, "unsubscribe", "an address gets an audience's notices no more")
    parser.set_defaults(module="infra.aws.subscriptions.unsubscribe")
    parser.add_argument("audience", metavar="OPD", help=AUDIENCE)
    parser.add_argument("address", help="as it was subscribed")


def _subscribers(subparsers: Any) -> None:
    parser = _command(subparsers, "subscribers", "which addresses get whose notices")
    parser.set_defaults(module="infra.aws.subscriptions.subscribers")
    parser.add_argument("audience", metavar="OPD", nargs="?", help=f"{AUDIENCE}; without it, all of them")
    parser.add_argument("--addresses", action="store_true", help="show them whole in a file or a pipe, too")


def _staff(subparsers: Any) -> None:
    from infra.aws.staff_arguments import staff_arguments

    purpose = "who may sign in to the console, and as what"
    parser: argparse.ArgumentParser = subparsers.add_parser("staff", help=purpose, description=purpose)
    staff_arguments(parser)
    parser.set_defaults(run=_run, module="infra.aws.staff")


def _command(subparsers: Any, name: str, purpose: str) -> argparse.ArgumentParser:
    from infra.aws.account import add_options

    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=purpose, description=purpose)
    add_options(parser)
    parser.set_defaults(run=_run, module=f"infra.aws.{name}", after_interrupt=AFTER_INTERRUPT)
    return parser


def _run(options: argparse.Namespace) -> int:
    from infra.aws.failures import as_message

    return as_message(import_module(options.module).run)(options)
