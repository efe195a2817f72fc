"""Photos among a ticket's items, in memory and in DynamoDB, and the coordinator's list of doubtful proof."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.domain import events
from chalicelib.domain.photos.proof_review import flag
from chalicelib.domain.tickets.photo import Photo, PhotoState, Verdict, new_id
from infra.template import render
from tests.support.factory import DUE, NOW, a_context, a_dispatch, an_event, an_opening

ONE, TWO = new_id(b"\xab" * 16), new_id(b"\xcd" * 16)
PHOTO = Photo(ONE, 1, PhotoState.CLEAN, NOW, width=800, height=600)
DOUBTFUL = Photo(
    TWO, 4, PhotoState.CLEAN, NOW, "DISHUB", "", 640, 480, ("same_picture", "other_place"), None, DUE,
    like="CTH-0000-0000", like_photo=ONE,
)  # fmt: skip


@pytest.fixture
def number(tickets, seed):
    opening = an_opening(seed=seed())
    tickets.add(opening)
    tickets.save(a_dispatch(opening.ticket, "DISHUB"))
    return opening.ticket.id


def flagged(tickets, number, photo=DOUBTFUL):
    case = tickets.get(number)
    tickets.save(flag(case.ticket, photo, a_context(actor="system", person="", text="")))
    return tickets.get(number)


def test_a_photo_comes_into_its_ticket_past_its_history(tickets, number):
    tickets.add_photo(number, PHOTO)
    case = tickets.get(number)
    assert case.photos == (PHOTO,)
    assert case.ticket.sequence == 2


def test_a_photo_that_is_there_stays_as_it_is(tickets, number):
    tickets.add_photo(number, PHOTO)
    tickets.add_photo(number, replace(PHOTO, state=PhotoState.REFUSED, reason="taken"))
    assert tickets.get(number).photos == (PHOTO,)


def test_everything_that_is_known_of_a_photo_is_kept(tickets, number):
    assert flagged(tickets, number).photos == (DOUBTFUL,)
    refused = Photo(ONE, 1, PhotoState.REFUSED, NOW, "", "not_image")
    tickets.add_photo(number, refused)
    assert {photo.id: photo for photo in tickets.get(number).photos} == {ONE: refused, TWO: DOUBTFUL}


def test_doubtful_proof_is_a_line_of_the_coordinators_second_inbox(tickets, number, seed):
    flagged(tickets, number)
    line = next(line for line in tickets.inbox("proof").lines if line.ticket == number)
    assert (line.photo, line.reason, line.due) == (TWO, "same_picture,other_place", DUE)
    assert (line.service, line.status, line.hints) == ("lampu-jalan", "dispatched", ())
    assert [line for line in tickets.inbox("coordinator").lines if line.photo] == []


def test_once_it_is_judged_the_line_is_gone(tickets, number):
    case = flagged(tickets, number)
    reviewed = replace(DOUBTFUL, verdict=Verdict.ACCEPTED, due=None)
    tickets.save(flag(case.ticket, reviewed, a_context(text="")))
    assert tickets.get(number).photos == (reviewed,)
    assert [line for line in tickets.inbox("proof").lines if line.ticket == number] == []


def test_doubtful_proofs_come_by_page_and_due_date(tickets, number):
    for n in range(4):
        photo = replace(DOUBTFUL, id=new_id(bytes([n]) * 16), due=DUE + timedelta(hours=n))
        flagged(tickets, number, photo)
    lines = [line for line in tickets.inbox("proof").lines if line.ticket == number]
    assert [line.due for line in lines] == sorted(line.due for line in lines)
    assert len(lines) == 4


def test_the_bus_hands_on_only_events_that_name_photos():
    wanted = render("x", "pati")["Resources"]["PhotosSubscription"]["Properties"]["FilterPolicy"]
    assert wanted == {"dynamodb": {"NewImage": {"shows": {"S": ["photos"]}}}}
    with_photos = an_event(events.AssignmentAnswered.type, data={"opd": "DISHUB", "photos": [ONE]})
    assert mapping.event_item(with_photos).serialize()["shows"] == {"S": "photos"}
    assert "shows" not in mapping.event_item(an_event()).serialize()
