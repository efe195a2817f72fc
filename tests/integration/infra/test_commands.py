"""The admin's commands on one stage: subscribe, redrive, status, destroy."""

import json
import uuid
from io import StringIO

import pytest

from chalicelib import names
from infra.__main__ import main
from infra.aws import redrive
from infra.aws.release import stages
from tests.integration.infra.test_policies import LAMP
from tests.support.stage.stage_world import client

ACCOUNT = "123456789012"
QUEUE = f"arn:aws:sqs:ap-southeast-3:{ACCOUNT}:milik-dishub"


@pytest.fixture
def admin(world, monkeypatch, capsys):
    """Runs a command on the stage: its exit code and what it printed."""
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")
    monkeypatch.setattr(redrive, "PATIENCE", 0)  # moto has one server
    capsys.readouterr()

    def run(command, *arguments):
        code = main([command, "--stage", world.stage, *arguments])
        return code, "".join(capsys.readouterr())

    return run


def subscriptions(world, opd):
    shared = opd in ("leaders", "coordinator", "alarms")
    name = names.topic(world.stage, opd) if shared else names.opd_topic(world.stage, opd)
    topic = names.topic_arn("ap-southeast-3", ACCOUNT, name)
    return client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]


def dead_letter_queue(world, queue):
    return client("sqs").get_queue_url(QueueName=names.dead_letter_queue(world.stage, queue))["QueueUrl"]


def waiting(world, name):
    url = client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"]
    return sum(map(int, attributes.values()))


def test_an_opd_can_be_reached_by_mail(world, admin):
    code, output = admin("subscribe", "bpbd", "email", "petugas@pati.example")

    assert code == 0
    assert "once the link in it was opened" in output
    (subscription,) = subscriptions(world, "BPBD")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "petugas@pati.example")


def test_a_notice_that_an_address_does_not_take_lies_somewhere(world, admin):
    admin("subscribe", "DINKES", "sqs", QUEUE)
    (subscription,) = subscriptions(world, "DINKES")
    attributes = client("sns").get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])[
        "Attributes"
    ]

    letters = f"arn:aws:sqs:ap-southeast-3:{ACCOUNT}:{names.dead_letter_queue(world.stage, 'deliveries')}"
    assert json.loads(attributes["RedrivePolicy"]) == {"deadLetterTargetArn": letters}
    assert dead_letter_queue(world, "deliveries")


def test_an_address_is_subscribed_once_however_often_one_asks(world, admin):
    admin("subscribe", "DISHUB", "sqs", QUEUE)
    code, output = admin("subscribe", "DISHUB", "sqs", QUEUE)

    assert code == 0
    assert "nothing had to be changed" in output
    assert len(subscriptions(world, "DISHUB")) == 1


