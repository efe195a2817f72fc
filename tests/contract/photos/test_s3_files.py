"""The photos' bucket on moto: files, signed addresses and forms, and what it tells its queue."""

import base64
import json
import os
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import botocore.session
import pytest
import urllib3
from botocore.credentials import ReadOnlyCredentials

from chalicelib import names, wiring
from chalicelib.adapters.dynamodb.stores import site_settings
from chalicelib.adapters.dynamodb.stores.photo_index import UNATTACHED_LIFETIME
from chalicelib.adapters.photos.presigned_urls import Signer
from chalicelib.adapters.photos.s3_bucket import S3PhotoFiles, S3PhotoStore
from chalicelib.adapters.queues.event_envelope import BrokenEnvelope
from chalicelib.adapters.queues.photo_queue import open_photo_message
from chalicelib.domain.photos.proof_check import Trace
from chalicelib.domain.rate_limits.puzzles import LIFETIME
from chalicelib.domain.tickets.photo import new_id
from chalicelib.flow.ports.photos import Arrival, CleanedPhoto
from tests.contract.conftest import _either
from tests.support.factory import an_event
from tests.support.memory_photo_ports import MemoryPhotoFiles
from tests.support.stage.stage_world import ACCOUNT, client
from tests.support.stream_records import record

PRINT = CleanedPhoto(b"clean", b"thumb", 800, 600, "", Trace())
HTTP = urllib3.PoolManager()

MOMENT = datetime(2026, 11, 24, 3, 17, 21, tzinfo=UTC)
BUCKET = "sedulur-x-photos-123456789012"


@pytest.fixture
def bucket(stage):
    return names.photos(stage, ACCOUNT)


@pytest.fixture
def photos(bucket):
    return S3PhotoStore(lambda: bucket, lambda: datetime.now(UTC))


@pytest.fixture(params=["fake", "real"])
def files(request):
    return _either(request, MemoryPhotoFiles, lambda: S3PhotoFiles(request.getfixturevalue("bucket")))


def a_photo_id():
    return new_id(os.urandom(16))


def send(files, photo, content):
    """As a browser does, whatever the files are."""
    if isinstance(files, MemoryPhotoFiles):
        files.send(photo, content)
    else:
        S3PhotoStore(lambda: files.bucket, lambda: MOMENT).put_raw(photo, content, "image/jpeg")


def stored(bucket, key):
    return client("s3").get_object(Bucket=bucket, Key=key)


def test_what_was_sent_is_read_and_removed(files):
    photo = a_photo_id()
    send(files, photo, b"bytes")
    raw = files.raw(photo)
    assert (raw.content, raw.content_type) == (b"bytes", "image/jpeg")
    assert raw.arrived_at.tzinfo
    files.drop_raw(photo)
    assert files.raw(photo) is None
    files.drop_raw(photo)


def test_copies_are_loose_until_they_are_kept(bucket):
    files, photo = S3PhotoFiles(bucket), a_photo_id()
    files.put_cleaned(photo, PRINT)
    for key, content in ((f"clean/{photo}.jpg", b"clean"), (f"thumb/{photo}.jpg", b"thumb")):
        found = stored(bucket, key)
        assert (found["Body"].read(), found["ContentType"]) == (content, "image/jpeg")
        assert client("s3").get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [{"Key": "loose", "Value": "yes"}]
    files.keep(photo)
    files.keep(photo)
    assert client("s3").get_object_tagging(Bucket=bucket, Key=f"clean/{photo}.jpg")["TagSet"] == []


def test_a_file_beyond_all_limits_is_not_read_whole(bucket):
    files, photo = S3PhotoFiles(bucket), a_photo_id()
    send(files, photo, b"x" * 10_000_100)
    assert len(files.raw(photo).content) == 10_000_001


def test_a_browser_posts_a_photo_and_the_queue_hears_of_it(photos, bucket, stage):
    photo = a_photo_id()
    upload = photos.upload(photo, "image/jpeg")
    answer = HTTP.request(
        "POST", upload.url, fields=[*upload.fields.items(), ("file", ("x.jpg", b"bytes", "image/jpeg"))]
    )
    assert answer.status == 201
    assert stored(bucket, f"raw/{photo}")["ContentType"] == "image/jpeg"
    assert Arrival(photo) in [open_photo_message(body) for body in mails(stage)]


