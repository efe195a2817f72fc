"""Failures of a command, as messages that say what to do."""

import sys
from collections.abc import Callable
from typing import Any

ADVICE = {
    "ExpiredToken": "Your AWS session is over: sign in again.",
    "ExpiredTokenException": "Your AWS session is over: sign in again.",
    "InvalidClientTokenId": "AWS does not know these credentials: check AWS_PROFILE or AWS_ACCESS_KEY_ID.",
    "UnrecognizedClientException": "AWS does not know these credentials, or the region is not enabled for the account.",
    "SignatureDoesNotMatch": "The secret key does not belong to the key id: check your AWS credentials.",
    "OptInRequired": "The account must enable this service or region first (AWS console, Account, Regions).",
}


class Refused(Exception):
    """The command cannot do this; the message says why and what to do."""


class UnreadableDeadLetter(Exception):
    """A dead letter of another kind than its queue holds; the message says which kind was expected."""


def as_message(command: Callable[[Any], int | None]) -> Callable[[Any], int]:
    """The command, but known failures print one message on standard error and return exit code 1."""

    def run(options: Any) -> int:
        from botocore.exceptions import BotoCoreError, ClientError

        from chalicelib.adapters.city_pack.files import BadPack
        from infra.aws.release.package import CannotBuild
        from infra.aws.release.stages import UnknownStage
        from infra.stack import StackProblem

        try:
            return command(options) or 0
        except (Refused, StackProblem, CannotBuild, UnknownStage, BadPack) as problem:
            message = str(problem)
        except ClientError as error:
            message = _aws_message(error)
        except BotoCoreError as error:
            message = _client_message(error)
        sys.stdout.flush()
        print(message, file=sys.stderr)
        return 1

    return run


def _aws_message(error: Any) -> str:
    """The message for an error that AWS answered."""
    code, text = error.response["Error"]["Code"], error.response["Error"]["Message"]
    advice = ADVICE.get(code, "")
    if code in {"AccessDenied", "AccessDeniedException", "AuthorizationError"}:
        advice = "Your own AWS user or role may not do this: ask the account's administrator for the permission."
    return f"AWS refused {error.operation_name} ({code}): {text}\n{advice}".rstrip()


def _client_message(error: Any) -> str:
    """The message for an error of botocore itself, before or without an answer."""
    kind = type(error).__name__
    advice = {
        "NoCredentialsError": "No AWS credentials found: run `aws configure sso` or set AWS_PROFILE, then try again.",
        "PartialCredentialsError": "The AWS credentials are incomplete: set both key id and secret key.",
        "ProfileNotFound": "AWS_PROFILE names a profile that is not in ~/.aws/config.",
        "EndpointConnectionError": "AWS cannot be reached: check the network, --region and --endpoint-url.",
        "SSOTokenLoadError": "Sign in first: `aws sso login`.",
        "UnauthorizedSSOTokenError": "Your AWS session is over: `aws sso login`.",
    }.get(kind, "")
    return f"{error}\n{advice}".rstrip()
