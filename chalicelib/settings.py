"""What the surroundings say, read when first asked for; a missing variable is a clear error."""

import os

from chalicelib import names


class MissingSetting(Exception):
    """An environment variable is not set; `.chalice/config.json` sets it for Lambda, `make run` locally."""


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
    """Channels (`sms`, `email`) by which this stage is set up to write to reporters; none unless it says so."""
    return frozenset(os.environ.get("SEDULUR_MESSAGES", "").split())


def region() -> str:
    """Where the stage is; Lambda sets it."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or names.REGION


def endpoint() -> str | None:
    """Of an emulated AWS; None is AWS itself."""
    return os.environ.get("AWS_ENDPOINT_URL") or None


def in_lambda() -> bool:
    """Whether this process is a function that Lambda started."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
