"""Work in the console, as browsers without scripts meet it: inbox, one ticket, the steps on it, the desk."""

import itertools
import re
from datetime import timedelta

import pytest

from chalicelib import wiring
from tests.support.stage.api_staff import a_hole
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import a_body

NONE_OF_YOURS = "Laporan tidak ditemukan"


@pytest.fixture
def dishub(staff):
    return staff("opd-DISHUB")


@pytest.fixture
def coordinator(staff):
    return staff("coordinator")


@pytest.fixture
def lamp(world):
    """A report that DISHUB leads: its number."""
    number = world.report(a_body())[0]["id"]
    world.pump()
    return number


@pytest.fixture
def riddle(world):
    """A report that no rule could route: its number."""
    words = "Ada pohon di dekat lampu dan saluran."
    number = world.report(a_body(service="lainnya", description=words))[0]["id"]
    world.pump()
    return number


# ---- the inbox


def test_an_officer_sees_the_assignment_of_the_own_opd_by_due_date(dishub, lamp):
    shown = dishub.get("/petugas")
    assert lamp in shown.links
    assert "Lampu jalan" in shown.text
    assert "hari lagi" in shown.text
    assert "Penanggung jawab" in shown.text


def unaccepted(browser):
    return int(re.search(r"Belum diterima (\d+)", browser.get("/petugas").text)[1])


def test_filters_say_how_many_while_the_whole_box_is_one_page(dishub, lamp):
    before = unaccepted(dishub)
    dishub.take(lamp, "accept", "DISHUB")
    assert unaccepted(dishub) == before - 1
    assert lamp not in dishub.get("/petugas?saring=belum-diterima").links
    assert lamp in dishub.get("/petugas?saring=saya").links
    dishub.take(lamp, "ask", text="Tiang yang mana?")
    assert lamp in dishub.get("/petugas?saring=menunggu-warga").links
    assert "waktu berhenti" in dishub.get("/petugas").text


def test_what_is_late_is_found_by_the_index_and_says_by_how_much(dishub, lamp, monkeypatch):
    assert lamp not in dishub.get("/petugas?saring=terlambat").links
    due = wiring.tickets().get(lamp).ticket.assignments[0].due
    monkeypatch.setattr(wiring.ports, "clock", lambda: due + timedelta(days=2))
    shown = dishub.get("/petugas?saring=terlambat")
    monkeypatch.undo()
    assert lamp in shown.links
    assert "terlambat 2 hari" in shown.text


def test_a_long_inbox_goes_on_on_the_next_page_and_every_filter_is_exact(world, staff):
    bodies = [a_body(service="taman", description=f"Ayunan di taman rusak, nomor {n}.") for n in range(27)]
    numbers = [world.report(body)[0]["id"] for body in bodies]
    world.pump()
    dlh = staff("opd-DLH")
    dlh.take(numbers[0], "accept", "DLH")
    first = dlh.get("/petugas?saring=belum-diterima")
    count = int(re.search(r"Belum diterima (\d+)", first.text)[1])
    assert f"25 dari {count} laporan" in first.text
    rest = dlh.get(first.links["Halaman berikutnya"])
    shown = [number for number in numbers if number in first.links or number in rest.links]
    assert shown == numbers[1:]
    assert "Halaman pertama" in rest.links
    assert numbers[0] in dlh.get("/petugas?saring=saya").links


def test_who_works_for_two_opds_switches_between_their_inboxes(staff):
    both = staff("opd-DISHUB", "opd-DLH")
    form = both.get("/petugas").form("/petugas")
    assert form.options["opd"] == ["DISHUB", "DLH"]
    assert both.get("/petugas?opd=DLH").title.startswith("Dinas Lingkungan Hidup")


def test_another_opds_inbox_and_the_desk_are_not_there_for_an_officer(dishub):
    assert dishub.get("/petugas?opd=DPUTR").status == 404
    assert dishub.get("/petugas/meja").status == 404
    assert "Meja" not in dishub.get("/petugas").links