def test_an_address_can_ask_for_some_notices_only(world, admin):
    admin("subscribe", "DLH", "sqs", QUEUE, "--role", "lead", "--priority", "urgent", "--role", "support")
    (subscription,) = subscriptions(world, "DLH")
    attributes = client("sns").get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])[
        "Attributes"
    ]

    assert json.loads(attributes["FilterPolicy"]) == {
        "role": ["lead", "support"],
        "priority": ["urgent"],
        "digest": [{"exists": False}],
    }
    assert attributes["RawMessageDelivery"] == "true"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("DINSOS",), {"digest": [{"exists": False}]}),
        (("DINSOS", "--digest"), {"digest": ["daily"]}),
        (("DINSOS", "--digest", "too"), {}),
        (("DINSOS", "--level", "2"), {"level": ["2"], "digest": [{"exists": False}]}),
        (("leaders",), {"digest": ["daily"]}),
        (("leaders", "--digest", "no"), {"digest": [{"exists": False}]}),
        (("leaders", "--level", "5"), {"level": ["5"], "digest": [{"exists": False}]}),
        (("coordinator",), {"digest": [{"exists": False}]}),
        (("alarms",), {}),
    ],
)
def test_leaders_get_a_digest_and_others_every_single_notice_unless_they_ask_for_it(world, admin, arguments, wanted):
    audience, *options = arguments
    queue = f"{QUEUE}-{abs(hash(arguments))}"
    assert admin("subscribe", audience, "sqs", queue, *options)[0] == 0
    (arn,) = [each["SubscriptionArn"] for each in subscriptions(world, audience) if each["Endpoint"] == queue]
    attributes = client("sns").get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert json.loads(attributes.get("FilterPolicy", "{}")) == wanted


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("DISHUB", "email", "a@b.id", "--digest", "--role", "lead"), "leave out --role"),
        (("DISHUP", "email", "a@b.id"), "Did you mean DISHUB"),
        (("X-PLN", "email", "a@b.id"), "outside the regency's authority"),
        (("DISHUB", "email", "petugas"), "give an e-mail address"),
        (("DISHUB", "sms", "0812345678"), "+6281234567890"),
        (("DISHUB", "https", "http://dishub.example"), "https:// address"),
        (("DISHUB", "sqs", "milik-dishub"), "ARN of an SQS queue"),
        (("DISHUB", "email", "a@b.id", "--level", "9"), "level 9, so nothing would ever come. Possible are 0, 1, 2"),
        (("leaders", "email", "a@b.id", "--level", "1"), "level 1, so nothing would ever come"),
        (("DISHUB", "email", "a@b.id", "--service", "lampu-jalann"), "Did you mean lampu-jalan"),
        (("DISHUB", "email", "a@b.id", "--area", "99.99"), "the area 99.99"),
        (("DISHUB", "email", "a@b.id", "--priority", "high"), "Possible are normal, urgent"),
        (("DISHUB", "email", "a@b.id", "--event", "ticket.lost"), "the event ticket.lost"),
        (("DISHUB", "email", "a@b.id", "--role", "chief"), "Possible are lead, support"),
        (("alarms", "email", "a@b.id", "--priority", "urgent"), "Alarms cannot be filtered: leave out --priority"),
    ],
)
def test_a_wrong_address_or_opd_is_told_with_what_is_right(admin, arguments, answer):
    code, output = admin("subscribe", *arguments)
    assert code == 1
    assert answer in output


def test_whoever_changes_a_filter_reads_what_it_was(world, admin):
    admin("subscribe", "DINKOP", "sqs", QUEUE, "--level", "2")
    output = admin("subscribe", "DINKOP", "sqs", QUEUE, "--service", "lampu-jalan")[1]
    assert "now gets service lampu-jalan." in output
    assert "This replaces its former filter: level 2." in output


def test_an_address_gets_no_more_notices_once_it_is_unsubscribed(world, admin):
    admin("subscribe", "DISNAKER", "sqs", QUEUE)
    code, output = admin("unsubscribe", "DISNAKER", QUEUE)
    assert (code, subscriptions(world, "DISNAKER")) == (0, [])
    assert "Nobody listens for DISNAKER now" in output
    code, output = admin("unsubscribe", "DISNAKER", QUEUE)
    assert (code, "is not subscribed" in output, "python -m infra subscribers" in output) == (1, True, True)


def test_the_admin_sees_who_listens_and_a_log_does_not(world, admin):
    admin("subscribe", "SATPOLPP", "email", "petugas.piket@pati.example", "--priority", "urgent")
    admin("subscribe", "SATPOLPP", "sms", "+6281234567890")
    code, masked = admin("subscribers", "SATPOLPP")
    assert (code, "p…@pati.example" in masked, "+62…90" in masked) == (0, True, True)
    assert not [each for each in ("petugas", "8123") if each in masked]
    shown = admin("subscribers", "satpolpp", "--addresses")[1]
    assert "petugas.piket@pati.example" in shown
    assert "+6281234567890" in shown
    assert "2 addresses." in shown
    assert "priority urgent" in shown


