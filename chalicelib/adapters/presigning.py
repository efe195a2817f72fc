"""Addresses of the bucket that carry their own right: Signature Version 4, computed here instead of by botocore.

Pages show many pictures, and S3's client takes longer to make than all of a page. A test compares the results with
botocore's. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from chalicelib.domain.value import value

ALGORITHM = "AWS4-HMAC-SHA256"

Fields = dict[str, str]


@value
class Credentials:
    """As botocore found them; `token` is empty for those that do not expire."""

    access_key: str
    secret_key: str
    token: str = ""


@value
class Signer:
    """Signs for one region; all instants are aware, UTC."""

    credentials: Credentials
    region: str

    def get(self, url: str, at: datetime, lifetime: timedelta) -> str:
        """The address with the right to GET it for so long from `at` on; `url` has no query."""
        parts = urlsplit(url)
        query = self._claim(at) | {
            "X-Amz-Expires": str(int(lifetime.total_seconds())),
            "X-Amz-SignedHeaders": "host",
        }
        told = "&".join(f"{name}={quote(text, safe='')}" for name, text in sorted(query.items()))
        request = ["GET", parts.path, told, f"host:{parts.netloc}", "", "host", "UNSIGNED-PAYLOAD"]
        digest = hashlib.sha256("\n".join(request).encode()).hexdigest()
        text = "\n".join([ALGORITHM, _instant(at), self._scope(at), digest])
        return f"{url}?{told}&X-Amz-Signature={self._signature(at, text)}"

    def post(self, fields: Mapping[str, str], conditions: Sequence[Any], at: datetime, until: datetime) -> Fields:
        """The fields of a form that may be posted until then: those given, and the right; `conditions` beside them."""
        claimed = {**fields, **{name.lower(): text for name, text in self._claim(at).items()}}
        policy = {
            "expiration": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "conditions": [*conditions, *({name: text} for name, text in claimed.items())],
        }
        encoded = base64.b64encode(json.dumps(policy).encode()).decode()
        return {**claimed, "policy": encoded, "x-amz-signature": self._signature(at, encoded)}

    def _claim(self, at: datetime) -> Fields:
        """Who signs, and when."""
        credentials = self.credentials
        claim = {
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-Credential": f"{credentials.access_key}/{self._scope(at)}",
            "X-Amz-Date": _instant(at),
        }
        return claim | ({"X-Amz-Security-Token": credentials.token} if credentials.token else {})

    def _scope(self, at: datetime) -> str:
        return f"{at:%Y%m%d}/{self.region}/s3/aws4_request"

    def _signature(self, at: datetime, text: str) -> str:
        key = f"AWS4{self.credentials.secret_key}".encode()
        for part in self._scope(at).split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.new(key, text.encode(), "sha256").hexdigest()


def _instant(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"