def test_an_account_without_an_opd_is_told_what_to_do(staff):
    assert "administrator" in staff().get("/petugas").text


# ---- one ticket


def test_a_ticket_shows_words_place_assignments_and_history(dishub, lamp):
    shown = dishub.on(lamp)
    for words in (
        "padam sejak tiga malam",
        "Desa Sukolilo",
        "Depan balai desa",
        "Dinas Perhubungan",
        "Laporan diterima",
    ):
        assert words in shown.text


def test_a_number_in_any_spelling_leads_to_the_ticket(dishub, lamp):
    dishub.get(f"/petugas/cari?nomor={lamp.lower().replace('-', '+')}")
    assert dishub.trail[-1] == f"/petugas/laporan/{lamp}"
    mistyped = dishub.get("/petugas/cari?nomor=PTI-7K3M-9QX2")
    assert (mistyped.status, mistyped.form("/petugas/cari").fields["nomor"]) == (422, "")
    assert 'value="PTI-7K3M-9QX2"' in mistyped.html


@pytest.mark.parametrize("number", ["PTI-7K3M-9QXF", "PTI-7K3M-9QX2", "..%2Flapor"])
def test_a_number_that_there_is_not_is_a_page_to_search_again(dishub, number):
    assert dishub.on(number).status == 404


def test_the_ticket_of_others_does_not_exist_for_an_opd_neither_to_read_nor_to_act(world, dishub, lamp):
    hole = world.report(a_hole())[0]["id"]
    world.pump()
    assert dishub.on(hole).status == 404
    assert NONE_OF_YOURS in dishub.on(hole).title
    form = dishub.on(lamp).step("accept", "DISHUB")
    form.action = f"/petugas/laporan/{hole}"
    for opd in ("DISHUB", "DPUTR"):
        answer = dishub.send(form, part=opd, version=None)
        assert answer.status == 404
        assert "berlubang" not in answer.html
    assert str(wiring.tickets().get(hole).ticket.assignments[0].status) == "assigned"


def test_an_officer_is_offered_exactly_what_may_be_done(dishub, lamp):
    opd = {("accept", "DISHUB"), ("start", "DISHUB"), ("answer", "DISHUB"), ("return", "DISHUB")}
    whole = {("ask", ""), ("call_in", ""), ("room", ""), ("identity", "")}
    assert dishub.on(lamp).steps == opd | whole
    accepted = dishub.take(lamp, "accept", "DISHUB")
    assert "Tugas diterima" in accepted.text
    assert ("finish", "DISHUB") in accepted.steps
    assert ("accept", "DISHUB") not in accepted.steps


def test_from_accepting_to_the_end(dishub, staff, lamp, world):
    dishub.take(lamp, "accept", "DISHUB")
    dishub.take(lamp, "answer", "DISHUB", text="Petugas datang Kamis malam.")
    called = dishub.take(lamp, "call_in", opd="DLH", text="Dahan menutup lampu.")
    assert "Dinas Lingkungan Hidup" in called.text
    ordered = dishub.take(lamp, "order", "DISHUB", after_DLH="1")
    assert "Menunggu Dinas Lingkungan Hidup" in dishub.get("/petugas?saring=menunggu-opd").text
    assert ("start", "DISHUB") not in ordered.steps
    dlh = staff("opd-DLH")
    assert "Dahan menutup lampu." in dlh.on(lamp).text
    dlh.take(lamp, "room", text="@DISHUB besok pagi kami pangkas.")
    assert "besok pagi kami pangkas" in dishub.on(lamp).text
    dlh.take(lamp, "accept", "DLH")
    dlh.take(lamp, "finish", "DLH", text="Dahan sudah dipangkas.")
    dishub.take(lamp, "start", "DISHUB")
    done = dishub.take(lamp, "finish", "DISHUB", text="Lampu sudah diganti.")
    assert "Selesai" in done.title
    public = Browser(world).get(f"/laporan/{lamp}").text
    for words in ("Petugas datang Kamis malam.", "Dahan sudah dipangkas.", "Lampu sudah diganti."):
        assert words in public
    for words in ("Dahan menutup lampu.", "besok pagi kami pangkas"):
        assert words not in public