def test_who_listens_for_whom_is_listed_for_all_at_once(world, admin):
    admin("subscribe", "DISPERTAN", "sqs", QUEUE)
    admin("subscribe", "alarms", "sqs", f"{QUEUE}-alarm")
    lines = admin("subscribers")[1].splitlines()
    assert [line.split() for line in lines if f"{QUEUE}-alarm" in line] == [
        ["alarms", "sqs", f"{QUEUE}-alarm", "alarms"]
    ]
    assert [line for line in lines if line.startswith("DISPERTAN") and QUEUE in line]


def test_dead_letters_go_back_to_their_queue_with_what_they_carry(world, admin):
    letters = dead_letter_queue(world, "routing")
    attributes = {"reason": {"DataType": "String", "StringValue": "uji"}}
    for number in range(13):
        client("sqs").send_message(QueueUrl=letters, MessageBody=f"surat {number}", MessageAttributes=attributes)

    code, output = admin("redrive", "routing")

    assert code == 0
    assert "13 of 13 brought back" in output
    assert waiting(world, names.dead_letter_queue(world.stage, "routing")) == 0
    assert waiting(world, names.queue(world.stage, "routing")) == 13
    assert "empty" in admin("redrive", "routing")[1]
    url = client("sqs").get_queue_url(QueueName=names.queue(world.stage, "routing"))["QueueUrl"]
    (message,) = client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert message["MessageAttributes"]["reason"]["StringValue"] == "uji"
    client("sqs").purge_queue(QueueUrl=url)


def test_a_letter_that_cannot_be_sent_back_stays_a_dead_letter(world, admin, monkeypatch):
    from infra.aws import redrive

    client("sqs").send_message(QueueUrl=dead_letter_queue(world, "notices"), MessageBody="surat")
    monkeypatch.setattr(redrive, "_send_back", lambda *_: [])

    code, output = admin("redrive", "notices")

    assert code == 1
    assert "1 could not be brought back" in output
    assert waiting(world, names.dead_letter_queue(world.stage, "notices")) == 1


def test_what_the_pipe_left_behind_is_read_again_from_the_stream(world, admin):
    ticket, _ = world.report(LAMP)
    bus = subscribed_to_the_bus(world)
    _send_pipe_letter(world, **_whole_stream(world))

    code, output = admin("redrive", "events")

    assert code == 0, output
    assert [ticket["id"]] == [each["dynamodb"]["NewImage"]["pk"]["S"] for each in bus() if _is_of(each, ticket)]


def test_what_the_stream_has_forgotten_is_read_from_the_table(world, admin, monkeypatch):
    from infra.aws import events_redrive

    ticket, _ = world.report(LAMP)
    bus = subscribed_to_the_bus(world)
    received = world.items(ticket["id"])
    at = next(item["at"]["S"] for item in received if item["sk"]["S"] == "event#00001")
    _send_pipe_letter(world, **_whole_stream(world), at=at)

    def forgotten(account, _):
        raise account.client("dynamodbstreams").exceptions.TrimmedDataAccessException({}, "GetShardIterator")

    monkeypatch.setattr(events_redrive, "from_stream", forgotten)

    code, output = admin("redrive", "events")

    assert code == 0, output
    (record,) = [each for each in bus() if _is_of(each, ticket)]
    assert record["eventName"] == "INSERT"
    assert record["dynamodb"]["Keys"]["sk"] == {"S": "event#00001"}


def test_what_is_no_letter_of_the_pipe_stays_where_it_is(world, admin):
    client("sqs").send_message(QueueUrl=dead_letter_queue(world, "events"), MessageBody="surat cinta")

    code, output = admin("redrive", "events")

    assert code == 1
    assert "not a dead letter of the Pipe" in output


