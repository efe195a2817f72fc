"""Presigned addresses of the photos' bucket: botocore's Signature Version 4 without an S3 client.

Pages show many photos, and creating the S3 client takes longer than rendering a page.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from botocore.auth import SIGV4_TIMESTAMP, S3SigV4PostAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials

from chalicelib.domain.values import value

Fields = dict[str, str]


@value
class Signer:
    """Signs for one region. All instants are aware, in UTC. The `token` of credentials that do not expire is None."""

    credentials: ReadOnlyCredentials
    region: str

    def get(self, url: str, at: datetime, lifetime: timedelta) -> str:
        """The address with the right to GET it from `at` on for `lifetime`. `url` has no query."""
        request = _request("GET", url, at)
        S3SigV4QueryAuth(self.credentials, "s3", self.region, int(lifetime.total_seconds())).add_auth(request)
        return str(request.url)

    def post(self, fields: Mapping[str, str], conditions: Sequence[Any], at: datetime, until: datetime) -> Fields:
        """The fields of a form that may be posted from `at` to `until`: `fields` and the signature over the policy.

        `conditions` are those of the policy beside the fields.
        """
        request = _request("POST", "", at)
        form = request.context["s3-presign-post-fields"] = dict(fields)
        request.context["s3-presign-post-policy"] = {
            "expiration": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "conditions": [*conditions, *({name: text} for name, text in fields.items())],
        }
        S3SigV4PostAuth(self.credentials, "s3", self.region).add_auth(request)
        return form


def _request(method: str, url: str, at: datetime) -> AWSRequest:
    request = AWSRequest(method, url)
    request.context = _FixedInstant(timestamp=at.strftime(SIGV4_TIMESTAMP))
    return request


class _FixedInstant(dict[str, Any]):
    """A request context that keeps its timestamp; botocore's signers would overwrite it with the machine's clock."""

    def __setitem__(self, key: str, content: Any) -> None:
        if key != "timestamp":
            super().__setitem__(key, content)
