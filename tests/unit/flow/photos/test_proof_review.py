"""The coordinator's look at photos: accepted, rejected, hidden."""

from dataclasses import replace

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep, NotAllowed, Outdated
from chalicelib.domain.tickets.photo import Verdict, new_id
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.ports.photos import Arrival
from tests.support.event_replay import Replay, state_of
from tests.support.factory import NOW, a_coordinator, a_submission, an_officer
from tests.support.memory_world import a_world, pump

PHOTO, OTHER = new_id(b"p" * 16), new_id(b"q" * 16)
OFFICER, COORDINATOR = an_officer("DISHUB"), a_coordinator()
DOUBTFUL, SOUND = "0f" * 16, "3c" * 16 + "|-6.75123|111.03812|"


def proven(content=DOUBTFUL, world=None):
    """A world in which DISHUB's assignment is done, with this photo as proof."""
    world = world or a_world()
    template = a_submission()
    submission = type(template)(template.report, template.contact, (OTHER,))
    number = world.intake.submit(submission, "key", "c-1").ticket.id
    assert pump(world) == []
    world.staff_actions.take("start", number, OFFICER, StepInput(), "DISHUB")
    world.staff_actions.take("finish", number, OFFICER, StepInput(text="Sudah.", photos=(PHOTO,)), "DISHUB")
    world.photo_files.send(PHOTO, content.encode())
    world.photo_files.send(OTHER, b"55" * 16)
    for photo in (PHOTO, OTHER):
        world.photo_processing.take(Arrival(photo))
    for event in list(world.tickets.stream):
        world.photo_processing.on_event(event)
    return world, number


def judge(world, number, action, photo=PHOTO, *, text="Fotonya dari jalan lain.", who=COORDINATOR, **step_fields):
    return world.staff_actions.take(action, number, who, StepInput(text=text, **step_fields), photo)


def the(case, photo=PHOTO):
    return next(each for each in case.photos if each.id == photo)


def test_doubtful_proof_that_is_accepted_leaves_the_list():
    world, number = proven()
    assert len(world.tickets.inbox("proof").lines) == 1
    case = judge(world, number, "accept_proof", text="")
    assert the(case).verdict is Verdict.ACCEPTED
    assert world.tickets.inbox("proof").lines == ()
    assert case.events[-1].data.wire == {"opd": "DISHUB", "photo": PHOTO, "by": "koordinator"}
    assert case.ticket.status == "resolved"


def test_proof_that_nobody_doubts_needs_no_word():
    world, number = proven(SOUND)
    before = world.tickets.get(number).ticket.sequence
    assert judge(world, number, "accept_proof").ticket.sequence == before


def test_rejected_proof_opens_the_assignment_again_and_the_opd_hears_of_it():
    world, number = proven()
    case = judge(world, number, "reject_proof")
    (assignment,) = case.ticket.assignments
    assert assignment.status is AssignmentStatus.IN_PROGRESS
    assert assignment.due > NOW
    assert case.ticket.status == "in_progress"
    assert Replay(case.events).state() == state_of(case.ticket)
    assert the(case).verdict is Verdict.REJECTED
    assert not the(case).is_shown
    assert world.tickets.inbox("proof").lines == ()
    assert pump(world) == []
    (letter,) = [notice for notice in world.notice_publisher.out if notice.subject.startswith("Bukti ditolak")]
    assert letter.audience == "DISHUB"
    (note,) = [note for note in case.notes if note.sequence == case.last(events.ProofRejected.type).sequence]
    assert (note.readers, note.opd) == ("staff", "DISHUB")


def test_the_opd_finishes_again_with_a_new_photo():
    world, number = proven()
    judge(world, number, "reject_proof")
    case = world.staff_actions.take(
        "finish", number, OFFICER, StepInput(text="Benar selesai.", photos=(new_id(b"n" * 16),)), "DISHUB"
    )
    assert case.ticket.status == "resolved"


def test_rejecting_again_changes_nothing():
    world, number = proven()
    first = judge(world, number, "reject_proof")
    assert judge(world, number, "reject_proof").ticket.sequence == first.ticket.sequence
    other = judge(world, number, "reject_proof", text="Kata lain.")
    assert other.ticket.sequence == first.ticket.sequence


def test_a_step_sent_again_with_its_old_version_is_no_conflict():
    world, number = proven()
    seen = world.tickets.get(number).ticket.sequence
    first = judge(world, number, "hide_photo", version=seen)
    assert judge(world, number, "hide_photo", version=seen).ticket.sequence == first.ticket.sequence
    with pytest.raises(Outdated):
        judge(world, number, "reject_proof", version=seen)


