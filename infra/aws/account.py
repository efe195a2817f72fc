"""The stage, account and region in which a command works, and boto3's clients for them."""

import argparse
import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chalicelib import names
from infra.aws.failures import Refused

if TYPE_CHECKING:
    import boto3

STAGE = r"[a-z][a-z0-9]{1,19}"
"""Pattern of a stage's name, as in `template.yaml`: every name of a resource contains it."""

API_STAGE = "api"
"""Chalice's name of the one stage of its REST API, with which the path of every address begins."""


@dataclass(frozen=True)
class Account:
    """A stage in an AWS account and region. `endpoint` is that of an emulator; None is AWS itself."""

    stage: str
    region: str
    endpoint: str | None = None

    @classmethod
    def of(cls, options: argparse.Namespace) -> "Account":
        """Take region and endpoint from the command line, else as the AWS CLI would, else Jakarta.

        Raises:
            Refused: The stage's name is not allowed.
        """
        import boto3

        if not re.fullmatch(STAGE, options.stage):
            raise Refused(f"{options.stage} cannot name a stage: take 2 to 20 small letters and digits, as in uji2.")
        region = options.region or boto3.Session().region_name or names.REGION
        return cls(options.stage, region, options.endpoint_url or os.environ.get("AWS_ENDPOINT_URL") or None)

    @cached_property
    def _session(self) -> "boto3.Session":
        import boto3

        return boto3.Session(region_name=self.region)

    @cached_property
    def _clients(self) -> dict[str, Any]:
        return {}

    def client(self, service: str) -> Any:
        """The boto3 client of a service, made once."""
        if service not in self._clients:
            self._clients[service] = self._session.client(service, endpoint_url=self.endpoint)
        return self._clients[service]

    @cached_property
    def number(self) -> str:
        """The account's twelve digits."""
        return str(self.client("sts").get_caller_identity()["Account"])

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables by which another program works in the same account and region."""
        region = {"AWS_REGION": self.region, "AWS_DEFAULT_REGION": self.region}
        return os.environ | region | ({"AWS_ENDPOINT_URL": self.endpoint} if self.endpoint else {})

    def topic_arn(self, name: str) -> str:
        return names.topic_arn(self.region, self.number, name)

    def queue_url(self, name: str) -> str:
        return str(self.client("sqs").get_queue_url(QueueName=name)["QueueUrl"])

    def queue_arn(self, name: str) -> str:
        return f"arn:aws:sqs:{self.region}:{self.number}:{name}"

    def api_url(self, rest_api: str) -> str:
        """The public base URL of a REST API, without a slash at its end."""
        if self.endpoint is None:
            return f"https://{rest_api}.execute-api.{self.region}.amazonaws.com/{API_STAGE}"
        return f"http://{rest_api}.execute-api.localhost:{urlsplit(self.endpoint).port}/{API_STAGE}"


def add_options(parser: argparse.ArgumentParser, *, required: bool = True, default: str | None = None) -> None:
    """Add `--stage`, `--region` and `--endpoint-url`, the same for every command."""
    purposes = {"stage": "for example dev, staging, production"}
    purposes |= {"region": f"AWS region (default: that of your AWS configuration, else {names.REGION})"}
    purposes |= {"endpoint-url": "of an emulator (default: AWS_ENDPOINT_URL)"}
    for name, purpose in purposes.items():
        is_required = required and name == "stage"
        parser.add_argument(f"--{name}", required=is_required, default=default, help=purpose)
