"""The photos' files as the processing of photos uses them."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import clients
from chalicelib.adapters.photos.s3_bucket import CLEAN, THUMB, raw_key, shown_key
from chalicelib.domain.tickets.photo import MAX_BYTES
from chalicelib.flow.ports.photos import CleanedPhoto, RawPhoto

UNATTACHED_TAG = "loose=yes"
"""The tag of copies that belong to no ticket; the bucket deletes them after two weeks, later than their record."""


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

    def put_print(self, photo: str, cleaned: CleanedPhoto) -> None:
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


def _s3() -> Any:
    return clients.client("s3")
