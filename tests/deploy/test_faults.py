"""What fails waits, in sight, and is brought back: nothing is lost and nothing comes twice.

Everything goes wrong at once, since it takes a while until a queue gives up.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.deploy.stage import Stage, eventually
from tests.deploy.test_photos import keys, send, shown
from tests.support.photo_files import a_picture, encoded
from tests.support.stage.deployed_staff import People

pytestmark = pytest.mark.deploy

QUEUES = ("routing", "notices", "messages", "photos")
FORBIDDEN = {"send_notices": "sns:Publish", "send_messages": "sns:Publish", "clean_photo": "s3:PutObject"}
CONTACT = {"name": "Warga Uji", "phone": "081234567890", "notify": ["sms"]}


@dataclass(frozen=True)
class Lost:
    """Two reports, of the first of which the coordinator asks for the notice; the queue of their OPD; a photo."""

    ticket: str
    left: str
    inbox: str
    photo: str


@pytest.fixture(scope="module")
def lost(texting: Stage) -> Iterator[Lost]:
    """Three functions may not do what they are for, and the fourth gets nonsense; then all is mended."""
    stage, inbox = texting, texting.opd_queue("DISHUB")
    with ExitStack() as faults:
        for queue in QUEUES:
            faults.enter_context(stage.impatient(queue))
        for function, action in FORBIDDEN.items():
            faults.enter_context(stage.forbidden(function, action))
        stage.client("sqs").send_message(QueueUrl=stage.queue("routing"), MessageBody="bukan JSON")
        photo, _ = send(stage, encoded(a_picture()))
        asked = stage.report(photos=[photo], contact=CONTACT)["id"]
        left = stage.report()["id"]
        for queue in QUEUES:
            eventually(lambda queue=queue: stage.dead_letters(queue) and not stage.waiting(queue))
        eventually(lambda: stage.delivery(left, "DISHUB") == "failed")
    yield Lost(asked, left, inbox, photo)
    stage.client("sqs").purge_queue(QueueUrl=stage.queue("routing"))


def test_a_poison_message_fails_alone(stage: Stage, lost: Lost):
    for ticket in (lost.ticket, lost.left):
        assert stage.get(f"/v1/tickets/{ticket}")["status"] == "dispatched", "delivery is not the ticket's status"


def test_status_tells_what_waits_and_what_to_do(stage: Stage, lost: Lost):
    output = stage.run("status", code=1)
    for queue in QUEUES:
        assert f"BAD  queue sedulur-uji-{queue}-dlq: {stage.dead_letters(queue)} waiting; mend the cause" in output
        assert f"`python -m infra redrive --stage uji {queue}`" in output


def test_what_could_not_be_sent_is_listed_and_arrives_once_however_it_is_sent_again(
    stage: Stage, people: People, lost: Lost
):
    coordinator = people("coordinator")
    listed = {each["ticket"]: each for each in undelivered(people) if each["audience"] == "DISHUB"}
    assert {listed[each]["reason"] for each in (lost.ticket, lost.left)} == {"AuthorizationError"}
    assert not {lost.ticket, lost.left} & {each["ticket"] for each in stage.arrived(lost.inbox)}

    coordinator.does(lost.ticket, "notices", notice=listed[lost.ticket]["notice"])
    eventually(lambda: stage.delivery(lost.ticket, "DISHUB") == "sent")
    assert "brought back" in stage.run("redrive", "notices")
    eventually(lambda: stage.delivery(lost.left, "DISHUB") == "sent" and not stage.waiting("notices"))

    came = [each["ticket"] for each in stage.arrived(lost.inbox)]
    assert (came.count(lost.ticket), came.count(lost.left)) == (1, 1)
    assert stage.dead_letters("notices") == 0
    assert not {lost.ticket, lost.left} & {e["ticket"] for e in undelivered(people) if e["audience"] == "DISHUB"}


def test_a_message_to_a_reporter_waits_for_the_permission(stage: Stage, lost: Lost):
    assert stage.delivery(lost.ticket, "reporter/sms") == "failed"
    assert "brought back" in stage.run("redrive", "messages")
    assert eventually(lambda: stage.delivery(lost.ticket, "reporter/sms") == "sent")


def test_a_photo_that_could_not_be_cleaned_waits_and_is_brought_back(stage: Stage, lost: Lost):
    assert f"raw/{lost.photo}" in keys(stage.account)
    assert "brought back" in stage.run("redrive", "photos")
    (view,) = shown(stage, lost.ticket)
    assert view["state"] == "clean"


def test_what_is_no_better_than_it_was_can_be_brought_back_too(stage: Stage, lost: Lost):
    assert "brought back" in stage.run("redrive", "routing")
    assert stage.dead_letters("routing") == 0


def undelivered(people: People) -> list[dict[str, str]]:
    notices: list[dict[str, str]] = people("coordinator").asks("GET", "/v1/undelivered")["notices"]
    return notices
