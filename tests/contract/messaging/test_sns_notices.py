"""Notices go to their audience's topic in a form for each kind of subscriber."""

import json
from urllib.parse import parse_qs

import pytest
from botocore.exceptions import ConnectTimeoutError

from chalicelib import names
from chalicelib.adapters.messaging.sns_notices import SnsNoticePublisher
from chalicelib.flow.ports.delivery import Undeliverable
from tests.support.factory import a_notice
from tests.support.stage.sqs_events import drained, subscribed
from tests.support.stage.stage_world import ACCOUNT


@pytest.fixture
def post(stage):
    return SnsNoticePublisher(ACCOUNT)


def test_an_opds_subscriber_gets_the_form_for_machines_and_what_to_filter_by(post, stage):
    queue = subscribed(names.opd_topic(stage, "DISHUB"))
    notice = a_notice(attributes={"event": "ticket.dispatched", "opd": "DISHUB", "area": ""})
    message_id = post.send(notice)
    received = _received(queue)
    assert received["MessageId"] == message_id
    assert json.loads(received["Message"]) == notice.machine
    attributes = {name: attribute["Value"] for name, attribute in received["MessageAttributes"].items()}
    assert attributes == {"event": "ticket.dispatched", "opd": "DISHUB"}  # SNS refuses empty ones


@pytest.mark.parametrize("audience", ["coordinator", "leaders"])
def test_the_coordinator_and_the_leaders_have_topics_of_their_own(post, stage, audience):
    queue = subscribed(names.topic(stage, audience))
    post.send(a_notice(audience=audience))
    assert _received(queue)["TopicArn"].endswith(f":sedulur-{stage}-{audience}")


def test_people_get_a_letter_and_a_short_message(post, wire):
    notice = a_notice(letter="Kepada Yth.\nDinas Perhubungan", sms="Laporan baru")
    post.send(notice)
    asked = _form(wire.calls[0])
    forms = json.loads(asked["Message"])
    assert asked["MessageStructure"] == "json"
    assert forms == {"default": json.dumps(notice.machine), "email": notice.letter, "sms": notice.sms}


def test_a_subject_fits_into_the_one_line_that_sns_takes(post, wire):
    post.send(a_notice(subject="Laporan baru\nuntuk " + "Dinas Perhubungan " * 10))
    subject = _form(wire.calls[0])["Subject"]
    assert subject.startswith("Laporan baru untuk Dinas")
    assert len(subject) < 100


def test_a_topic_that_is_not_there_is_named_in_the_ledgers_code(post):
    with pytest.raises(Undeliverable) as refused:
        post.send(a_notice(audience="NOBODY"))
    assert refused.value.reason == "NotFound"


def test_a_channel_that_is_down_is_undeliverable_too(post, wire):
    def down(_):
        raise ConnectTimeoutError(endpoint_url="https://sns.example")

    wire.before = down
    with pytest.raises(Undeliverable) as refused:
        post.send(a_notice())
    assert refused.value.reason == "ConnectTimeoutError"


def _received(queue):
    (envelope,) = drained(queue)
    return envelope


def _form(call):
    return {name: values[0] for name, values in parse_qs(call.body).items()}