def mails(stage):
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName=names.queue(stage, "photos"))["QueueUrl"]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            yield message["Body"]


def test_copies_make_no_noise_in_the_queue(bucket, stage):
    list(mails(stage))
    S3PhotoFiles(bucket).put_cleaned(a_photo_id(), PRINT)
    assert list(mails(stage)) == []


def test_a_signed_address_shows_the_copy(photos, bucket):
    photo = a_photo_id()
    S3PhotoFiles(bucket).put_cleaned(photo, PRINT)
    for size, content in (("clean", b"clean"), ("thumb", b"thumb")):
        answer = HTTP.request("GET", photos.url(photo, size))
        assert (answer.status, answer.data) == (200, content)
        assert answer.headers["content-type"] == "image/jpeg"


def test_an_address_stays_the_same_for_a_while_so_that_browsers_keep_the_picture(monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    clock = [datetime(2026, 11, 24, 3, 1, tzinfo=UTC)]
    photos, photo = S3PhotoStore(lambda: BUCKET, lambda: clock[0]), a_photo_id()
    first = photos.url(photo)
    clock[0] += timedelta(minutes=28)
    assert photos.url(photo) == first
    assert "X-Amz-Expires=5400" in first, "an hour from the last moment on at which it is given out"
    clock[0] += timedelta(minutes=2)
    assert photos.url(photo) != first


def test_on_aws_the_bucket_is_a_host_of_its_own(monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    photos = S3PhotoStore(lambda: BUCKET, lambda: MOMENT)
    assert photos.origin == f"https://{BUCKET}.s3.ap-southeast-3.amazonaws.com"
    assert photos.url("X").startswith(f"{photos.origin}/clean/X.jpg?")
    assert photos.upload("X", "image/png").url == photos.origin


@pytest.fixture
def stock(monkeypatch):
    """botocore's own signing, at our moment."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for module in ("auth", "signers"):
        monkeypatch.setattr(f"botocore.{module}.get_current_datetime", lambda **_: MOMENT.replace(tzinfo=None))
    made = []

    def make(token):
        session = botocore.session.Session()
        session.set_credentials("AKIDEXAMPLE", "secret", token or None)
        config = botocore.config.Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        made.append(session.create_client("s3", "ap-southeast-3", config=config))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize("token", ["", "token/with+signs=="])
def test_addresses_are_signed_as_botocore_signs_them(stock, token):
    theirs = stock(token).generate_presigned_url(
        "get_object", Params={"Bucket": BUCKET, "Key": "clean/X.jpg"}, ExpiresIn=5400
    )
    ours = a_signer(token).get(
        f"https://{BUCKET}.s3.ap-southeast-3.amazonaws.com/clean/X.jpg", MOMENT, timedelta(seconds=5400)
    )
    assert sorted(ours.replace("?", "&").split("&")) == sorted(theirs.replace("?", "&").split("&"))


@pytest.mark.parametrize("token", ["", "token/with+signs=="])
def test_forms_are_signed_as_botocore_signs_them(stock, token):
    theirs = stock(token).generate_presigned_post(
        BUCKET,
        "raw/X",
        {"Content-Type": "image/png"},
        [["content-length-range", 1, 99], {"Content-Type": "image/png"}],
        3600,
    )["fields"]
    conditions = [{"bucket": BUCKET}, ["content-length-range", 1, 99]]
    ours = a_signer(token).post(
        {"key": "raw/X", "Content-Type": "image/png"}, conditions, MOMENT, MOMENT + timedelta(hours=1)
    )
    assert ours.keys() == theirs.keys()
    assert policy_of(ours) == policy_of(theirs)
    assert {name: ours[name] for name in ours if name not in ("policy", "x-amz-signature")} == {
        name: theirs[name] for name in ours if name not in ("policy", "x-amz-signature")
    }


@pytest.mark.parametrize(
    ("token", "signature"),
    [
        ("", "40a06ffed2242cb331a992f23a1fa83991e46ea9a6483375a7ce264964fda29c"),
        ("token/with+signs==", "5b23e45c5b65eeab260db4790ebe01fb5da7829821cdd3ad30255e519bc28f5b"),
    ],
)
def test_an_address_has_the_signature_that_it_always_had(token, signature):
    """As signed by the code that did this before botocore, from the specification."""
    address = a_signer(token).get(
        f"https://{BUCKET}.s3.ap-southeast-3.amazonaws.com/clean/X.jpg", MOMENT, timedelta(seconds=5400)
    )
    _, _, query = address.partition("?")
    query_params = {name: content for name, (content,) in parse_qs(query).items()}
    assert query_params == {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": "AKIDEXAMPLE/20261124/ap-southeast-3/s3/aws4_request",
        "X-Amz-Date": "20261124T031721Z",
        "X-Amz-Expires": "5400",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": signature,
    } | ({"X-Amz-Security-Token": token} if token else {})


@pytest.mark.parametrize(
    ("token", "signature"),
    [
        ("", "18fc295d6e67b2f4b77270449c423cb7a788f6816d100927d4a0f97bb8cc889d"),
        ("token/with+signs==", "8abdb0bf56a4afd1de3b33682c6f41a6f416d76d54ee6c644761146051939945"),
    ],
)
def test_a_form_has_the_signature_that_it_always_had(token, signature):
    signed = a_signer(token).post(
        {"key": "raw/X", "Content-Type": "image/png"},
        [{"bucket": BUCKET}, ["content-length-range", 1, 99]],
        MOMENT,
        MOMENT + timedelta(hours=1),
    )
    assert signed["x-amz-signature"] == signature
    assert signed["x-amz-date"] == "20261124T031721Z"
    assert signed.get("x-amz-security-token", "") == token


def a_signer(token):
    return Signer(ReadOnlyCredentials("AKIDEXAMPLE", "secret", token or None), "ap-southeast-3")


def policy_of(fields):
    policy = json.loads(base64.b64decode(fields["policy"]))
    return policy["expiration"], sorted(json.dumps(each) for each in policy["conditions"])


def test_a_form_is_good_for_one_photo_of_one_type_and_size(photos):
    upload = photos.upload("X", "image/png")
    conditions = json.loads(base64.b64decode(upload.fields["policy"]))["conditions"]
    assert ["content-length-range", 1, 10_000_000] in conditions
    assert {"key": "raw/X"} in conditions
    assert {"Content-Type": "image/png"} in conditions


def test_signing_makes_no_call_and_no_client(photos, wire):
    photos.upload("X", "image/png")
    photos.url("X")
    assert wire.calls == []


def test_the_bucket_s_name_is_read_once_with_the_site(stage, bucket, wire):
    site_settings.write("https://lapor.example", bucket)
    wiring.reset()
    wire.forget()
    assert wiring.photos().url("X").count(bucket) == 1
    assert wiring.photos().url("X")
    assert wiring.site() == "https://lapor.example"
    assert wire.operations.count("GetItem") <= 1


def test_the_mail_of_a_bucket_and_the_bus_is_told_apart():
    event = an_event()
    assert open_photo_message(record(event)) == event
    assert open_photo_message(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "x"})) is None
    photo = a_photo_id()
    assert open_photo_message(notification(f"raw/{photo}")) == Arrival(photo)
    assert open_photo_message(notification("raw/../../etc/passwd")) is None
    assert open_photo_message(notification(f"clean/{photo}.jpg")) is None


def notification(key):
    return json.dumps({"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": key}}}]})


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"Records": []}', '{"Records": [{"s3": {}}]}', '{"Records": "x"}'])
def test_broken_mail_is_called_so(body):
    with pytest.raises(BrokenEnvelope):
        open_photo_message(body)


def test_what_the_emulator_was_told_is_what_the_template_says(bucket):
    s3 = client("s3")
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rules = {each["ID"]: each for each in s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]}
    assert rules["raw"]["Expiration"]["Days"] == 4
    assert rules["loose"]["Filter"]["Tag"] == {"Key": "loose", "Value": "yes"}
    assert timedelta(days=rules["loose"]["Expiration"]["Days"]) > UNATTACHED_LIFETIME > LIFETIME, "of a draft"
    (cors,) = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    assert cors["AllowedMethods"] == ["POST"]
