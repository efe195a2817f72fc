"""Photos on the deployed stage: posted straight to the bucket, cleaned by the function, shown by signed addresses.

Every call is the functions' own, with their own roles: the emulator enforces IAM and checks signatures.
"""

import io

import pytest
import urllib3
from PIL import Image

from chalicelib import names
from infra.aws.account import Account
from tests.deploy.stage import Stage, eventually
from tests.support.photo_files import a_file, a_picture, encoded, exif

pytestmark = pytest.mark.deploy

HTTP = urllib3.PoolManager()
PLACE = (-6.75123, 111.03812)


def send(
    stage: Stage, content: bytes, kind: str = "image/jpeg", **changes: str
) -> tuple[str, urllib3.BaseHTTPResponse]:
    """As a browser does; the photo's id, and what the bucket answered."""
    upload = stage.post("/v1/photos", content_type=kind, size=len(content))
    fields = upload["fields"] | changes
    answer = HTTP.request("POST", upload["url"], fields=[*fields.items(), ("file", ("foto", content, kind))])
    return upload["id"], answer


def shown(stage: Stage, ticket: str) -> list[dict]:
    """The ticket's photos once none of them is on its way."""

    def look() -> list[dict]:
        photos = stage.get(f"/v1/tickets/{ticket}")["photos"]
        return photos if photos and all(photo["state"] != "waiting" for photo in photos) else []

    return eventually(look)


def keys(account: Account) -> set[str]:
    listed = account.client("s3").list_objects_v2(Bucket=names.photos(account.stage, account.number))
    return {each["Key"] for each in listed.get("Contents", [])}


def test_a_citizens_photo_is_shown_clean_and_nothing_of_the_camera_is_left(stage: Stage):
    content = encoded(a_picture((1600, 1200)), exif=exif(6, place=PLACE, taken="2026:11:24 10:15:00"))
    photo, answer = send(stage, content)
    assert answer.status == 201, answer.data
    ticket = stage.report(photos=[photo])["id"]

    (view,) = shown(stage, ticket)

    assert (view["state"], view["width"], view["height"]) == ("clean", 1200, 1600)
    for address in (view["url"], view["thumbnail"]):
        answer = HTTP.request("GET", address)
        assert answer.status == 200, answer.data
        image = Image.open(io.BytesIO(answer.data))
        assert (image.format, image.size[0] < image.size[1]) == ("JPEG", True), "upright"
        assert not image.getexif()
        assert b"Kamera Uji" not in answer.data
    eventually(lambda: f"raw/{photo}" not in keys(stage.account))
    assert {f"clean/{photo}.jpg", f"thumb/{photo}.jpg"} <= keys(stage.account)


def test_a_photo_that_comes_after_its_report_is_shown_too(stage: Stage):
    content = a_file("phone.heic").content
    upload = stage.post("/v1/photos", content_type="image/heic", size=len(content))
    ticket = stage.report(photos=[upload["id"]])["id"]
    eventually(lambda: stage.waiting("photos") == 0)
    fields = [*upload["fields"].items(), ("file", ("foto", content, "image/heic"))]
    assert HTTP.request("POST", upload["url"], fields=fields).status == 201

    (view,) = shown(stage, ticket)

    assert view["state"] == "clean"


def test_a_file_that_is_no_photo_is_never_shown(stage: Stage):
    photo, answer = send(stage, b"%PDF-1.7 bukan foto")
    assert answer.status == 201, answer.data
    ticket = stage.report(photos=[photo])["id"]
    key = {"pk": {"S": ticket}, "sk": {"S": f"photo#{photo}"}}
    table = names.table(stage.account.stage)

    item = eventually(lambda: stage.client("dynamodb").get_item(TableName=table, Key=key).get("Item"))

    assert item["why"] == {"S": "not_image"}
    assert stage.get(f"/v1/tickets/{ticket}")["photos"] == []
    eventually(lambda: not [each for each in keys(stage.account) if photo in each])


def test_the_form_takes_one_photo_of_one_type_in_one_place(stage: Stage):
    content = encoded(a_picture())
    assert send(stage, content, **{"Content-Type": "text/html"})[1].status == 403
    assert send(stage, content, key="clean/0000.jpg")[1].status == 403
    assert send(stage, content, key="raw/orang-lain")[1].status == 403


def test_nobody_reads_the_bucket_without_a_signed_address(stage: Stage):
    photo, _ = send(stage, encoded(a_picture()))
    ticket = stage.report(photos=[photo])["id"]
    (view,) = shown(stage, ticket)
    plain = view["url"].partition("?")[0]
    assert HTTP.request("GET", plain).status == 403
    assert HTTP.request("GET", view["url"].replace(photo, photo[::-1])).status == 403
