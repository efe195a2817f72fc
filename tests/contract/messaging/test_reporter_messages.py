"""Messages to people: SMS and letters go out as AWS takes them, and a refusal says whether trying again can help."""

from urllib.parse import parse_qs

import pytest
from botocore.exceptions import ConnectTimeoutError
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib import names
from chalicelib.adapters.aws import clients
from chalicelib.adapters.messaging.reporter_messages import AwsMessenger
from chalicelib.domain.city.catalogue import Messaging
from chalicelib.domain.notifications.message import Message
from chalicelib.flow.ports.delivery import Undeliverable
from tests.support import memory_ports
from tests.support.stage.aws_wire import answer
from tests.support.stage.stage_world import ACCOUNT

SENDER = Messaging(sms=True, email=True, sender_id="SEDULUR", address="sedulur@contoh.example", name="Sedulur Contoh")
STOP = "https://lapor.example/berhenti/ABC"
SMS = Message("sms", "+6281234567890", "Sedulur: Laporan diterima.", STOP)
LETTER = Message("email", "siti@warga.example", f"Halo <Siti> & kawan.\n\nBerhenti: {STOP}\n", STOP, "Laporan diterima")


@pytest.fixture
def messenger(stage):
    clients.client("sesv2").create_email_identity(EmailIdentity="contoh.example")
    return AwsMessenger(SENDER)


@pytest.fixture(params=["fake", "real"])
def either(request):
    return memory_ports.MemoryMessenger() if request.param == "fake" else request.getfixturevalue("messenger")


@pytest.mark.parametrize("message", [SMS, LETTER], ids=["sms", "email"])
def test_a_message_that_went_out_has_an_id_of_its_own(either, message):
    assert either.send(message)
    assert either.send(message) != either.send(message)


def test_an_sms_goes_to_the_phone_as_a_message_that_matters_from_the_citys_name(messenger, wire):
    messenger.send(SMS)
    asked = _form(wire.calls[0])
    assert (asked["PhoneNumber"], asked["Message"]) == (SMS.to, SMS.text)
    attributes = {
        asked[f"MessageAttributes.entry.{n}.Name"]: asked[f"MessageAttributes.entry.{n}.Value.StringValue"]
        for n in (1, 2)
    }
    assert attributes == {"AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": "SEDULUR"}
    assert (SMS.to, SMS.text) in sns_backends[ACCOUNT][names.REGION].sms_messages.values()


def test_a_city_without_a_sender_id_sends_under_the_number_that_aws_chooses(stage, wire):
    AwsMessenger(Messaging(sms=True)).send(SMS)
    assert "SenderID" not in wire.calls[0].body


def test_a_letter_is_text_beside_simple_html_with_the_links_to_tap(messenger, wire):
    messenger.send(LETTER)
    asked = wire.calls[0].parameters
    body = asked["Content"]["Simple"]["Body"]
    assert asked["FromEmailAddress"] == "Sedulur Contoh <sedulur@contoh.example>"
    assert asked["Destination"] == {"ToAddresses": [LETTER.to]}
    assert body["Text"]["Data"] == LETTER.text
    assert "<p>Halo &lt;Siti&gt; &amp; kawan.</p>" in body["Html"]["Data"]
    assert f'<a href="{STOP}">{STOP}</a>' in body["Html"]["Data"]
    sent = ses_backends[ACCOUNT][names.REGION].sent_messages[-1]
    assert sent.subject == "Laporan diterima"


