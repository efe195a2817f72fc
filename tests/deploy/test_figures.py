"""The city's figures on the deployed stage: counted by the function, counted anew by the admin, and the survey."""

from typing import Any

import pytest

from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from tests.deploy.stage import Stage, eventually
from tests.support.stage.deployed_staff import People

pytestmark = pytest.mark.deploy

SERVICE, OPD = "perpustakaan", "ARPUSDA"
"""Of which no other test here reports anything."""


@pytest.fixture(scope="module")
def done(stage: Stage, people: People) -> dict[str, Any]:
    """A report, done, with its secret."""
    reported = stage.reported(SERVICE, description="Perpustakaan keliling sudah dua minggu tidak datang.")
    ticket = reported["ticket"]["id"]
    eventually(lambda: stage.get(f"/v1/tickets/{ticket}")["status"] == "dispatched")
    for step, words in (("start", {}), ("finish", {"text": "Sudah datang lagi."})):
        people(f"opd-{OPD}").does(ticket, f"assignments/{OPD}/{step}", **words)
    return reported


def figures(people: People) -> dict[str, Any]:
    figures = people("leader").asks("GET", "/v1/statistics")
    assert figures["exact"]
    return figures["tables"]


def counted(people: People) -> dict[str, Any] | None:
    """The figures, once the last event of the report is in them."""
    tables = figures(people)
    return tables if tables["opds"].get(OPD, {}).get("done") == 1 else None


def test_a_report_is_counted_by_the_function_and_shown_to_leaders(people: People, done: dict[str, Any]):
    tables = eventually(lambda: counted(people))
    assert tables["services"][SERVICE]["received"] == 1
    assert (tables["opds"][OPD]["given"], tables["opds"][OPD]["open"]) == (1, 0)


def test_the_public_gets_no_small_number(stage: Stage, people: People, done: dict[str, Any]):
    eventually(lambda: counted(people))
    assert "The public reads the figures of this moment" in stage.run("publish-figures")
    figures = stage.get(f"/v1/statistics?month={people('leader').asks('GET', '/v1/statistics')['month']}")
    assert not figures["exact"]
    assert figures["as_of"]
    assert figures["tables"]["services"].get(SERVICE, {}).get("received") != 1


def test_the_reporters_answers_are_stored_and_counted(stage: Stage, people: People, done: dict[str, Any]):
    form = {"secret": done["secret"], "step": "send"} | dict.fromkeys(ELEMENTS, "4")
    status, page = stage.page(f"/laporan/{done['ticket']['id']}/survei", **form)
    assert (status, "sudah dihitung" in page) == (200, True)
    assert figures(people)["survey"]["all"]["answers"] == 1
    assert stage.page(f"/laporan/{done['ticket']['id']}/survei", **form)[0] == 409


def test_counting_everything_anew_gives_the_same(stage: Stage, people: People, done: dict[str, Any]):
    eventually(lambda: counted(people) and not stage.waiting("statistics"))
    before = figures(people)
    output = stage.run("rebuild-statistics")
    assert "Everybody reads generation 2 now" in output
    assert " before, " not in output, "a figure came out otherwise"
    assert figures(people) == before