def test_who_returns_a_ticket_is_led_to_the_inbox_and_no_longer_sees_it(dishub, coordinator, lamp):
    back = dishub.take(lamp, "return", "DISHUB", opd="DPUTR", text="Tiang ini milik DPUTR.")
    assert dishub.trail[-1].startswith("/petugas?kabar=return")
    assert "dikembalikan kepada koordinator" in back.text
    assert dishub.on(lamp).status == 404
    desk = coordinator.get("/petugas/meja?saring=dikembalikan")
    assert lamp in desk.links
    shown = coordinator.on(lamp)
    assert "Tiang ini milik DPUTR." in shown.of("meja")
    assert re.search("ini tugas .*Pekerjaan Umum", shown.of("meja"))
    assert "Penanggung jawab sudah ditentukan" in coordinator.take(lamp, "give_lead", opd="DPUTR").text
    assert lamp not in coordinator.get("/petugas/meja").links


def test_the_desk_says_in_the_reporters_words_why_the_end_is_disputed(world, dishub, coordinator):
    ticket, secret = world.report(a_body())
    number = ticket["id"]
    world.pump()
    dishub.take(number, "start", "DISHUB")
    dishub.take(number, "finish", "DISHUB", text="Lampu sudah diganti.")
    world.post(f"/v1/tickets/{number}/dispute", {"reason": "Masih padam."}, ticket_secret=secret)
    shown = coordinator.on(number)
    assert "Dibantah pelapor" in shown.of("meja")
    assert "Masih padam." in shown.of("meja")
    assert "Lampu sudah diganti." not in shown.of("meja")


def test_a_step_without_words_where_words_are_needed_says_so_at_its_form(dishub, lamp):
    refused = dishub.take(lamp, "answer", "DISHUB", text="  ")
    assert refused.status == 409
    assert "Tulis dulu keterangannya" in refused.of("kesalahan")
    assert refused.title.startswith("Kesalahan")


def test_too_long_a_text_comes_back_whole(dishub, lamp):
    long = "Kami datang besok. " * 300
    refused = dishub.take(lamp, "answer", "DISHUB", text=long)
    assert refused.status == 422
    assert refused.step("answer", "DISHUB").fields["text"].strip() == long.strip()
    assert "Terlalu panjang" in refused.of("answer-dishub-text-error")


def test_an_unknown_opd_or_institution_is_told_at_its_field(dishub, coordinator, lamp):
    unknown = dishub.take(lamp, "call_in", opd="TIDAK-ADA", text="Mohon bantu.")
    assert unknown.status == 422
    assert "tidak ada dalam daftar" in unknown.of("call_in-opd-error")
    assert dishub.take(lamp, "call_in", opd="").status == 422
    assert "Pilih instansi" in coordinator.take(lamp, "refer", to="", text="Milik PLN.").of("refer-to-error")


def test_two_officers_at_once_the_second_sees_what_changed_and_keeps_what_was_typed(staff, dishub, lamp):
    colleague = staff("opd-DISHUB", again=True)
    page = colleague.on(lamp)
    dishub.take(lamp, "accept", "DISHUB")
    late = colleague.send(page.step("answer", "DISHUB"), text="Kami datang hari Kamis.")
    assert late.status == 409
    assert "Laporan ini baru saja berubah" in late.of("kesalahan")
    assert "Dinas Perhubungan menerima tugasnya" in late.of("kesalahan")
    form = late.step("answer", "DISHUB")
    assert form.fields["text"].strip() == "Kami datang hari Kamis."
    assert "Kami datang hari Kamis." in colleague.send(form).text


