"""`python -m infra replay FILE --url URL`: sends reports to the public API and follows them to their notices."""

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from infra.local.environment import STAGE, environment, environment_variables, local_endpoint
from infra.local.replaying.follow_up import FollowedReport, follow
from infra.local.replaying.installation import (
    AcceptedReport,
    Deliveries,
    Installation,
    NoInstallation,
    RejectedReport,
    ledger_reader,
)
from infra.local.replaying.replay_figures import Figures, table
from infra.local.replaying.report_file import PreparedReport, UnusableLine, read_reports
from infra.progress import Progress


def replay(options: Namespace) -> int:
    """Send the reports, follow them and print the figures.

    Returns:
        The exit code: 1 if anything accepted was lost or nothing could be sent.
    """
    try:
        figures = _replay(options)
    except (NoInstallation, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    result = figures.as_json()
    print(json.dumps(result, indent=2) if options.json else table(result))
    return 1 if figures.lost else 0


def _replay(options: Namespace) -> Figures:
    began = time.monotonic()
    installation = Installation(options.url, options.concurrency)
    area = options.area or installation.default_area()
    print(f"Reports without a place are sent with area {area} (--area).", file=sys.stderr)
    read = list(read_reports(options.file, area, options.limit))
    unusable = [line for line in read if isinstance(line, UnusableLine)]
    reports = [line for line in read if isinstance(line, PreparedReport)]
    answers = _send(reports, installation, options.concurrency)
    accepted = [answer for answer in answers if isinstance(answer, AcceptedReport)]
    rejected = [answer for answer in answers if isinstance(answer, RejectedReport)]
    with _aws_of(options.stage):
        deliveries = ledger_reader(accepted[0].ticket) if accepted else None
        followed = _follow(accepted, installation, deliveries, options.patience)
    return Figures(followed, [*unusable, *rejected], area, deliveries is not None, time.monotonic() - began)


def _send(
    reports: list[PreparedReport], installation: Installation, concurrency: int
) -> list[AcceptedReport | RejectedReport]:
    with Progress("sending", len(reports), sys.stderr) as progress, ThreadPoolExecutor(concurrency) as threads:

        def send(report: PreparedReport) -> AcceptedReport | RejectedReport:
            answer = installation.submit(report)
            progress.advance()
            return answer

        return list(threads.map(send, reports))


def _follow(
    accepted: Iterable[AcceptedReport], installation: Installation, deliveries: Deliveries | None, patience: float
) -> list[FollowedReport]:
    each = list(accepted)
    with Progress("following", len(each), sys.stderr) as progress:
        return follow(each, installation.ticket, deliveries, patience, progress.advance)


def _aws_of(stage: str) -> AbstractContextManager[None]:
    """Set the stage's AWS: that of the shell; for `local`, this machine's emulator unless the shell names another."""
    if stage == STAGE:
        return environment_variables(environment(os.environ.get("AWS_ENDPOINT_URL") or local_endpoint()))
    return environment_variables({"SEDULUR_STAGE": stage})
