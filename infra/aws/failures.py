"""What can go wrong with a command, in messages that say what to do."""

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


class UnreadableLetter(Exception):
    """A dead letter that is none of its queue's; the message says of what it is none."""


def as_message(command: Callable[[Any], int | None]) -> Callable[[Any], int]:
    """The command with its known failures as one message on standard error and exit code 1."""

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
            message = _of_aws(error)
        except BotoCoreError as error:
            message = _of_this_machine(error)
        sys.stdout.flush()
        print(message, file=sys.stderr)
        return 1

    return run


def _of_aws(error: Any) -> str:
    code, text = error.response["Error"]["Code"], error.response["Error"]["Message"]
    advice = ADVICE.get(code, "")
    if code in {"AccessDenied", "AccessDeniedException", "AuthorizationError"}:
        advice = "Your own AWS user or role may not do this: ask the account's administrator for the permission."
    return f"AWS refused {error.operation_name} ({code}): {text}\n{advice}".rstrip()


def _of_this_machine(error: Any) -> str:
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
