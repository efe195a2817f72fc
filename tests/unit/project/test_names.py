"""Physical names follow from the stage alone (DESIGN section 3)."""

from chalicelib import names


def test_names_are_those_that_others_rely_on():
    assert names.table("prod") == names.stack("prod") == "sedulur-prod"
    assert names.queue("prod", "routing") == "sedulur-prod-routing"
    assert names.dead_letter_queue("prod", "routing") == "sedulur-prod-routing-dlq"
    assert names.topic("prod", names.EVENTS) == "sedulur-prod-events"
    assert names.topic("prod", names.COORDINATOR) == "sedulur-prod-coordinator"
    assert names.topic("prod", names.LEADERS) == "sedulur-prod-leaders"
    assert names.opd_topic("prod", "KEC-01") == "sedulur-prod-opd-kec-01"
    assert names.key_alias("prod") == "alias/sedulur-prod"


def test_an_arn_is_put_together_from_its_parts():
    arn = names.topic_arn("ap-southeast-3", "123456789012", "sedulur-prod-events")
    assert arn == "arn:aws:sns:ap-southeast-3:123456789012:sedulur-prod-events"


def test_two_stages_share_nothing():
    def all_of(stage):
        queues = {make(stage, name) for name in names.QUEUES for make in (names.queue, names.dead_letter_queue)}
        return {names.table(stage), names.topic(stage, names.EVENTS), names.opd_topic(stage, "DLH"), *queues}

    assert not all_of("prod") & all_of("uji")