def test_what_was_typed_for_a_step_that_is_gone_is_shown_to_be_copied(staff, dishub, lamp):
    colleague = staff("opd-DISHUB", again=True)
    dishub.take(lamp, "accept", "DISHUB")
    page = colleague.on(lamp)
    dishub.take(lamp, "finish", "DISHUB", text="Sudah menyala lagi.")
    late = colleague.send(page.step("return", "DISHUB"), text="Bukan lampu jalan umum.")
    assert late.status == 409
    assert ("return", "DISHUB") not in late.steps
    assert "Bukan lampu jalan umum." in late.of("kesalahan")


@pytest.mark.parametrize(
    ("step", "opd", "text"), [("accept", "DISHUB", None), ("answer", "DISHUB", "Kami datang."), ("room", "", "Siap?")]
)
def test_a_form_that_is_sent_twice_counts_once(dishub, lamp, step, opd, text):
    form = dishub.on(lamp).step(step, opd)
    fields = {"text": text} if text else {}
    for _ in range(2):
        assert dishub.send(form, **fields).status == 200
    case = wiring.tickets().get(lamp, internal=True)
    assert len(case.events) == 3
    assert [note.text for note in case.notes] == ([text] if text else [])


def test_a_step_that_is_not_ones_own_is_refused_though_the_form_is_forged(staff, lamp):
    offered = {"auditor": set(), "leader": {("extend", "DISHUB")}}
    for role, steps in offered.items():
        browser = staff(role)
        page = browser.on(lamp)
        assert page.steps == steps
        csrf = page.form("/petugas/keluar").fields["csrf"]
        body = f"csrf={csrf}&step=accept&part=DISHUB".encode()
        refused = browser.post(f"/petugas/laporan/{lamp}", body)
        assert refused.status == 403
        assert "bukan wewenang Anda" in refused.of("kesalahan")
    assert str(wiring.tickets().get(lamp).ticket.assignments[0].status) == "assigned"


@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_step_without_the_sessions_token_is_not_taken(dishub, lamp, token):
    refused = dishub.take(lamp, "accept", "DISHUB", csrf=token)
    assert refused.status == 403
    assert len(wiring.tickets().get(lamp).events) == 2


@pytest.mark.parametrize("body", [b"step=explode", b"", b"step=__class__"])
def test_a_step_that_there_is_not_is_not_found(dishub, lamp, body):
    csrf = dishub.on(lamp).form("/petugas/keluar").fields["csrf"]
    assert dishub.post(f"/petugas/laporan/{lamp}", b"csrf=" + csrf.encode() + b"&" + body).status == 404


# ---- ready sentences


def test_a_ready_sentence_goes_into_the_text_and_must_be_completed(dishub, lamp):
    form = dishub.on(lamp).step("answer", "DISHUB")
    assert {"diterima", "malam-hari"} <= set(form.options["template"])
    filled = dishub.send(form, template="diterima", text="Selamat pagi.", fill="1")
    text = filled.step("answer", "DISHUB").fields["text"]
    assert text.startswith("Selamat pagi.")
    assert "[hari dan tanggal]" in text
    assert len(wiring.tickets().get(lamp).events) == 2
    refused = dishub.send(filled.step("answer", "DISHUB"))
    assert refused.status == 422
    assert "[hari dan tanggal]" in refused.of("answer-dishub-text-error")
    assert dishub.send(refused.step("answer", "DISHUB"), text="Selamat pagi. Kamis kami datang.").status == 200


def test_a_sentence_for_one_service_is_offered_for_no_other(world, staff):
    number = world.report(a_body(service="taman"))[0]["id"]
    world.pump()
    offered = staff("opd-DLH").on(number).step("answer", "DLH").options["template"]
    assert "diterima" in offered
    assert "malam-hari" not in offered


# ---- who reported


