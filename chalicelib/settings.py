"""Settings: of the environment, read on each call, where a missing one raises MissingSetting; and of all stages."""

import os

from chalicelib import names

MOST_AT_ONCE = {
    "routing": 5,  # as many reports as the API lets in, if ten take two seconds
    "notices": 10,  # an event has several letters, each a call to SNS
    "messages": 5,  # a reporter waits for no SMS, and AWS limits them by the second
    "statistics": 5,  # more than that would meet on the eight shards of the counters
    "photos": 5,  # 1.7 GB each; a flood of them waits, and takes nothing from those who report
}
"""By queue, how many of its functions may run at once, of the 1,000 that an account usually has. What is above waits in
the queue, without using up its tries. The least that Lambda takes is 2."""


class MissingSetting(Exception):
    """A required environment variable is not set; `.chalice/config.json` sets it on Lambda, `make run` locally."""


def _required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise MissingSetting(f"{name} is not set: see environment_variables of the stage in .chalice/config.json")
    return value


def stage() -> str:
    return _required("SEDULUR_STAGE")


def city() -> str:
    """Code of the city pack: the name of a folder below `chalicelib/cities`."""
    return _required("SEDULUR_CITY")


def messages() -> frozenset[str]:
    """Channels (`sms`, `email`) on which this stage may write to reporters; empty by default."""
    return frozenset(os.environ.get("SEDULUR_MESSAGES", "").split())


def sms_a_day() -> int:
    """How many SMS this stage sends to reporters in a day at most; 500 by default."""
    return int(os.environ.get("SEDULUR_SMS_A_DAY") or 500)


def limit_factor() -> float:
    """How many times the usual allowance people without an account have; 1 by default. A flood may need more."""
    return float(os.environ.get("SEDULUR_LIMIT_FACTOR") or 1)


def region() -> str:
    """The AWS region of the stage; Lambda sets it."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or names.REGION


def endpoint() -> str | None:
    """The address of an emulated AWS; None for AWS itself."""
    return os.environ.get("AWS_ENDPOINT_URL") or None


def in_lambda() -> bool:
    """Whether this process runs in AWS Lambda."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