def test_a_photo_of_the_report_is_no_proof_but_can_be_hidden():
    world, number = proven()
    with pytest.raises(ForbiddenStep, match="no_proof"):
        judge(world, number, "reject_proof", OTHER)
    case = judge(world, number, "hide_photo", OTHER)
    assert the(case, OTHER).verdict is Verdict.HIDDEN
    assert not the(case, OTHER).is_shown
    assert case.ticket.status == "resolved"


def test_hidden_proof_is_still_to_be_judged():
    world, number = proven()
    judge(world, number, "hide_photo")
    assert len(world.tickets.inbox("proof").lines) == 1
    case = judge(world, number, "reject_proof")
    assert the(case).verdict is Verdict.REJECTED
    assert world.tickets.inbox("proof").lines == ()


def test_hidden_proof_that_is_accepted_stays_hidden():
    world, number = proven()
    judge(world, number, "hide_photo")
    case = judge(world, number, "accept_proof")
    assert world.tickets.inbox("proof").lines == ()
    assert not the(case).is_shown


@pytest.mark.parametrize("action", ["reject_proof", "hide_photo"])
def test_a_reason_is_needed(action):
    world, number = proven()
    with pytest.raises(ForbiddenStep, match="text_needed"):
        judge(world, number, action, text="")


@pytest.mark.parametrize("action", ["accept_proof", "reject_proof", "hide_photo"])
def test_only_the_coordinator_judges_photos(action):
    world, number = proven()
    with pytest.raises(NotAllowed):
        judge(world, number, action, who=OFFICER)


@pytest.mark.parametrize("action", ["accept_proof", "reject_proof", "hide_photo"])
def test_a_photo_that_is_not_there_or_still_on_its_way_cannot_be_judged(action):
    world, number = proven()
    with pytest.raises(ForbiddenStep, match="no_photo"):
        judge(world, number, action, new_id(b"z" * 16))


def test_work_that_the_reporter_has_agreed_to_is_not_opened_again():
    world, number = proven()
    case = world.tickets.cases[number]
    world.tickets.cases[number] = replace(case, ticket=replace(case.ticket, status="closed"))
    with pytest.raises(ForbiddenStep, match="ticket_status"):
        judge(world, number, "reject_proof")


def test_a_service_may_need_proof():
    world = a_world()
    catalogue = world.city.catalogue
    lamp = replace(catalogue.services["lampu-jalan"], proof=True)
    world.city.catalogue = replace(catalogue, services={**catalogue.services, "lampu-jalan": lamp})
    number = world.intake.submit(a_submission(), "key", "c-1").ticket.id
    assert pump(world) == []
    world.staff_actions.take("start", number, OFFICER, StepInput(), "DISHUB")
    with pytest.raises(ForbiddenStep, match="proof_needed"):
        world.staff_actions.take("finish", number, OFFICER, StepInput(text="Sudah."), "DISHUB")
    case = world.staff_actions.take("finish", number, OFFICER, StepInput(text="Sudah.", photos=(PHOTO,)), "DISHUB")
    assert case.last(events.AssignmentDone.type).data.wire["photos"] == [PHOTO]


def test_the_second_person_shows_what_the_first_has_photographed():
    world = a_world()
    catalogue = world.city.catalogue
    lamp = replace(catalogue.services["lampu-jalan"], proof=True, validation=True)
    world.city.catalogue = replace(catalogue, services={**catalogue.services, "lampu-jalan": lamp})
    number = world.intake.submit(a_submission(), "key", "c-1").ticket.id
    assert pump(world) == []
    world.staff_actions.take("start", number, OFFICER, StepInput(), "DISHUB")
    world.staff_actions.take("finish", number, OFFICER, StepInput(text="Sudah.", photos=(PHOTO,)), "DISHUB")
    case = world.staff_actions.take("validate", number, an_officer("DISHUB", person="kedua"), StepInput(), "DISHUB")
    assert case.last(events.AssignmentDone.type).data.wire["photos"] == [PHOTO]


def test_rejecting_what_waits_for_a_second_person_opens_it_too():
    world = a_world()
    catalogue = world.city.catalogue
    lamp = replace(catalogue.services["lampu-jalan"], validation=True)
    world.city.catalogue = replace(catalogue, services={**catalogue.services, "lampu-jalan": lamp})
    world, number = proven(world=world)
    case = judge(world, number, "reject_proof")
    assert [assignment.status for assignment in case.ticket.assignments] == ["in_progress"]


def test_a_finish_sent_again_with_its_photos_is_a_repeat_and_with_others_is_not():
    world, number = proven(SOUND)
    before = world.tickets.get(number).ticket.sequence
    again = world.staff_actions.take("finish", number, OFFICER, StepInput(text="Sudah.", photos=(PHOTO,)), "DISHUB")
    assert again.ticket.sequence == before
    with pytest.raises(ForbiddenStep):
        world.staff_actions.take("finish", number, OFFICER, StepInput(text="Sudah.", photos=(OTHER,)), "DISHUB")
