"""A photo from its arrival to its ticket, whatever comes first, twice, late, or never."""

from itertools import permutations

import pytest

from chalicelib.domain import events
from chalicelib.domain.tickets.photo import Photo, PhotoState, new_id
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.ports.photos import Arrival
from tests.support.factory import NOW, a_submission, an_officer
from tests.support.memory_world import Crash, FaultInjector, Outage, a_world, pump

IMAGE_HASH, OTHER = "0f" * 16, "3c" * 16
THERE = "-6.75123|111.03812|"
FIRST, SECOND = new_id(b"0" * 16), new_id(b"1" * 16)
OFFICER = an_officer("DISHUB")


def report(world, *photos, key="key"):
    submission = a_submission()
    return world.intake.submit(type(submission)(submission.report, submission.contact, photos), key, "c-1").ticket.id


def prove(world, number, *photos):
    """DISHUB does the work and shows it."""
    assert pump(world) == []
    world.staff_actions.take("start", number, OFFICER, StepInput(), "DISHUB")
    case = world.staff_actions.take(
        "finish", number, OFFICER, StepInput(text="Lampu sudah menyala.", photos=photos), "DISHUB"
    )
    return next(event for event in case.events if event.type == events.AssignmentDone.type)


def photos(world, number):
    return world.tickets.get(number).photos


def send(world, photo=FIRST, content=f"{IMAGE_HASH}|{THERE}"):
    world.photo_files.send(photo, content.encode())
    return Arrival(photo)


def took(world, *mails):
    for mail in mails:
        world.photo_processing.take(mail)


def test_a_photo_of_a_report_is_cleaned_kept_and_its_raw_file_gone():
    world = a_world()
    number = report(world, FIRST)
    took(world, send(world), world.tickets.stream[0])
    assert photos(world, number) == (Photo(FIRST, 1, PhotoState.CLEAN, NOW, width=800, height=600),)
    assert world.photo_files.raws == {}
    assert world.photo_files.kept == {FIRST}
    assert world.photo_files.copies[FIRST].clean.startswith(b"clean")


@pytest.mark.parametrize("order", sorted(set(map("".join, permutations("aaee")))))
def test_file_and_event_in_any_order_and_twice_end_the_same(order):
    world = a_world()
    number = report(world, FIRST)
    mails = {"a": send(world), "e": world.tickets.stream[0]}
    took(world, *(mails[each] for each in order))
    assert [photo.state for photo in photos(world, number)] == ["clean"]
    assert world.photo_files.raws == {}
    assert world.photo_index.records[FIRST].is_settled


def test_a_photo_that_no_event_names_stays_loose_and_is_not_shown():
    world = a_world()
    number = report(world)
    took(world, send(world))
    assert photos(world, number) == ()
    assert world.photo_files.kept == set()


def test_a_file_that_is_no_photo_is_refused_with_its_reason():
    world = a_world()
    number = report(world, FIRST)
    took(world, world.tickets.stream[0], send(world, content="!not_image"))
    (photo,) = photos(world, number)
    assert (photo.state, photo.reason) == ("refused", "not_image")
    assert world.photo_files.copies == {}
    assert world.photo_files.raws == {}


def test_the_first_ticket_that_names_a_photo_has_it_and_the_second_is_told():
    world = a_world()
    one, two = report(world, FIRST, key="one"), report(world, FIRST, key="two")
    first, second = world.tickets.stream
    took(world, first, second, send(world), second)
    assert [photo.state for photo in photos(world, one)] == ["clean"]
    assert [(photo.state, photo.reason) for photo in photos(world, two)] == [("refused", "taken")]


def test_what_is_put_in_the_place_of_a_photo_later_is_never_shown():
    world = a_world()
    number = report(world, FIRST)
    took(world, send(world), world.tickets.stream[0])
    took(world, send(world, content=f"{OTHER}|"))
    assert world.photo_files.copies[FIRST].image_hash == IMAGE_HASH
    assert world.photo_files.raws == {}
    assert [photo.state for photo in photos(world, number)] == ["clean"]


def test_a_photo_without_doubt_is_simply_there():
    world = a_world()
    number = report(world)
    done = prove(world, number, FIRST)
    before = world.tickets.get(number).ticket.sequence
    took(world, done, send(world))
    assert [photo.flags for photo in photos(world, number)] == [()]
    assert world.tickets.get(number).ticket.sequence == before