@pytest.mark.parametrize("raw", [True, False])
def test_a_notice_that_did_not_reach_an_opd_is_sent_to_it_again_and_to_nobody_else(world, admin, raw):
    ticket, _ = world.report(LAMP | {"service": "banjir"})
    opds = {opd: world.inbox(f"opd-{opd.lower()}") for opd in ("BPBD", "DPUTR")}
    world.pump()
    first = {opd: [each for each in inbox() if ticket["id"] in each["Message"]] for opd, inbox in opds.items()}
    assert {opd: len(notices) for opd, notices in first.items()} == {"BPBD": 1, "DPUTR": 1}
    body = first["BPBD"][0]["Message"] if raw else json.dumps(first["BPBD"][0])
    client("sqs").send_message(QueueUrl=dead_letter_queue(world, "deliveries"), MessageBody=body)

    code, output = admin("redrive", "deliveries")
    world.pump()

    assert code == 0, output
    assert "sent again to every address of BPBD" in output
    assert [each["Message"] for each in opds["BPBD"]()] == [first["BPBD"][0]["Message"]]
    assert opds["DPUTR"]() == []


def test_letters_to_opds_are_sent_again_only_on_request(world, admin):
    client("sqs").send_message(QueueUrl=dead_letter_queue(world, "deliveries"), MessageBody="Yth. Dinas …")

    assert "deliveries" not in admin("redrive")[1]
    code, output = admin("redrive", "deliveries")
    assert code == 1
    assert "not a notice in its JSON form" in output


def test_a_queue_that_is_none_is_told(admin):
    assert admin("redrive", "surat") == (
        1,
        f"There is no queue surat: choose one of {', '.join(names.QUEUES)}, events, deliveries.\n",
    )


def test_a_city_that_is_none_is_told_before_anything_is_written(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(stages, "PROJECT", tmp_path)
    assert main(["deploy", "--stage", "uji", "--city", "pato"]) == 1
    assert "there are: pati" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_stage_of_this_machine_is_not_deployed(capsys):
    assert main(["deploy", "--stage", "local", "--city", "pati"]) == 1
    assert "make run" in capsys.readouterr().err


def test_production_is_not_destroyed_by_the_way(capsys):
    assert main(["destroy", "--stage", "production", "--yes"]) == 1
    assert "--production" in capsys.readouterr().err


def test_a_stage_needs_a_name_that_fits_into_others(capsys):
    assert main(["status", "--stage", "Uji_1"]) == 1
    assert "cannot name a stage" in capsys.readouterr().err


def test_destroying_asks_first(admin, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "tidak")
    code, output = admin("destroy")
    assert code == 1
    assert "Nothing was removed" in output


def test_destroying_where_nobody_can_answer_removes_nothing_and_says_why(admin, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    code, output = admin("destroy")
    assert code == 1
    assert "standard input is closed. Nothing was removed; with --yes" in output


def subscribed_to_the_bus(world):
    """A queue that gets everything from the bus; call it for the records that came."""
    sqs = client("sqs")
    name = f"bus-{uuid.uuid4().hex[:8]}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = f"arn:aws:sqs:ap-southeast-3:{ACCOUNT}:{name}"
    raw = {"RawMessageDelivery": "true"}
    client("sns").subscribe(TopicArn=world.bus, Protocol="sqs", Endpoint=arn, Attributes=raw)

    def records():
        found = []
        while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in batch]
            for message in batch:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    return records


def _is_of(record, ticket):
    return record["dynamodb"]["Keys"]["pk"]["S"] == ticket["id"]


def _whole_stream(world):
    streams = client("dynamodbstreams")
    arn = client("dynamodb").describe_table(TableName=names.table(world.stage))["Table"]["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    return {"streamArn": arn, "shardId": shard, "startSequenceNumber": numbers[0], "endSequenceNumber": numbers[-1]}


def _send_pipe_letter(world, at="2026-01-02T03:04:05.000000Z", **output):
    times = {"approximateArrivalOfFirstRecord": at, "approximateArrivalOfLastRecord": at}
    letter = {"context": {"condition": "RetryAttemptsExhausted"}, "DDBStreamBatchInfo": output | times}
    client("sqs").send_message(QueueUrl=dead_letter_queue(world, "events"), MessageBody=json.dumps(letter))
