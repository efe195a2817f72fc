"""The console's other lists, as browsers without scripts meet them: search, what did not arrive, overview, reads."""

import re
from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.domain.statistics.counters import Generations
from tests.support.stage.html_page import without_tokens
from tests.support.stage.stage_world import DESA, KECAMATAN, a_body

WHY = "Warga menelepon, nomor laporannya hilang."
PHONE = "0812-3456-7890"


@pytest.fixture
def dishub(staff):
    return staff("opd-DISHUB")


@pytest.fixture
def coordinator(staff):
    return staff("coordinator")


# ---- search


def test_a_place_finds_what_the_own_opd_has_there(dishub, staff, report):
    number, secret = report(), report(visibility="confidential")
    found = dishub.get(f"/petugas/cari?wilayah={DESA}")
    assert {number, secret} <= set(found.links)
    assert "Laporan di Desa Sukolilo" in found.text
    assert number not in staff("opd-BPKAD").get(f"/petugas/cari?wilayah={KECAMATAN}").links
    assert dishub.get(f"/petugas/cari?wilayah={DESA}&opd=BPKAD").status == 404


def test_who_sees_all_looks_for_confidential_ones_apart(coordinator, report):
    number, secret = report(), report(visibility="confidential")
    assert number in coordinator.get(f"/petugas/cari?wilayah={KECAMATAN}").links
    assert secret not in coordinator.get(f"/petugas/cari?wilayah={KECAMATAN}").links
    assert secret in coordinator.get(f"/petugas/cari?wilayah={KECAMATAN}&rahasia=1").links
    assert secret in coordinator.get(f"/petugas/cari?wilayah={DESA}&opd=DISHUB").links


def test_a_place_that_is_none_is_told_at_its_field(dishub):
    for place in ("", "99", "33.18"):
        page = dishub.get(f"/petugas/cari?wilayah={place}")
        assert page.status == 422
        assert page.of("wilayah-error")


def found_by_phone(browser, **fields):
    form = next(f for f in browser.get("/petugas/cari").forms if "phone" in f.fields)
    return browser.send(form, **{"phone": PHONE, "text": WHY} | fields)


def test_the_coordinator_finds_by_phone_and_the_auditor_sees_that(world, coordinator, staff):
    number = world.report(a_body(contact={"name": "Siti", "phone": PHONE}))[0]["id"]
    wiring.phone_index().add(wiring.tickets().get(number).events[0], "+6281234567890")
    page = found_by_phone(coordinator)
    assert number in page.links
    assert "3456" not in without_tokens(page.html), "the number is not kept in the page"
    assert coordinator.trail == ["/petugas/cari"], "nor in any address"
    reads = staff("auditor").get("/petugas/pembacaan")
    assert WHY in reads.text
    assert "mencari laporan menurut nomor HP" in reads.text
    assert "3456" not in without_tokens(reads.html)


def test_without_a_reason_nothing_is_looked_up_and_what_was_typed_stays(coordinator):
    page = found_by_phone(coordinator, text="")
    assert page.status == 422
    assert page.of("text-error")
    assert 'value="0812-3456-7890"' in page.html
    assert found_by_phone(coordinator, phone="12").of("phone-error")


def test_nobody_else_is_offered_a_search_by_phone_or_gets_one(dishub, staff):
    for browser in (dishub, staff("leader"), staff("auditor")):
        page = browser.get("/petugas/cari")
        assert not [form for form in page.forms if "phone" in form.fields]
        csrf = page.form("/petugas/keluar").fields["csrf"]
        assert browser.post("/petugas/cari", f"csrf={csrf}&phone={PHONE}&text=x".encode()).status == 404


def test_a_search_by_phone_needs_the_sessions_token(coordinator):
    assert found_by_phone(coordinator, csrf="0" * 64).status == 403


# ---- what did not arrive


@pytest.fixture
def lost(report):
    """A report of which the notice to DISHUB failed."""
    number, now = report(), wiring.now()
    ledger, name = wiring.ledger(), f"{number}/9/DISHUB"
    ledger.claim(name, number, "ticket.dispatched", "DISHUB", at=now, until=now)
    ledger.failed(name, number, "NotFound", now)
    return number


def notice_form(page, number):
    return next(form for form in page.forms if form.action.endswith(f"{number}/pemberitahuan"))


def test_what_did_not_arrive_is_counted_at_the_desk_and_listed_with_the_reason(coordinator, lost):
    desk = coordinator.get("/petugas/meja")
    assert "Tidak sampai 1" in desk.text or "Tidak sampai 2" in desk.text
    page = coordinator.get("/petugas/tak-sampai")
    assert lost in page.links
    assert "saluran OPD ini belum dibuat" in page.text
    assert "kepada" not in page.title.lower()


