"""Who sees which photo, and what is said where there is no picture."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.domain import events
from chalicelib.domain.tickets.photo import Photo, PhotoState, Verdict, derived_id
from chalicelib.domain.tickets.ticket import Case, Note, Readers, Visibility
from chalicelib.http.views.photo_views import before_and_after, photo_views
from chalicelib.http.views.ticket_view import full_view, ticket_view
from tests.support.factory import NOW, a_catalogue, a_report, a_ticket, an_event
from tests.support.memory_ports import FixedCity

PUBLIC = frozenset({Readers.PUBLIC})
REPORTER = frozenset({Readers.PUBLIC, Readers.REPORTER})
STAFF = frozenset(Readers)
REPORTED, PROOF, LETTER = (derived_id("a photo of the tests", place) for place in range(3))


class Store:
    """Addresses that tell what was asked for."""

    origin = "https://photos.example"

    def url(self, photo, size="clean", lifetime=timedelta(hours=1)):
        return f"{self.origin}/{size}/{photo}?{int(lifetime.total_seconds())}"


@pytest.fixture(autouse=True)
def _store(monkeypatch):
    monkeypatch.setattr(wiring.ports, "photos", Store())
    monkeypatch.setattr(wiring.ports, "clock", lambda: NOW)


def a_photo(photo=REPORTED, state=PhotoState.CLEAN, sequence=1, **changes):
    return Photo(photo, sequence, state, NOW, width=1600, height=1200, **changes)


def a_case(*photos, visibility=Visibility.PUBLIC):
    """A report with a photo, a message with one, and proof."""
    ticket = replace(a_ticket(), report=replace(a_report(), visibility=visibility), sequence=3)
    history = (
        an_event(events.TicketReceived.type, sequence=1, data={"photos": [REPORTED]}),
        an_event(events.TicketMessage.type, sequence=2, data={"lead": "DISHUB", "photos": [LETTER]}),
        an_event(
            events.AssignmentDone.type,
            sequence=3,
            data={"opd": "DISHUB", "lead": "DISHUB", "photos": [PROOF]},
            actor="DISHUB",
        ),
    )
    history = tuple(replace(event, at=NOW) for event in history)
    notes = (
        Note(2, NOW, events.CITIZEN, "Ini fotonya.", "", Readers.REPORTER),
        Note(3, NOW, "DISHUB", "Beres.", "DISHUB"),
    )
    return Case(ticket, history, notes, photos)


def seen(case, reader_groups):
    """Photo to its state, for each that these circles see anything of."""
    views = photo_views(case, reader_groups, a_catalogue(), "id")
    return {view["id"]: view["state"] for each in views.values() for view in each}


EVERY = (a_photo(), a_photo(LETTER, sequence=2), a_photo(PROOF, sequence=3, opd="DISHUB"))


@pytest.mark.parametrize(
    ("reader_groups", "who_sees"),
    [(PUBLIC, {REPORTED, PROOF}), (REPORTER, {REPORTED, LETTER, PROOF}), (STAFF, {REPORTED, LETTER, PROOF})],
)
def test_who_may_read_the_words_may_see_the_photo(reader_groups, who_sees):
    assert set(seen(a_case(*EVERY), reader_groups)) == who_sees


def test_a_photo_on_its_way_is_said_to_be_looked_at():
    view = photo_views(a_case(), PUBLIC, a_catalogue(), "id")[1][0]
    assert (view["state"], view["url"], view["thumbnail"]) == ("waiting", None, None)
    assert view["text"] == "Foto 1 dari pelapor: sedang diperiksa"


REFUSED = a_photo(state=PhotoState.REFUSED, reason="not_image")
THEIRS = a_photo(PROOF, PhotoState.REFUSED, 3, opd="DISHUB", reason="broken")


@pytest.mark.parametrize(
    ("photo", "public", "reporter", "staff"),
    [
        (REFUSED, None, "refused", "refused"),
        (THEIRS, None, None, "refused"),
        (a_photo(verdict=Verdict.HIDDEN), None, "hidden", "hidden"),
        (a_photo(PROOF, sequence=3, opd="DISHUB", verdict=Verdict.REJECTED), None, None, "rejected"),
        (
            a_photo(PROOF, sequence=3, opd="DISHUB", verdict=Verdict.ACCEPTED, flags=("no_origin",)),
            "clean",
            "clean",
            "clean",
        ),
        (a_photo(PROOF, sequence=3, opd="DISHUB", flags=("no_origin",), due=NOW), "clean", "clean", "clean"),
    ],
)
def test_what_is_wrong_with_a_photo_is_said_to_who_sent_it_and_to_staff_alone(photo, public, reporter, staff):
    case = a_case(photo)
    assert [seen(case, reader_groups).get(photo.id) for reader_groups in (PUBLIC, REPORTER, STAFF)] == [
        public,
        reporter,
        staff,
    ]


def test_a_refused_photo_says_why_in_plain_words():
    view = photo_views(a_case(REFUSED), REPORTER, a_catalogue(), "id")[1][0]
    assert view["text"] == "Foto 1 dari pelapor ditolak: berkas ini bukan foto yang bisa dibuka. Kirim foto lain."


def test_a_photo_that_never_came_is_missing_after_an_hour(monkeypatch):
    monkeypatch.setattr(wiring.ports, "clock", lambda: NOW + timedelta(hours=2))
    view = photo_views(a_case(), REPORTER, a_catalogue(), "en")[1][0]
    assert "never arrived" in view["text"]
    assert 1 not in photo_views(a_case(), PUBLIC, a_catalogue(), "en")


@pytest.mark.parametrize(
    "flag", ["same_picture", "similar_picture", "other_place", "other_time", "no_origin", "unheard_of"]
)
def test_doubts_and_verdicts_are_told_to_staff_alone_in_words(flag):
    case = a_case(a_photo(PROOF, sequence=3, opd="DISHUB", flags=(flag,), due=NOW, like="PTI-7K3M-9QXF"))
    for reader_groups in (PUBLIC, REPORTER):
        (view,) = photo_views(case, reader_groups, a_catalogue(), "id")[3]
        assert not {"flags", "flags_text", "verdict", "doubtful"} & set(view)
        assert "7K3M" not in repr(view)
    (view,) = photo_views(case, STAFF, a_catalogue(), "id")[3]
    assert view["flags"] == [flag]
    assert view["flags_text"][0].endswith(".")
    assert view["doubtful"]


def test_hidden_and_rejected_pictures_stay_in_sight_of_staff():
    for verdict in (Verdict.HIDDEN, Verdict.REJECTED):
        (view,) = photo_views(a_case(a_photo(verdict=verdict)), STAFF, a_catalogue(), "id")[1]
        assert view["thumbnail"]


def test_public_addresses_outlive_a_cached_page_and_others_live_for_minutes():
    urls = {
        reader_groups: photo_views(a_case(*EVERY), reader_groups, a_catalogue(), "id")[1][0]["url"]
        for reader_groups in (PUBLIC, REPORTER)
    }
    assert urls[PUBLIC].endswith("?3600")
    assert urls[REPORTER].endswith("?300")


def test_nothing_of_a_confidential_report_is_shown_without_its_secret():
    case = a_case(*EVERY, visibility=Visibility.CONFIDENTIAL)
    view = ticket_view(case, FixedCity(), NOW, "id")
    assert "photos" not in view
    assert "photos.example" not in repr(view)


def test_a_confidential_reports_own_photos_have_addresses_of_minutes():
    view = full_view(a_case(*EVERY, visibility=Visibility.CONFIDENTIAL), FixedCity(), NOW, "id", REPORTER)
    assert view["photos"][0]["url"].endswith("?300")


def test_a_photo_belongs_to_the_line_of_the_history_that_brought_it():
    view = full_view(a_case(*EVERY), FixedCity(), NOW, "id", REPORTER)
    assert [each["id"] for each in view["photos"]] == [REPORTED]
    assert [[photo["id"] for photo in each["photos"]] for each in view["timeline"]] == [[], [LETTER], [PROOF]]
    assert view["timeline"][2]["photos"][0]["alt"].startswith("Foto 1 dari Dinas Perhubungan, ")


def test_before_and_after_stand_together_once_there_are_both():
    (pair,) = before_and_after(full_view(a_case(*EVERY), FixedCity(), NOW, "id", PUBLIC))
    assert [photo["id"] for photo in pair["before"] + pair["after"]] == [REPORTED, PROOF]
    assert before_and_after(full_view(a_case(EVERY[0]), FixedCity(), NOW, "id", PUBLIC)) == []
    assert before_and_after(full_view(a_case(EVERY[2]), FixedCity(), NOW, "id", PUBLIC)) == []


def test_the_small_pictures_size_is_known_before_it_is_loaded():
    view = photo_views(a_case(*EVERY), PUBLIC, a_catalogue(), "id")[1][0]
    assert (view["thumbnail_width"], view["thumbnail_height"]) == (400, 300)


def test_a_ticket_without_photos_needs_no_bucket(monkeypatch):
    class Nowhere:
        def url(self, *_):
            raise AssertionError("asked for the bucket")

    monkeypatch.setattr(wiring.ports, "photos", Nowhere())
    case = a_case()
    without = replace(
        case,
        events=tuple(
            replace(event, data=events.read(event.type, {**event.data.wire, "photos": []})) for event in case.events
        ),
    )
    assert photo_views(without, STAFF, a_catalogue(), "id") == {}
