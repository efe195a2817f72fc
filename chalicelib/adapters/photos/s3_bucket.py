"""The photos' bucket: presigned addresses and uploads of web pages, and the files that photo processing uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from chalicelib import settings
from chalicelib.adapters.aws import clients
from chalicelib.adapters.photos.presigned_urls import Signer
from chalicelib.domain.tickets.photo import MAX_BYTES
from chalicelib.flow.ports.photos import CleanedPhoto, RawPhoto, Upload

RAW, CLEAN, THUMB = "raw", "clean", "thumb"

UPLOAD_LIFETIME = timedelta(minutes=30)
"""How long an upload may take on a bad line. Each try of the form's script asks for a new one."""

SIGNING_PERIOD = timedelta(minutes=30)
"""How long an address stays the same, so that browsers cache it: it is signed as of the begin of such a period."""


def raw_key(photo: str) -> str:
    return f"{RAW}/{photo}"


def shown_key(photo: str, size: str) -> str:
    """The key of a cleaned photo; `size` is `clean` or `thumb`."""
    return f"{size}/{photo}.jpg"


@dataclass(frozen=True, slots=True)
class S3PhotoStore:
    """Implements `flow.ports.photos.PhotoStore`. `bucket` returns the bucket's name; it is called at the first use."""

    bucket: Callable[[], str]
    clock: Callable[[], datetime]

    @property
    def origin(self) -> str:
        base = urlsplit(self._base())
        return f"{base.scheme}://{base.netloc}"

    def upload(self, photo: str, content_type: str) -> Upload:
        now = self.clock().replace(microsecond=0)
        fields = {"key": raw_key(photo), "Content-Type": content_type, "success_action_status": "201"}
        conditions = [{"bucket": self.bucket()}, ["content-length-range", 1, MAX_BYTES]]
        form = self._signer().post(fields, conditions, now, now + UPLOAD_LIFETIME)
        return Upload(photo, self._base(), form, now + UPLOAD_LIFETIME)

    def put_raw(self, photo: str, content: bytes, content_type: str) -> None:
        _s3().put_object(Bucket=self.bucket(), Key=raw_key(photo), Body=content, ContentType=content_type)

    def url(self, photo: str, size: str = CLEAN, lifetime: timedelta = timedelta(hours=1)) -> str:
        now = self.clock()
        signed_at = now - (now - datetime.fromtimestamp(0, now.tzinfo)) % SIGNING_PERIOD
        return self._signer().get(f"{self._base()}/{shown_key(photo, size)}", signed_at, lifetime + SIGNING_PERIOD)

    def _signer(self) -> Signer:
        credentials = clients.credentials()
        return Signer(credentials._replace(token=credentials.token or None), settings.region())

    def _base(self) -> str:
        """The bucket's address: its own host on AWS, a path on an emulator."""
        endpoint = settings.endpoint()
        if endpoint:
            return f"{endpoint.rstrip('/')}/{self.bucket()}"
        return f"https://{self.bucket()}.s3.{settings.region()}.amazonaws.com"


def _s3() -> Any:
    return clients.client("s3")


UNATTACHED_TAG = "loose=yes"
"""The tag of copies that belong to no ticket; the bucket deletes them after five days, later than their record."""


@dataclass(frozen=True, slots=True)
class S3PhotoFiles:
    """Implements `flow.ports.photos.PhotoFiles`."""

    bucket: str

    def raw(self, photo: str) -> RawPhoto | None:
        try:
            response = _s3().get_object(Bucket=self.bucket, Key=raw_key(photo))
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        content = response["Body"].read(MAX_BYTES + 1)  # one byte more tells that it is too large
        return RawPhoto(content, response.get("ContentType", ""), response["LastModified"])

    def put_cleaned(self, photo: str, cleaned: CleanedPhoto) -> None:
        for size, content in ((CLEAN, cleaned.clean), (THUMB, cleaned.thumb)):
            _s3().put_object(
                Bucket=self.bucket,
                Key=shown_key(photo, size),
                Body=content,
                ContentType="image/jpeg",
                CacheControl="private, max-age=604800, immutable",
                Tagging=UNATTACHED_TAG,
            )

    def keep(self, photo: str) -> None:
        for size in (CLEAN, THUMB):
            _s3().delete_object_tagging(Bucket=self.bucket, Key=shown_key(photo, size))

    def drop_raw(self, photo: str) -> None:
        _s3().delete_object(Bucket=self.bucket, Key=raw_key(photo))