def test_mail_programs_can_end_the_letters_with_one_post(messenger, wire):
    messenger.send(LETTER)
    headers = {each["Name"]: each["Value"] for each in wire.calls[0].parameters["Content"]["Simple"]["Headers"]}
    assert headers == {"List-Unsubscribe": f"<{STOP}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def refused(messenger, message):
    with pytest.raises(Undeliverable) as raised:
        messenger.send(message)
    return raised.value.reason, raised.value.for_good


def test_a_number_that_is_none_is_refused_for_good(messenger):
    assert refused(messenger, Message("sms", "081234", "Halo", STOP)) == ("number_invalid", True)


def test_a_phone_whose_owner_wants_nothing_from_us_is_told_from_a_wrong_number(messenger, wire):
    """SNS answers both with one code."""
    wire.before = _sns_refuses("Publish", "InvalidParameter")
    assert refused(messenger, Message("sms", "+6281234567899", "Halo", STOP)) == ("opted_out", True)
    wire.before = _sns_refuses("Publish", "OptedOut")
    assert refused(messenger, SMS) == ("opted_out", True)


@pytest.mark.parametrize("code", ["Throttling", "InternalError", "AuthorizationError"])
def test_a_phone_that_cannot_be_reached_now_is_tried_again(messenger, wire, code):
    wire.before = _sns_refuses("Publish", code)
    assert refused(messenger, SMS) == (code, False)


def test_what_nobody_can_explain_is_taken_for_a_wrong_number(messenger, wire):
    wire.before = lambda call: _xml("InvalidParameter" if call.operation == "Publish" else "AuthorizationError")
    assert refused(messenger, SMS) == ("number_invalid", True)


def test_in_the_sandbox_of_ses_a_strangers_address_is_refused_for_good(messenger, wire):
    wire.before = _ses_answers(MessageRejected={"ProductionAccessEnabled": False})
    assert refused(messenger, LETTER) == ("sandbox", True)


def test_outside_of_the_sandbox_a_refused_letter_is_ours_to_mend(messenger, wire):
    wire.before = _ses_answers(MessageRejected={"ProductionAccessEnabled": True})
    assert refused(messenger, LETTER) == ("MessageRejected", False)


def test_a_broken_address_is_refused_for_good(messenger, wire):
    wire.before = _ses_answers(BadRequestException={})
    assert refused(messenger, LETTER) == ("address_invalid", True)


@pytest.mark.parametrize("code", ["TooManyRequestsException", "SendingPausedException", "AccountSuspendedException"])
def test_a_letter_that_cannot_go_out_now_is_tried_again(messenger, wire, code):
    wire.before = _ses_answers(**{code: {}})
    assert refused(messenger, LETTER) == (code, False)


def test_a_line_that_is_down_is_tried_again(messenger, wire):
    def down(_):
        raise ConnectTimeoutError(endpoint_url="https://email.example")

    wire.before = down
    assert refused(messenger, LETTER) == ("ConnectTimeoutError", False)


@pytest.mark.parametrize("message", [SMS, LETTER], ids=["sms", "email"])
def test_what_aws_says_of_an_address_goes_no_further(messenger, wire, message):
    """AWS's errors quote the address; they are not even the cause of ours."""
    quoting = {"message": f"Email address is not verified: {message.to}"}
    wire.before = lambda call: (
        answer(400, __type="BadRequestException", **quoting) if call.operation == "SendEmail" else _xml("Throttling")
    )
    with pytest.raises(Undeliverable) as raised:
        messenger.send(message)
    error = raised.value
    assert (error.__cause__, error.__context__) == (None, None)
    assert message.to not in f"{error!r}{error}"


def _form(call):
    return {name: value[0] for name, value in parse_qs(call.body).items()}


def _xml(code):
    body = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{SMS.to}</Message></Error></ErrorResponse>"
    made = answer(400)
    made.raw.getvalue = body.encode
    made.headers["content-type"] = "text/xml"
    return made


def _sns_refuses(operation, code):
    return lambda call: _xml(code) if call.operation == operation else None


def _ses_answers(**refusal):
    """SendEmail is refused with this code; GetAccount answers what stands under it."""
    ((code, account),) = refusal.items()

    def answered(call):
        if call.operation == "SendEmail":
            return answer(400, __type=code, message=f"not {LETTER.to}")
        return answer(**account) if call.operation == "GetAccount" else None

    return answered
