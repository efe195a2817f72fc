"""Every AWS call that a function makes on its way is allowed by that function's policy."""

import json
from contextlib import contextmanager
from fnmatch import fnmatchcase

import pytest
from botocore.client import BaseClient

from chalicelib import names, wiring
from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.identity import user_pool
from chalicelib.flow.ports.delivery import Link
from infra import accounts
from infra.aws.release import chalice_record, stages
from tests.support.photo_files import a_picture, encoded
from tests.support.stage.stage_world import client

LAMP = {
    "service": "lampu-jalan",
    "description": "Lampu jalan di depan balai desa padam sejak tiga malam yang lalu.",
    "location": {"area": "33.18.10.1005", "address": "depan balai"},
    "contact": {"name": "Warga Uji", "phone": "081234567890"},
}
VAGUE = LAMP | {"service": "lainnya", "description": "Mohon dibantu, terima kasih banyak sebelumnya."}
LISTS = ("", "?service=lampu-jalan", "?opd=DISHUB", "?status=dispatched", "?kecamatan=33.18.10", "?area=33.18.10.1005")


@pytest.fixture
def calls(monkeypatch):
    """What goes to AWS, as (operation, parameters), while it is recorded."""
    made = []
    send = BaseClient._make_api_call

    def recorded(self, operation, parameters):
        if self in clients._clients.values():  # not those of the test itself
            made.append((self.meta.service_model.endpoint_prefix, operation, parameters))
        return send(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", recorded)

    @contextmanager
    def recording():
        made.clear()
        yield made

    return recording


def allowed(policy, action, resource, partition=""):
    """Whether a statement of the policy (its conditions apart, but for those on the table's partitions) allows it, and
    none denies it.
    """
    effects = set()
    for statement in policy["Statement"]:
        patterns = statement.get("Condition", {}).get("ForAnyValue:StringLike", {}).get("dynamodb:LeadingKeys")
        if patterns and not any(fnmatchcase(partition, pattern) for pattern in patterns):
            continue
        actions, resources = (
            [each] if isinstance(each, str) else each for each in (statement["Action"], statement["Resource"])
        )
        if action in actions and any(fnmatchcase(resource, each) for each in resources):
            effects.add(statement["Effect"])
    return effects == {"Allow"}


def needs(stage, service, operation, parameters):
    """What AWS checks for one call: action, resource and, of the table, the partition."""
    if service == "dynamodb":
        yield from _needs_of_table(stage, operation, parameters)
    elif service == "sqs":
        action = operation.replace("Batch", "")
        yield f"sqs:{action}", f"arn:aws:sqs:ap-southeast-3:123456789012:{parameters['QueueUrl'].rpartition('/')[2]}"
    elif service == "sns":
        yield f"sns:{operation}", parameters.get("TopicArn") or parameters["PhoneNumber"]
    elif service == "email":
        domain = parameters["FromEmailAddress"].rpartition("@")[2].strip(">")
        yield f"ses:{operation}", f"arn:aws:ses:ap-southeast-3:123456789012:identity/{domain}"
    elif service == "s3":
        where = f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"
        yield f"s3:{operation}", where
        if "Tagging" in parameters:
            yield "s3:PutObjectTagging", where
    else:
        yield f"{service}:{operation}", f"arn:aws:kms:ap-southeast-3:123456789012:{parameters['KeyId']}"


def _needs_of_table(stage, operation, parameters):
    table = f"arn:aws:dynamodb:ap-southeast-3:123456789012:table/{names.table(stage)}"
    if operation == "TransactWriteItems":
        verbs = {
            "Put": "PutItem",
            "Update": "UpdateItem",
            "ConditionCheck": "ConditionCheckItem",
            "Delete": "DeleteItem",
        }
        for write in parameters["TransactItems"]:
            ((verb, request),) = write.items()
            yield f"dynamodb:{verbs[verb]}", table, _partition(request)
    else:
        index = parameters.get("IndexName")
        yield f"dynamodb:{operation}", f"{table}/index/{index}" if index else table, _partition(parameters)


def _partition(request):
    """The value of the partition key in a request to the table."""
    key = request.get("Key") or request.get("Item")
    return key["pk"]["S"] if key else request["ExpressionAttributeValues"][":0"]["S"]


def denied(world, function, calls):
    policy = json.loads(stages.policy(function, world.stage, "pati"))
    wanted = {need for call in calls for need in needs(world.stage, *call)}
    assert wanted, "the function made no call: the test sees nothing"
    return {need for need in wanted if not allowed(policy, *need)}


def test_the_api_may_do_what_it_does(world, calls):
    with calls() as made:
        ticket, _ = world.report(LAMP)
        world.get(f"/v1/tickets/{ticket['id']}")
        for listing in LISTS:
            assert world.get(f"/v1/tickets{listing}").status_code == 200
        assert denied(world, "api_handler", made) == set()


@pytest.mark.parametrize("report", [LAMP, VAGUE])
def test_the_queue_functions_may_do_what_they_do(world, calls, report):
    ticket, _ = world.report(report)
    received = world.stream_record(ticket["id"], 1)
    with calls() as made:
        world.work("routing", received)
        assert denied(world, "route_tickets", made) == set()
    routed = world.stream_record(ticket["id"], 2)
    with calls() as made:
        world.work("notices", routed)
        assert any(operation == "Publish" for _, operation, _ in made)
        assert denied(world, "send_notices", made) == set()
    with calls() as made:
        world.work("statistics", received, routed)
        assert any(operation == "TransactWriteItems" for _, operation, _ in made)
        assert denied(world, "count_events", made) == set()


def test_the_messages_function_may_do_what_it_does_and_writes_to_no_topic(world, calls, monkeypatch):
    monkeypatch.setenv("SEDULUR_MESSAGES", "sms email")
    client("sesv2").create_email_identity(EmailIdentity="patikab.go.id")
    wanting = LAMP["contact"] | {"email": "warga@uji.example", "notify": ["sms", "email"]}
    ticket, _ = world.report(LAMP | {"contact": wanting})
    with calls() as made:
        world.work("messages", world.stream_record(ticket["id"], 1))
        assert {"Publish", "SendEmail", "Decrypt"} <= {operation for _, operation, _ in made}
        assert denied(world, "send_messages", made) == set()
    policy = json.loads(stages.policy("send_messages", world.stage, "pati"))
    bus = f"arn:aws:sns:ap-southeast-3:123456789012:{names.topic(world.stage, names.EVENTS)}"
    assert not allowed(policy, "sns:Publish", bus)


def test_the_photo_function_may_do_what_it_does_and_reads_nothing_that_people_see(world, calls):
    photo = wiring.uploads().receive(encoded(a_picture()), "image/jpeg", world.stage)
    ticket, _ = world.report(LAMP | {"photos": [photo]})
    arrived = json.dumps({"Records": [{"s3": {"object": {"key": f"raw/{photo}"}}}]})
    with calls() as made:
        world.work("photos", arrived)
        world.work("photos", world.stream_record(ticket["id"], 1))
        operations = {operation for _, operation, _ in made}
        assert {"GetObject", "PutObject", "DeleteObject", "DeleteObjectTagging", "UpdateItem"} <= operations
        assert denied(world, "clean_photo", made) == set()
    policy = json.loads(stages.policy("clean_photo", world.stage, "pati"))
    bucket = names.photos(world.stage, "123456789012")
    assert not allowed(policy, "s3:GetObject", f"arn:aws:s3:::{bucket}/clean/{photo}.jpg")
    assert not allowed(policy, "kms:Encrypt", "arn:aws:kms:ap-southeast-3:123456789012:alias/x")


def test_the_api_may_store_what_comes_with_a_form_and_show_copies_but_reads_nothing_raw(world, calls):
    with calls() as made:
        wiring.uploads().receive(encoded(a_picture()), "image/jpeg", world.stage)
        assert denied(world, "api_handler", made) == set()
    policy = json.loads(stages.policy("api_handler", world.stage, "pati"))
    bucket = f"arn:aws:s3:::{names.photos(world.stage, '123456789012')}"
    assert allowed(policy, "s3:GetObject", f"{bucket}/clean/X.jpg")
    assert allowed(policy, "s3:GetObject", f"{bucket}/thumb/X.jpg")
    assert not allowed(policy, "s3:GetObject", f"{bucket}/raw/X")
    assert not allowed(policy, "s3:PutObject", f"{bucket}/clean/X.jpg")


def test_with_the_pages_button_the_api_may_do_what_it_does(world, calls):
    ticket, _ = world.report(LAMP)
    wiring.subscriptions().add_link("TOKEN0TOKEN0", Link(ticket["id"], "sms"))
    with calls() as made:
        assert world.get("/berhenti/TOKEN0TOKEN0").status_code == 200
        assert world.request("POST", "/berhenti/TOKEN0TOKEN0", b"").status_code == 200
        assert denied(world, "api_handler", made) == set()


@pytest.mark.parametrize(
    ("queue", "function"),
    [
        ("routing", "route_tickets"),
        ("notices", "send_notices"),
        ("messages", "send_messages"),
        ("statistics", "count_events"),
        ("photos", "clean_photo"),
    ],
)
def test_a_queue_function_may_delete_what_succeeded_beside_what_failed(world, calls, queue, function):
    ticket, _ = world.report(LAMP)
    good = world.stream_record(ticket["id"], 1)
    with calls() as made:
        with pytest.raises(Exception, match="1 of 2 records failed"):
            world.work(queue, good, "bukan JSON")
        assert denied(world, function, made) == set()


WORKERS = sorted(set(chalice_record.FUNCTIONS) - {"api_handler"})


@pytest.mark.parametrize("function", WORKERS)
@pytest.mark.parametrize("partition", [keys.SECRETS, keys.account("rina"), keys.attempts("0a1b")])
def test_no_worker_reaches_secrets_and_accounts(world, function, partition):
    policy = json.loads(stages.policy(function, world.stage, "pati"))
    table = f"arn:aws:dynamodb:ap-southeast-3:123456789012:table/{names.table(world.stage)}"
    for action in ("GetItem", "Query", "PutItem", "UpdateItem"):
        assert not allowed(policy, f"dynamodb:{action}", table, partition), action


@pytest.mark.parametrize("function", sorted(set(WORKERS) - {"send_messages"}))  # which may have to make the pepper
def test_no_worker_changes_the_sites_address(world, function):
    policy = json.loads(stages.policy(function, world.stage, "pati"))
    table = f"arn:aws:dynamodb:ap-southeast-3:123456789012:table/{names.table(world.stage)}"
    for action in ("PutItem", "UpdateItem"):
        assert not allowed(policy, f"dynamodb:{action}", table, keys.SITE), action


@pytest.mark.parametrize("function", chalice_record.FUNCTIONS)
def test_no_function_deletes_or_scans(world, function):
    policy = json.loads(stages.policy(function, world.stage, "pati"))
    table = f"arn:aws:dynamodb:ap-southeast-3:123456789012:table/{names.table(world.stage)}"
    for action in ("DeleteItem", "BatchWriteItem", "Scan", "BatchGetItem"):
        assert not allowed(policy, f"dynamodb:{action}", table, "PTI-7K3M-9QX2"), action


def test_the_pools_secret_leaves_the_place_where_release_0_1_kept_it(world):
    pool = accounts.stored_pool(client("dynamodb"), world.stage)
    table = {"TableName": names.table(world.stage)}
    item = client("dynamodb").get_item(**table, Key=accounts.POOL_KEY)["Item"]
    client("dynamodb").put_item(**table, Item=item | accounts.OLD_POOL_KEY | {"totp": {"SS": ["auditor"]}})
    client("dynamodb").delete_item(**table, Key=accounts.POOL_KEY)
    wiring.reset()
    assert user_pool.read().id == pool.id, "a stage that is not deployed anew goes on"
    assert accounts.stored_pool(client("dynamodb"), world.stage) == pool
    assert accounts.store_pool(client, world.stage, pool)
    assert "Item" not in client("dynamodb").get_item(**table, Key=accounts.OLD_POOL_KEY)
    assert user_pool.groups_with_totp() == {"auditor"}
    assert not accounts.store_pool(client, world.stage, pool)
