"""`python -m infra replay FILE --url URL`: reports through the public API, followed to their notices."""

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from infra.local.environment import HOST, STAGE, environment, environment_variables
from infra.local.replaying.follow_up import Followed, follow
from infra.local.replaying.installation import (
    Accepted,
    Deliveries,
    Installation,
    NotThere,
    Rejected,
    ledger,
)
from infra.local.replaying.replay_figures import Figures, table
from infra.local.replaying.report_file import Sending, Unusable, read_reports
from infra.progress import Progress


def replay(options: Namespace) -> int:
    """Send, follow, print; 1 if anything accepted was lost or nothing could be sent."""
    try:
        figures = _replay(options)
    except (NotThere, OSError, UnicodeDecodeError) as wrong:
        print(wrong, file=sys.stderr)
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
    unusable = [line for line in read if isinstance(line, Unusable)]
    sendings = [line for line in read if isinstance(line, Sending)]
    answers = _send(sendings, installation, options.concurrency)
    accepted = [answer for answer in answers if isinstance(answer, Accepted)]
    rejected = [answer for answer in answers if isinstance(answer, Rejected)]
    with _aws_of(options.stage):
        deliveries = ledger(accepted[0].ticket) if accepted else None
        followed = _follow(accepted, installation, deliveries, options.patience)
    return Figures(followed, [*unusable, *rejected], area, deliveries is not None, time.monotonic() - began)


def _send(sendings: list[Sending], installation: Installation, concurrency: int) -> list[Accepted | Rejected]:
    with Progress("sending", len(sendings), sys.stderr) as progress, ThreadPoolExecutor(concurrency) as threads:

        def send(sending: Sending) -> Accepted | Rejected:
            answer = installation.submit(sending)
            progress.advance()
            return answer

        return list(threads.map(send, sendings))


def _follow(
    accepted: Iterable[Accepted], installation: Installation, deliveries: Deliveries | None, patience: float
) -> list[Followed]:
    each = list(accepted)
    with Progress("following", len(each), sys.stderr) as progress:
        return follow(each, installation.ticket, deliveries, patience, progress.advance)


def _aws_of(stage: str) -> AbstractContextManager[None]:
    """The stage's AWS: what this shell has access to; for `local` this machine's emulator, where none is exported."""
    if stage == STAGE:
        usual = f"http://{HOST}:{os.environ.get('AWS_PORT') or 4599}"
        return environment_variables(environment(os.environ.get("AWS_ENDPOINT_URL") or usual))
    return environment_variables({"SEDULUR_STAGE": stage})
