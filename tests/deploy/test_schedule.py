"""What runs on a schedule, on the deployed stage."""

import pytest

from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy


def test_the_schedule_fires_and_what_is_late_comes_to_the_opd_and_its_leaders(stage: Stage):
    """Nobody calls the function here: EventBridge does, every minute instead of every five."""
    inbox, leaders = stage.opd_queue("DISHUB"), stage.opd_queue("leaders", "--digest", "no")
    ticket = stage.report()["id"]
    eventually(lambda: stage.messages(inbox, ticket))
    stage.long_ago(ticket, "DISHUB")

    with stage.every_minute("watch_deadlines"):
        notices = eventually(lambda: stage.messages(inbox, ticket))
    escalated = next(each for each in notices if each["type"] == "deadline.escalated")
    assert escalated["deadline"] == {"what": "resolution", "opd": "DISHUB", "level": 5}
    assert escalated["priority"] == "urgent"
    (raised,) = eventually(lambda: stage.messages(leaders, ticket))
    assert raised["deadline"]["level"] == 5
    texts = [each["text"] for each in stage.get(f"/v1/tickets/{ticket}")["timeline"]]
    assert any("dilaporkan kepada: Bupati" in text for text in texts)