def test_who_reported_is_shown_once_for_a_reason_that_stays(world, dishub, staff):
    contact = {"name": "Siti Aminah", "phone": "081234567890", "email": "siti@warga.example"}
    number = world.report(a_body(contact=contact))[0]["id"]
    world.pump()
    assert "Siti Aminah" not in dishub.on(number).html
    assert "Pilih untuk apa kontak dibuka" in dishub.take(number, "identity").text
    assert "paling sedikit 15 huruf" in dishub.take(number, "identity", purpose="other", text="Ingin tahu.").text
    shown = dishub.take(number, "identity", purpose="other", text="Alamatnya kurang jelas.")
    for words in ("Siti Aminah", "+6281234567890", "siti@warga.example", "Alamatnya kurang jelas."):
        assert words in shown.text
    assert dishub.answer.headers["Cache-Control"] == "no-store"
    assert "Siti Aminah" not in dishub.on(number).html
    reads = staff("auditor").on(number).text.partition("Siapa yang membuka identitas")[2]
    assert "Alamatnya kurang jelas." in reads
    assert "Janji bertemu di lokasi" in dishub.take(number, "identity", purpose="visit").text
    assert "Janji bertemu di lokasi" in staff("auditor").get("/petugas/pembacaan").text


def test_who_reported_anonymously_is_for_the_coordinator_alone(world, dishub, coordinator):
    number = world.report(a_body(visibility="anonymous", contact={"name": "Siti Aminah"}))[0]["id"]
    world.pump()
    page = dishub.on(number)
    assert ("identity", "") not in page.steps
    forged = dishub.send(page.step("room"), step="identity", text="Ingin tahu.")
    assert forged.status == 403
    assert "Siti" not in forged.html
    assert "Siti Aminah" in coordinator.take(number, "identity", text="Permintaan inspektorat.").text


# ---- the coordinator, the leader, the auditor


def test_the_coordinator_gives_what_no_rule_could_route_with_one_tap(coordinator, riddle):
    assert riddle in coordinator.get("/petugas/meja?saring=tanpa-opd").links
    shown = coordinator.on(riddle)
    *taps, picked = [form for form in shown.forms if form.fields.get("step") == "give_lead"]
    guessed = [guess["opd"] for guess in wiring.tickets().get(riddle).last("ticket.unroutable").data.wire["guesses"]]
    assert [form.fields["opd"] for form in taps] == ["KEC-01" if opd == "KECAMATAN" else opd for opd in guessed]
    assert len(re.findall(r"kemiripan \d+%", shown.text)) == len(guessed) == 3
    assert picked.options["opd"]
    assert "Penanggung jawab sudah ditentukan" in coordinator.send(taps[1]).text
    assert wiring.tickets().get(riddle).ticket.assignments[0].opd == taps[1].fields["opd"]
    assert riddle not in coordinator.get("/petugas/meja").links


def test_a_tap_on_the_desk_is_enough_and_a_second_one_changes_nothing(coordinator, riddle):
    desk = coordinator.get("/petugas/meja")
    tap = next(form for form in desk.forms if form.action == f"/petugas/laporan/{riddle}")
    for _ in range(2):
        back = coordinator.send(tap)
        assert coordinator.trail[-1].startswith("/petugas/meja?kabar=give_lead")
        assert riddle not in back.links
    case = wiring.tickets().get(riddle)
    assert (case.ticket.assignments[0].opd, len(case.events)) == (tap.fields["opd"], 3)


def test_who_only_reads_the_desk_has_nothing_to_tap(staff, riddle):
    desk = staff("leader").get("/petugas/meja")
    assert riddle in desk.links
    assert desk.steps == set()


def test_a_leader_reads_every_inbox_and_may_give_more_time(staff, lamp):
    leader = staff("leader")
    assert lamp in leader.get("/petugas?opd=DISHUB").links
    assert "Ringkasan semua OPD" in leader.get("/petugas").title
    assert leader.trail == ["/petugas", "/petugas/pimpinan"]
    assert leader.on(lamp).steps == {("extend", "DISHUB")}