def test_one_notice_is_asked_for_again_from_the_list_and_twice_is_once(coordinator, lost):
    form = notice_form(coordinator.get("/petugas/tak-sampai"), lost)
    for _ in range(2):
        after = coordinator.send(form, action="send")
    assert coordinator.trail[-1].startswith("/petugas/tak-sampai")
    assert "akan dikirim ulang" in after.text
    assert [e.type for e in wiring.tickets().get(lost).events].count("notice.requested") == 1
    on_page = coordinator.on(lost)
    assert "Sedang dikirim ulang" in on_page.text
    assert "meminta pemberitahuan kepada Dinas Perhubungan" in on_page.text


def test_opds_do_not_read_in_the_history_how_a_reporter_is_reached(coordinator, dishub, lost):
    ledger, now = wiring.ledger(), wiring.now()
    for audience, action in (("reporter/sms", "send"), ("reporter/email", "drop")):
        name = f"{lost}/1/{audience}"
        ledger.claim(name, lost, "ticket.received", audience, at=now, until=now)
        ledger.failed(name, lost, "OptedOut", now)
        page = coordinator.on(lost)
        assert "kepada pelapor lewat" in page.text.lower()
        (form,) = [each for each in page.forms if each.fields.get("notice") == f"1/{audience}"]
        coordinator.send(form, action=action)
    history = dishub.on(lost).text
    assert "meminta satu pemberitahuan dikirim ulang" in history
    assert "satu pemberitahuan tidak perlu dikirim lagi" in history
    assert not re.search("SMS|surel|kepada pelapor", history)


def test_what_is_needed_no_more_leaves_the_list_and_the_page(coordinator, lost):
    after = coordinator.send(notice_form(coordinator.on(lost), lost), action="drop")
    assert "tidak dikirim lagi" in after.text
    assert lost not in coordinator.get("/petugas/tak-sampai").links
    assert not [form for form in coordinator.on(lost).forms if form.action.endswith("pemberitahuan")]


def test_leaders_and_auditors_look_and_officers_see_nothing_of_it(staff, dishub, lost):
    for role in ("leader", "auditor"):
        page = staff(role).get("/petugas/tak-sampai")
        assert lost in page.links
        assert not [form for form in page.forms if form.action.endswith("pemberitahuan")]
    assert dishub.get("/petugas/tak-sampai").status == 404
    csrf = dishub.get("/petugas").form("/petugas/keluar").fields["csrf"]
    body = f"csrf={csrf}&notice=9/DISHUB&action=send".encode()
    assert dishub.post(f"/petugas/laporan/{lost}/pemberitahuan", body).status == 403


# ---- the overview and the reads


def test_leaders_see_all_opds_and_go_on_to_what_is_late(staff, report, monkeypatch):
    number, leader = report(), staff("leader")
    assert "Tidak ada yang terlambat" in leader.get("/petugas/pimpinan").text
    due = wiring.tickets().get(number).ticket.assignments[0].due
    monkeypatch.setattr(wiring.ports, "clock", lambda: due + timedelta(days=3))
    monkeypatch.setattr(wiring.ports, "counters", OneLate())
    monkeypatch.setattr("chalicelib.flow.desk.overview.WORST", 99)  # other tests' reports are as late as this one
    page = leader.get("/petugas/pimpinan")
    assert number in page.links
    assert page.links["Dinas Perhubungan"].endswith("/petugas?opd=DISHUB")
    assert "OPD tanpa tugas" in page.text


class OneLate:
    """Counters of a city in which DISHUB is late with one assignment."""

    def generations(self):
        return Generations()

    def figures(self, generation, period, scope):
        return {"opd:DISHUB": {"open": 2, "late": 1}} if period == "now" else {}


def test_the_overview_and_the_reads_are_none_of_an_officers_business(dishub, coordinator):
    for path in ("/petugas/pimpinan", "/petugas/pembacaan"):
        assert dishub.get(path).status == 404
    assert coordinator.get("/petugas/pembacaan").status == 404
    assert coordinator.get("/petugas/pimpinan").status == 200


def test_the_auditor_goes_from_a_reading_to_its_ticket(staff, dishub, report):
    number = report(contact={"name": "Siti Aminah"})
    dishub.take(number, "identity", text="Perlu menanyakan letak tiang.")
    page = staff("auditor").get("/petugas/pembacaan")
    assert "Perlu menanyakan letak tiang." in page.text
    assert number in page.links


