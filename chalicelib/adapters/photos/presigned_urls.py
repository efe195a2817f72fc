"""Addresses of the bucket that carry their own right: botocore's Signature Version 4, without a client of S3.

Pages show many pictures, and S3's client takes longer to make than all of a page.
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
    """Signs for one region; all instants are aware, UTC. The `token` of credentials that do not expire is None."""

    credentials: ReadOnlyCredentials
    region: str

    def get(self, url: str, at: datetime, lifetime: timedelta) -> str:
        """The address with the right to GET it for so long from `at` on; `url` has no query."""
        request = _request("GET", url, at)
        S3SigV4QueryAuth(self.credentials, "s3", self.region, int(lifetime.total_seconds())).add_auth(request)
        return str(request.url)

    def post(self, fields: Mapping[str, str], conditions: Sequence[Any], at: datetime, until: datetime) -> Fields:
        """The fields of a form that may be posted until then: those given, and the right; `conditions` beside them."""
        request = _request("POST", "", at)
        signed = request.context["s3-presign-post-fields"] = dict(fields)
        request.context["s3-presign-post-policy"] = {
            "expiration": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "conditions": [*conditions, *({name: text} for name, text in fields.items())],
        }
        S3SigV4PostAuth(self.credentials, "s3", self.region).add_auth(request)
        return signed


def _request(method: str, url: str, at: datetime) -> AWSRequest:
    request = AWSRequest(method, url)
    request.context = _SignedAsOf(timestamp=at.strftime(SIGV4_TIMESTAMP))
    return request


class _SignedAsOf(dict[str, Any]):
    """A request's context that keeps its instant, where botocore's signers would put that of the machine's clock."""

    def __setitem__(self, key: str, content: Any) -> None:
        if key != "timestamp":
            super().__setitem__(key, content)
