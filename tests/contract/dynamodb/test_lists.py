"""The contract of `Tickets`: the public lists."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.tickets.ticket import Place, Visibility
from chalicelib.flow.ports.tickets import Listing
from tests.support.factory import NOW, OTHER_VILLAGE, VILLAGE, a_dispatch, an_opening


def test_the_public_list_shows_the_newest_first_page_by_page(tickets, seed):
    numbers = [_stored(tickets, seed(n), at=NOW + timedelta(seconds=n)).id for n in range(7)]
    shown, cursors, cursor = [], 0, None
    while True:
        page = tickets.page(Listing(), cursor, size=3)
        shown += [entry.id for entry in page.entries]
        cursors += page.cursor is not None
        if (cursor := page.cursor) is None:
            break
    assert shown == numbers[::-1]
    assert cursors == 2


def test_a_last_page_that_is_full_leads_nowhere(tickets, seed):
    for n in range(3):
        _stored(tickets, seed(n))
    assert tickets.page(Listing(), size=3).cursor is None


def test_tickets_of_the_same_instant_are_all_listed_once(tickets, seed):
    numbers = {_stored(tickets, seed(n)).id for n in range(5)}
    first = tickets.page(Listing(), size=3)
    second = tickets.page(Listing(), first.cursor, size=3)
    shown = [entry.id for entry in (*first.entries, *second.entries)]
    assert len(shown) == 5
    assert set(shown) == numbers


def test_a_line_tells_what_and_where_and_how_it_stands(tickets, seed):
    ticket = _stored(tickets, seed())
    (entry,) = tickets.page(Listing()).entries
    assert entry.id == ticket.id
    assert (entry.service, entry.area) == ("lampu-jalan", VILLAGE)
    assert entry.status == "received"
    assert entry.received_at == NOW


def test_a_ticket_without_an_area_is_listed_without_one(tickets, seed):
    _stored(tickets, seed(), place=Place(lat=-6.7, long=111.0))
    (entry,) = tickets.page(Listing()).entries
    assert entry.area is None


def test_each_list_has_its_own(tickets, seed):
    service, opd = f"layanan-{seed.own}", f"OPD-{seed.own}"
    village, other = f"{seed.own}.01.01.2001", f"{seed.own}.01.01.2002"
    here = _stored(tickets, seed(1), service=service, place={"area": village})
    there = _stored(tickets, seed(2), service=f"{service}-lain", place={"area": other})
    tickets.save(a_dispatch(here, opd))
    assert _shown(tickets, "service", service) == {here.id}
    assert _shown(tickets, "area", village) == {here.id}
    assert _shown(tickets, "kecamatan", f"{seed.own}.01.01") == {here.id, there.id}
    assert _shown(tickets, "opd", opd) == {here.id}
    assert here.id in _shown(tickets, "status", "dispatched")
    assert here.id not in _shown(tickets, "status", "received")
    assert there.id in _shown(tickets, "status", "received")


def test_an_opds_list_tells_the_status_of_the_ticket(tickets, seed):
    opd = f"OPD-{seed.own}"
    tickets.save(a_dispatch(_stored(tickets, seed()), opd))
    (entry,) = tickets.page(Listing("opd", opd)).entries
    assert entry.status == "dispatched"
    assert entry.received_at == NOW


def test_a_confidential_ticket_is_in_no_list(tickets, seed):
    opd, service = f"OPD-{seed.own}", f"layanan-{seed.own}"
    place = {"area": f"{seed.own}.01.01.2001"}
    ticket = _stored(tickets, seed(), service=service, place=place, visibility=Visibility.CONFIDENTIAL)
    tickets.save(a_dispatch(ticket, opd))
    assert ticket.id not in _shown(tickets, "all", "")
    assert ticket.id not in _shown(tickets, "status", "dispatched")
    for by, value in (("service", service), ("opd", opd), ("area", place["area"]), ("kecamatan", f"{seed.own}.01.01")):
        assert _shown(tickets, by, value) == set()


def test_a_cursor_is_good_for_its_own_list_alone(tickets, seed):
    for n in range(2):
        _stored(tickets, seed(n))
    cursor = tickets.page(Listing(), size=1).cursor
    with pytest.raises(Invalid):
        tickets.page(Listing("service", "lampu-jalan"), cursor)
    with pytest.raises(Invalid):
        tickets.page(Listing("area", OTHER_VILLAGE), cursor)


@pytest.mark.parametrize("cursor", ["x", "%%%", "AAAA", "ä", "../..", "e30", "a" * 5000, "\x00", "MTIzNDU2Nzg5MDEy"])
def test_a_cursor_that_nobody_gave_is_refused_by_its_name(tickets, cursor):
    with pytest.raises(Invalid) as refused:
        tickets.page(Listing(), cursor)
    assert [problem.field for problem in refused.value.problems] == ["cursor"]


def _stored(tickets, seed, **opening):
    opened = an_opening(seed=seed, **opening)
    tickets.add(opened)
    return opened.ticket


def _shown(tickets, by, value):
    shown, cursor = set(), None
    while True:
        page = tickets.page(Listing(by, value), cursor)
        shown |= {entry.id for entry in page.entries}
        if (cursor := page.cursor) is None:
            return shown
