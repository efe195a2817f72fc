"""Staff find tickets by place and by phone; who searched by phone is known, for which number is not."""

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import Invalid, NotAllowed
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.factory import (
    CONTACT,
    OTHER_VILLAGE,
    VILLAGE,
    a_coordinator,
    a_submission,
    an_actor,
    an_event,
    an_officer,
)
from tests.support.memory_world import a_world, pump

COORDINATOR, AUDITOR = a_coordinator(), an_actor("auditor")
KECAMATAN = VILLAGE.rpartition(".")[0]
REASON = "Warga menelepon, nomor laporannya hilang."


@pytest.fixture
def world():
    return a_world()


def reported(world, key, **report):
    number = world.intake.submit(a_submission(**report), key * 20, "c-1").ticket.id
    pump(world)
    return number


def noted(world, number, phone=CONTACT.phone, **data):
    data_ = {"service": "lampu-jalan", "area": VILLAGE} | data
    world.phone_index.add(an_event(events.TicketReceived.type, ticket=number, sequence=1, data=data_), phone)


def ids(page):
    return [entry.id for entry in page.entries]


def test_an_officer_finds_what_the_own_opd_has_in_a_village(world):
    here, secret = reported(world, "a"), reported(world, "b", visibility="confidential")
    reported(world, "c", place={"area": OTHER_VILLAGE})
    assert set(ids(world.search.at_place(an_officer(), VILLAGE))) == {here, secret}
    assert ids(world.search.at_place(an_officer("BPBD"), VILLAGE)) == []


def test_who_sees_all_finds_public_and_confidential_ones_apart(world):
    here, secret = reported(world, "a"), reported(world, "b", visibility="confidential")
    for actor in (COORDINATOR, AUDITOR, an_actor("leader")):
        assert ids(world.search.at_place(actor, VILLAGE)) == [here]
        assert ids(world.search.at_place(actor, KECAMATAN)) == [here]
        assert ids(world.search.at_place(actor, VILLAGE, confidential=True)) == [secret]
        assert set(ids(world.search.at_place(actor, VILLAGE, opd="DISHUB"))) == {here, secret}


def test_an_officer_looks_into_no_other_opds_tickets(world):
    with pytest.raises(NotAllowed):
        world.search.at_place(an_officer(), VILLAGE, opd="DPUTR")
    with pytest.raises(NotAllowed):
        world.search.at_place(an_officer(), VILLAGE, opd="*", confidential=True)
    with pytest.raises(NotAllowed):
        world.search.at_place(an_actor("stranger"), VILLAGE)


def test_confidential_ones_of_all_are_not_an_officers_whatever_is_asked(world):
    reported(world, "b", visibility="confidential")
    assert ids(world.search.at_place(an_officer("BPBD"), VILLAGE, confidential=True)) == []


@pytest.mark.parametrize("area", ["", "99", "xx", f"{VILLAGE}.1"])
def test_a_place_that_is_none_is_named(world, area):
    with pytest.raises(Invalid) as refused:
        world.search.at_place(COORDINATOR, area)
    assert refused.value.problems[0].field == "area"


@pytest.mark.parametrize("spelling", ["0812-3456-7890", "+62 812 3456 7890", "081234567890", "62 81234567890"])
def test_a_phone_finds_its_tickets_in_every_spelling(world, spelling):
    number = reported(world, "a")
    noted(world, number)
    assert [found.id for found in world.search.by_phone(COORDINATOR, spelling, REASON)] == [number]
    assert world.search.by_phone(COORDINATOR, "081234567891", REASON) == ()


def test_a_search_by_phone_is_noted_with_who_and_why_and_without_the_number(world):
    world.search.by_phone(COORDINATOR, CONTACT.phone, REASON)
    (entry,) = world.search.log_page(AUDITOR).lines
    assert (entry.person, entry.actor, entry.reason, entry.ticket) == ("koordinator", "coordinator", REASON, "")
    assert "812" not in repr(world.access_log.searches)


def test_the_auditor_sees_searches_and_readings_of_identities_in_one_list(world):
    number = reported(world, "a")
    world.staff_actions.identity(number, an_officer(), StepInput(text="Perlu ditelepon."))
    world.clock.forward(minutes=1)
    world.search.by_phone(COORDINATOR, CONTACT.phone, REASON)
    looks = world.search.log_page(AUDITOR).lines
    assert [(entry.ticket, entry.person) for entry in looks] == [("", "koordinator"), (number, "petugas-dishub")]


@pytest.mark.parametrize("relation", ["leader", "auditor", "lead"])
def test_nobody_but_the_coordinator_searches_by_phone_and_nothing_is_noted(world, relation):
    with pytest.raises(NotAllowed):
        world.search.by_phone(an_actor(relation), CONTACT.phone, REASON)
    assert world.access_log.searches == []


@pytest.mark.parametrize(
    ("phone", "reason", "fields"),
    [
        ("", REASON, ["phone"]),
        ("123", REASON, ["phone"]),
        (CONTACT.phone, " ", ["reason"]),
        ("x", "", ["phone", "reason"]),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_looked_up_or_noted(world, phone, reason, fields):
    with pytest.raises(Invalid) as refused:
        world.search.by_phone(COORDINATOR, phone, reason)
    assert [problem.field for problem in refused.value.problems] == fields
    assert world.access_log.searches == []


@pytest.mark.parametrize("actor", [COORDINATOR, an_actor("leader"), an_officer()])
def test_who_looked_at_whom_is_for_the_auditor(world, actor):
    with pytest.raises(NotAllowed):
        world.search.log_page(actor)