@pytest.mark.parametrize("groups", [("coordinator",), ("auditor",), ("leader", "coordinator")])
def test_whoever_has_a_wider_role_begins_at_the_desk(staff, groups):
    assert "Meja koordinator" in staff(*groups).get("/petugas").title


def test_notices_that_did_not_arrive_stand_on_the_tickets_page_for_who_looks_after_them(coordinator, dishub, lamp):
    now = wiring.now()
    ledger = wiring.ledger()
    ledger.claim(f"{lamp}/9/DISHUB", lamp, "ticket.dispatched", "DISHUB", at=now, until=now)
    ledger.failed(f"{lamp}/9/DISHUB", lamp, "EndpointDisabled", now)
    why = "ditolak layanan pengiriman (EndpointDisabled)"
    assert why in coordinator.on(lamp).text
    assert why not in dishub.on(lamp).text
    ledger.put_away(f"{lamp}/9/DISHUB", lamp)


# ---- what people wrote is text, wherever it is shown

MARKERS = (f"<img src=x onerror=alert({n})>'\"&{{{{7*7}}}}" for n in itertools.count())


def test_nothing_that_anybody_wrote_becomes_markup(world, dishub, coordinator, staff):
    marks = {
        name: next(MARKERS) for name in ("text", "adr", "name", "answer", "room", "ask", "reason", "return", "wrong")
    }
    body = a_body(
        description=f"Lampu padam {marks['text']}", location={"area": "33.18.01.2009", "address": marks["adr"]}
    )
    ticket, secret = world.report(body | {"contact": {"name": marks["name"]}})
    number = ticket["id"]
    world.pump()
    pages = [
        dishub.take(number, "answer", "DISHUB", text=marks["answer"]),
        dishub.take(number, "room", text=marks["room"]),
        dishub.take(number, "call_in", opd="DLH", text=marks["wrong"]),
        dishub.take(number, "call_in", opd="DLH", text=marks["wrong"]),
        dishub.take(number, "ask", text=marks["ask"]),
        dishub.take(number, "identity", text=marks["reason"]),
    ]
    opened = Browser(world).post(f"/laporan/{number}", f"step=open&secret={secret}".encode())
    pages += [opened, dishub.get(f"/petugas/cari?nomor={marks['wrong'].replace('&', '%26')}")]
    pages.append(dishub.take(number, "return", "DISHUB", text=marks["return"]))
    pages += [coordinator.on(number), staff("auditor").on(number), staff("opd-DLH").on(number)]
    for page in pages:
        assert "<img" not in page.html
        assert not re.search(r"onerror=alert\(\d\)&gt;\S*49", page.html)
    everything = "".join(page.html for page in pages)
    assert all(f"onerror=alert({n})" in everything for n in range(len(marks)))


# ---- what it costs


def test_an_inbox_is_one_query_and_a_ticket_is_one_query(dishub, coordinator, staff, lamp, calls):
    calm = staff("opd-BPKAD")  # its whole inbox is one page, which tells the counts as well
    dishub.get("/petugas")  # the token's keys are fetched once
    for browser, path, made in (
        (calm, "/petugas", ["Query"]),
        (dishub, "/petugas?saring=terlambat", ["Query", "Query"]),  # and the counts of all filters
        (dishub, f"/petugas/laporan/{lamp}", ["Query"]),
        (coordinator, "/petugas/meja", ["Query", "Query"]),  # and how many notices did not arrive
        (coordinator, f"/petugas/laporan/{lamp}", ["Query", "Query"]),  # and the ledger
        (dishub, "/petugas/cari", []),
        (dishub, "/petugas/akun", []),
    ):
        calls.clear()
        assert browser.get(path).status == 200
        assert calls == made, path


def test_a_step_is_one_query_and_one_transaction_and_its_page_one_query_more(dishub, lamp, calls):
    form = dishub.on(lamp).step("accept", "DISHUB")
    calls.clear()
    dishub.send(form)
    assert calls == ["Query", "TransactWriteItems", "Query"]