def test_a_proof_that_was_used_before_goes_to_the_coordinator():
    world = a_world()
    earlier, number = report(world, FIRST, key="one"), report(world, key="two")
    took(world, send(world), world.tickets.stream[0])
    done = prove(world, number, SECOND)
    took(world, done, send(world, SECOND))
    (photo,) = photos(world, number)
    assert photo.flags == ("same_picture",)
    assert (photo.like, photo.like_photo) == (earlier, FIRST)
    assert photo.due is not None
    flagged = world.tickets.get(number).last(events.ProofFlagged.type)
    assert flagged.data.wire == {
        "opd": "DISHUB", "photo": SECOND, "reasons": ["same_picture"], "due": photo.due.isoformat(),
    }  # fmt: skip
    (line,) = world.tickets.inbox("proof").lines
    assert (line.ticket, line.photo, line.reason) == (number, SECOND, "same_picture")


def test_the_coordinator_hears_of_doubtful_proof():
    world = a_world()
    done = prove(world, report(world), FIRST)
    took(world, done, send(world, content=IMAGE_HASH))
    assert pump(world) == []
    (letter,) = [notice for notice in world.notice_publisher.out if notice.subject.startswith("Bukti diragukan")]
    assert letter.audience == "coordinator"


def test_two_shots_of_the_same_work_do_not_speak_against_each_other():
    world = a_world()
    number = report(world)
    done = prove(world, number, FIRST, SECOND)
    took(world, send(world, FIRST), send(world, SECOND), done)
    assert [photo.flags for photo in photos(world, number)] == [(), ()]


def test_place_and_time_are_forgotten_once_the_proof_is_judged():
    world = a_world()
    done = prove(world, report(world), FIRST)
    took(world, send(world), done)
    assert world.photo_index.records[FIRST].finding.trace.lat is None


def story(world):
    """A report with a photo, and a proof with the same one, carried until all is quiet."""
    number = report(world, FIRST)
    carry(world, send(world))
    carry(world, world.tickets.stream[0])
    done = prove(world, number, SECOND)
    carry(world, done)
    carry(world, send(world, SECOND))
    return world.tickets.get(number, internal=True)


def carry(world, mail):
    """As the queue does: again until it is done."""
    for _ in range(4):
        try:
            return world.photo_processing.take(mail)
        except (Crash, Outage):
            continue
    raise AssertionError("never done")


def outcome(world, case):
    kept = (case.photos, [event.type for event in case.events])
    return kept, world.photo_files.raws, world.photo_files.kept, set(world.photo_files.copies)


class Armed(FaultInjector):
    """Counts, and strikes, only what the darkroom does."""

    def call(self, name, function, *args, **kwargs):
        if not name.startswith(("photo_index", "photo_files", "tickets")) or not self.is_on:
            return function(*args, **kwargs)
        return super().call(name, function, *args, **kwargs)

    is_on = False


def lived(faults):
    world = a_world(faults)
    take = world.photo_processing.take

    def watched(mail):
        faults.is_on = True
        try:
            take(mail)
        finally:
            faults.is_on = False

    object.__setattr__(world, "photo_processing", type("Watched", (), {"take": staticmethod(watched)}))
    return outcome(world, story(world))


WHOLE = Armed()
EXPECTED = lived(WHOLE)


def test_the_story_is_worth_telling():
    (photos_then, types), raws, kept, copies = EXPECTED
    assert [photo.flags for photo in photos_then] == [(), ("same_picture",)]
    assert types.count(events.ProofFlagged.type) == 1
    assert (raws, kept, copies) == ({}, {FIRST, SECOND}, {FIRST, SECOND})


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Crash, Outage])
def test_killed_at_any_call_it_ends_as_if_nothing_had_happened(kind, after):
    for nth in range(1, len(WHOLE.calls) + 1):
        faults = Armed(nth, kind, after)
        assert lived(faults) == EXPECTED, f"call {nth}: {faults.calls[nth - 1]}"
        assert faults.struck


def test_an_upload_that_is_posted_again_is_neither_fetched_nor_cleaned_again():
    world = a_world()
    number = report(world, FIRST)
    took(world, send(world), world.tickets.stream[0])
    fetched = []
    world.photo_files.raw = fetched.append
    for content in (f"{IMAGE_HASH}|{THERE}", "another"):
        took(world, send(world, content=content))
    assert fetched == []
    assert world.photo_files.raws == {}
    assert [photo.state for photo in photos(world, number)] == ["clean"]


def test_an_upload_that_no_report_came_for_is_cleaned_once_however_often_it_is_posted():
    world = a_world()
    took(world, send(world))
    world.photo_files.raw = None
    took(world, send(world), send(world))
    assert world.photo_files.raws == {}
