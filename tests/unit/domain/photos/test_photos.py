"""Photos of a ticket: their ids, and who sees which beside which event."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import Invalid
from chalicelib.domain.intake.submission import read_submission
from chalicelib.domain.photos.visibility import PHOTO_READERS, visible_photos
from chalicelib.domain.tickets.photo import (
    MAX_PHOTOS,
    PROCESSING_PATIENCE,
    Photo,
    PhotoState,
    Verdict,
    derived_id,
    is_id,
    named_photos,
    new_id,
)
from chalicelib.domain.tickets.ticket import Case, Readers
from chalicelib.domain.transitions.step_input import StepInput, check_step_input
from tests.support.factory import NOW, a_case, a_catalogue, an_event, values

ONE, TWO = new_id(b"\xab" * 16), new_id(b"\xcd" * 16)
EVERYBODY, REPORTER, STAFF = {Readers.PUBLIC}, {Readers.PUBLIC, Readers.REPORTER}, set(Readers)


def a_case_with(*happened, known=()):
    """`happened`: type and photos of each event after the first."""
    case = a_case("DISHUB")
    more = tuple(
        an_event(kind, sequence=3 + n, data={"opd": "DISHUB", "photos": list(photos)})
        for n, (kind, photos) in enumerate(happened)
    )
    return Case(case.ticket, (*case.events, *more), (), tuple(known))


def test_an_id_is_one_of_its_kind():
    assert is_id(ONE)
    assert ONE != TWO
    assert new_id(b"\xff" * 16) != new_id(b"\xff" * 15 + b"\xfe")
    assert len({new_id(bytes([n]) + bytes(15)) for n in range(256)}) == 256


@pytest.mark.parametrize("text", ["", "x", ONE[:-1], ONE + "0", ONE.lower(), "../" + ONE[3:], "O" * 26, None, 7, [ONE]])
def test_what_is_no_id_is_told_apart(text):
    assert not is_id(text)


def test_the_photo_of_a_form_has_the_same_id_when_the_form_comes_again():
    assert derived_id("key", 0) == derived_id("key", 0)
    assert len({derived_id("key", 0), derived_id("key", 1), derived_id("other", 0)}) == 3
    assert is_id(derived_id("key", 0))


def test_photos_stand_beside_their_event_in_the_order_in_which_they_were_chosen():
    known = [Photo(photo, 3, PhotoState.CLEAN, NOW, "DISHUB") for photo in (ONE, TWO)]
    case = a_case_with((events.AssignmentAnswered.type, [TWO, ONE]), known=known)
    assert [photo.id for photo in visible_photos(case, EVERYBODY, NOW)[3]] == [TWO, ONE]


def test_a_photo_on_its_way_is_waited_for_an_hour_and_then_missing():
    case = a_case_with((events.AssignmentAnswered.type, [ONE]))
    (soon,) = visible_photos(case, EVERYBODY, NOW + PROCESSING_PATIENCE)[3]
    (late,) = visible_photos(case, EVERYBODY, NOW + PROCESSING_PATIENCE + timedelta(seconds=1))[3]
    assert (soon.state, late.state) == (PhotoState.WAITING, PhotoState.MISSING)
    assert (soon.id, soon.sequence, soon.opd, soon.at) == (ONE, 3, "DISHUB", NOW)


@pytest.mark.parametrize(
    ("kind", "reader_groups"),
    [
        (events.AssignmentAnswered.type, EVERYBODY), (events.AssignmentDone.type, EVERYBODY), (events.TicketMessage.type, REPORTER), (events.TicketCompleted.type, REPORTER),
        (events.TicketDisputed.type, REPORTER), (events.AssignmentFinished.type, STAFF),
    ],
)  # fmt: skip
def test_who_may_read_the_words_may_see_the_photos_and_nobody_else(kind, reader_groups):
    case = a_case_with((kind, [ONE]))
    seen = [each for each in (EVERYBODY, REPORTER, STAFF) if visible_photos(case, each, NOW)]
    assert seen == [each for each in (EVERYBODY, REPORTER, STAFF) if reader_groups <= each]


def test_proof_that_waited_for_a_second_person_is_public_with_that_persons_word():
    known = [Photo(ONE, 3, PhotoState.CLEAN, NOW, "DISHUB")]
    case = a_case_with((events.AssignmentFinished.type, [ONE]), (events.AssignmentDone.type, [ONE]), known=known)
    assert list(visible_photos(case, EVERYBODY, NOW)) == [4]


def test_photos_of_an_event_that_cannot_have_any_are_not_shown():
    assert visible_photos(a_case_with((events.RoomWritten.type, [ONE])), STAFF, NOW) == {}
    assert events.RoomWritten.type not in PHOTO_READERS


def test_what_is_hidden_or_rejected_is_out_of_public_sight():
    photo = Photo(ONE, 3, PhotoState.CLEAN, NOW)
    assert photo.is_shown
    assert replace(photo, verdict=Verdict.ACCEPTED).is_shown
    for verdict in (Verdict.HIDDEN, Verdict.REJECTED):
        assert not replace(photo, verdict=verdict).is_shown
    assert not replace(photo, state=PhotoState.REFUSED).is_shown


def test_an_event_without_photos_names_none():
    assert named_photos(an_event()) == ()


def test_a_report_carries_its_photos():
    submission = read_submission(values(photos=[ONE, TWO, ONE]), a_catalogue(), str, "web")
    assert submission.photos == (ONE, TWO)


@pytest.mark.parametrize(
    ("photos", "code"),
    [(["x"], "photo_unknown"), ([7], "photo_unknown"), ("x", "photo_unknown"), ([{}], "photo_unknown")],
)
def test_what_can_be_no_photo_is_a_problem_of_its_field(photos, code):
    with pytest.raises(Invalid) as invalid:
        read_submission(values(photos=photos), a_catalogue(), str, "web")
    assert [(problem.field, problem.code) for problem in invalid.value.problems] == [("photos", code)]


def test_five_photos_are_enough():
    many = tuple(new_id(bytes([n]) * 16) for n in range(MAX_PHOTOS + 1))
    check_step_input(StepInput(photos=many[:MAX_PHOTOS]), {})
    with pytest.raises(Invalid) as invalid:
        check_step_input(StepInput(photos=many), {})
    (problem,) = invalid.value.problems
    assert (problem.field, problem.code, problem.params["most"]) == ("photos", "photos_many", MAX_PHOTOS)