# ---- many at once


def picks(page):
    return next(form for form in page.forms if form.action.endswith("/petugas/terima"))


def test_many_are_accepted_at_once_each_by_a_step_of_its_own(dishub, report):
    numbers = [report() for _ in range(3)]
    page = dishub.get("/petugas?saring=belum-diterima")
    form = picks(page)
    chosen = {f"pilih_{number}": "1" for number in numbers[:2]}
    form.fields = {name: text for name, text in form.fields.items() if not name.startswith("pilih_")}
    for _ in range(2):
        after = dishub.send(form, **chosen)
        assert "sudah diterima" in after.text
    for number in numbers[:2]:
        types = [event.type for event in wiring.tickets().get(number).events]
        assert types.count("assignment.accepted") == 1
        assert number not in after.links
    assert numbers[2] in after.links


def test_what_could_not_be_accepted_is_told_with_the_reason(dishub, report):
    fine, foreign = report(), report(service="jalan-rusak", attributes={"pemilik": "kabupaten"})
    form = picks(dishub.get("/petugas?saring=belum-diterima"))
    form.fields = {name: text for name, text in form.fields.items() if not name.startswith("pilih_")}
    page = dishub.send(form, **{f"pilih_{fine}": "1", f"pilih_{foreign}": "1"})
    assert "1 tugas diterima" in page.text
    assert foreign in page.links
    assert fine not in page.links


def test_nothing_chosen_changes_nothing_and_other_opds_assignments_are_not_there(dishub):
    form = picks_of(dishub)
    assert "Belum ada yang dipilih" in dishub.send(form).text
    assert dishub.send(form, opd="BPKAD").status == 404


def picks_of(browser):
    csrf = browser.get("/petugas").form("/petugas/keluar")
    csrf.action = "/petugas/terima"
    csrf.fields["opd"] = "DISHUB"
    return csrf


# ---- what it costs


def test_every_list_is_one_query_a_page(dishub, coordinator, staff, calls):
    auditor = staff("auditor")
    for browser, path in (
        (dishub, f"/petugas/cari?wilayah={DESA}"),
        (coordinator, f"/petugas/cari?wilayah={KECAMATAN}"),
        (coordinator, f"/petugas/cari?wilayah={KECAMATAN}&rahasia=1"),
        (coordinator, "/petugas/tak-sampai"),
        (auditor, "/petugas/pembacaan"),
    ):
        browser.get("/petugas/akun")
        calls.clear()
        assert browser.get(path).status == 200
        assert calls == ["Query"], path


@pytest.mark.parametrize(("query", "queries"), [("", 3), ("?bulan=2026-01", 3), (f"?wilayah={KECAMATAN}", 4)])
def test_the_leaders_page_reads_the_counters_and_nothing_else_while_nothing_is_late(staff, calls, query, queries):
    leader = staff("leader")
    leader.get("/petugas/akun")
    calls.clear()
    assert leader.get(f"/petugas/pimpinan{query}").status == 200
    assert calls == ["GetItem", *["Query"] * queries]


@pytest.mark.parametrize("path", ["/petugas/pimpinan", "/petugas/pimpinan.csv", "/petugas/pimpinan.json"])
def test_each_opd_that_is_late_costs_one_query_more(staff, calls, monkeypatch, path):
    leader = staff("leader")
    leader.get("/petugas/akun")
    monkeypatch.setattr(wiring.ports, "counters", OneLate())
    calls.clear()
    assert leader.get(path).status == 200
    assert calls == ["Query"]


def test_a_search_by_phone_notes_it_first_and_is_one_query_then(coordinator, calls):
    form = next(f for f in coordinator.get("/petugas/cari").forms if "phone" in f.fields)
    wiring.phone_index().find("+6281200000000")  # the key is opened once per container
    calls.clear()
    coordinator.send(form, phone=PHONE, text=WHY)
    assert calls == ["PutItem", "Query"]


def test_asking_for_a_notice_again_looks_into_the_ledger_and_is_one_step(coordinator, lost, calls):
    form = notice_form(coordinator.get("/petugas/tak-sampai"), lost)
    calls.clear()
    csrf = form.body(action="send")
    coordinator.world.request("POST", form.action, csrf, **_as(coordinator))
    assert calls == ["Query", "Query", "TransactWriteItems"]


def _as(browser):
    """One request of the browser without following where it leads."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    kind = {"content_type": "application/x-www-form-urlencoded", "sec_fetch_site": "same-origin"}
    return {"host": "127.0.0.1:8000", "cookie": cookies} | kind
