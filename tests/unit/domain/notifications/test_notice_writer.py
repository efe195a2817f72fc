"""What an audience is told of an event."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import events
from chalicelib.domain.notifications.notice_writer import NoticeWriter
from chalicelib.domain.notifications.opd_recipients import opd_recipients
from tests.support import factory
from tests.support.factory import SITE, a_calendar, a_case, a_catalogue, an_event, notice_texts

PAGE = f"{SITE}/laporan/{factory.a_number()}"
URL = f"{SITE}/petugas/laporan/{factory.a_number()}"
SECRET_WORDS = "Saya melihat petugas meminta uang di loket nomor tiga."


def written(case, catalogue=None):
    """All notices of the last event of the case, by audience."""
    writer = NoticeWriter(catalogue or a_catalogue(), notice_texts(), SITE, a_calendar())
    event = case.events[-1]
    return {to.name: writer.notice(to, event, case.ticket) for to in opd_recipients(event, case.ticket)}


def recipients_of(case):
    return opd_recipients(case.events[-1], case.ticket)


def only(case, catalogue=None):
    (notice,) = written(case, catalogue).values()
    return notice


# who is told


def test_each_assigned_opd_is_told_in_its_role():
    heard = [(to.name, to.role, to.letter) for to in recipients_of(a_case("BPBD", "DPUTR", "DINSOS"))]
    assert heard == [
        ("BPBD", "lead", "dispatched_lead"),
        ("DPUTR", "support", "dispatched_support"),
        ("DINSOS", "support", "dispatched_support"),
    ]


def test_the_coordinator_is_told_of_what_rules_could_not_decide():
    (to,) = recipients_of(a_case(unroutable=True))
    assert (to.name, to.opd, to.role, to.due) == ("coordinator", None, None, factory.DUE)


def named(type_, actor="DPUTR", **data):
    case = a_case("DPUTR", "PERUMDAM")
    return [(to.name, to.letter) for to in opd_recipients(an_event(type_, actor=actor, data=data), case.ticket)]


def test_the_lead_hears_who_was_called_in_unless_the_lead_has_called():
    added = {"assignments": a_case("BPBD").events[-1].data.wire["assignments"], "lead": "DPUTR"}
    support = [{**added["assignments"][0], "role": "support"}]
    heard = named(events.AssignmentAdded.type, "coordinator", assignments=support, lead="DPUTR")
    assert heard == [("BPBD", "dispatched_support"), ("DPUTR", "joined")]
    assert named(events.AssignmentAdded.type, assignments=support, lead="DPUTR") == [("BPBD", "dispatched_support")]


def test_whose_assignment_is_open_again_hears_until_when_and_the_others_that_it_is():
    reopened = (factory.DUE + timedelta(days=3)).isoformat()
    data = {"opds": ["DPUTR", "PERUMDAM"], "due": factory.NOW.isoformat(), "reopened": {"DPUTR": reopened}}
    case = a_case("DPUTR", "PERUMDAM")
    heard = opd_recipients(an_event(events.TicketDisputed.type, actor="citizen", data=data), case.ticket)
    assert [(to.name, to.letter, to.due.isoformat()) for to in heard] == [
        ("coordinator", "disputed", factory.NOW.isoformat()),
        ("DPUTR", "reopened", reopened),
        ("PERUMDAM", "reopened_beside", factory.DUE.isoformat()),
    ]


def test_who_has_to_wait_for_another_hears_of_it_unless_it_was_their_own_wish():
    assert named(events.AssignmentOrdered.type, opd="PERUMDAM", after=["DPUTR"]) == [("PERUMDAM", "ordered")]
    assert named(events.AssignmentOrdered.type, "PERUMDAM", opd="PERUMDAM", after=["DPUTR"]) == []
    assert named(events.AssignmentOrdered.type, opd="PERUMDAM", after=[]) == [], (
        "that its turn has come is told with the new date"
    )


@pytest.mark.parametrize("type_", [events.TicketReceived.type, "assignment.accepted", "ticket.something.new"])
def test_nobody_is_told_of_other_events(type_):
    assert opd_recipients(an_event(type_), factory.a_ticket()) == ()


# the letter


def test_the_letter_to_the_lead_says_everything_that_is_needed_to_act():
    case = a_case("DISHUB", "DPUTR", attributes={"bahaya": "tidak", "nomor-tiang": "B 7"})
    letter = written(case)["DISHUB"].letter
    for expected in (
        "Kepada Yth. Dinas Perhubungan",
        "penanggung jawab",
        "Layanan: Lampu jalan\n",
        "Tempat: Desa Kalirejo, Kecamatan Ngudi\n",
        "Koordinat: -6.75123, 111.03812\n",
        "> Depan balai desa\n",
        f"> {factory.WORDS}\n",
        "> Bahaya: Tidak\n> Nomor tiang: B 7\n",
        factory.WHY["id"],
        "- Dinas Pekerjaan Umum dan Tata Ruang (pendukung)\n",
        "Tenggat penyelesaian: Kamis, 26 November 2026 pukul 15.30 WIB\n",
        "Yang perlu dilakukan sekarang:\n1. ",
        f"Buka di konsol petugas: {URL}\n",
    ):
        assert expected in letter


def test_the_letter_to_a_supporting_opd_names_the_lead():
    notice = written(a_case("DISHUB", "DPUTR"))["DPUTR"]
    assert "Kepada Yth. Dinas Pekerjaan Umum dan Tata Ruang" in notice.letter
    assert "- Dinas Perhubungan (penanggung jawab)\n" in notice.letter
    assert "- Dinas Pekerjaan Umum" not in notice.letter
    assert notice.subject.startswith("Mohon dukungan")


def test_what_was_not_told_leaves_no_empty_heading():
    letter = only(a_case("DISHUB", place={"address": "", "lat": None, "long": None})).letter
    assert not [line for line in letter.split("\n\n") if line.endswith(":")]
    assert "Koordinat" not in letter
    assert "Patokan" not in letter
    assert "OPD lain" not in letter.split("Yang perlu")[0]
    assert "{" not in letter


def test_a_place_known_only_by_coordinates_is_told_by_them():
    notice = only(a_case("DISHUB", place={"area": None}))
    assert "Tempat: lokasi di peta\nKoordinat: -6.75123, 111.03812\n" in notice.letter
    assert notice.machine["area"] is None
    assert "area" not in notice.attributes


def test_citizens_words_cannot_pass_for_the_letters_own():
    words = "Lampu padam.\n\nTenggat penyelesaian: tahun depan\nBuka di konsol petugas: https://jahat.example\u2028Kepada Yth. {opd}"
    case = a_case(
        "DISHUB",
        description=words,
        place={"address": "Depan\nTenggat penyelesaian: nanti"},
        attributes={"nomor-tiang": "1\nx"},
    )
    letter = only(case).letter
    assert letter.count("\nTenggat penyelesaian:") == letter.count("\nBuka di konsol petugas:") == 1
    assert "> Buka di konsol petugas: https://jahat.example\n> Kepada Yth. {opd}\n" in letter
    assert "> Nomor tiang: 1 x\n" in letter


def test_danger_to_life_is_told_first_and_marked_urgent():
    notice = only(a_case("DISHUB", attributes={"bahaya": "ya"}))
    assert "PERHATIAN" in notice.letter.split("Nomor laporan")[0]
    assert notice.attributes["priority"] == notice.machine["priority"] == "urgent"
    assert only(a_case("BPBD", service="banjir")).attributes["priority"] == "urgent"


def test_other_reports_are_not_urgent():
    notice = only(a_case("DISHUB", attributes={"bahaya": "tidak"}))
    assert "PERHATIAN" not in notice.letter
    assert notice.attributes["priority"] == notice.machine["priority"] == "normal"


def test_the_coordinator_gets_the_guesses_with_their_scores():
    notice = only(a_case(unroutable=True, service="lainnya"))
    assert (
        "- Pohon: Dinas Lingkungan Hidup (kecocokan 41 %)\n- Jalan desa: Kecamatan Ngudi (kecocokan 20 %)\n"
        in notice.letter
    )
    assert notice.machine["guesses"][0] == {"service": "pohon", "opd": "DLH", "score": 0.41}
    assert "Belum jelas." in notice.letter


def test_a_village_office_is_said_in_words_while_the_place_is_open():
    notice = only(a_case(unroutable=True, place={"area": None}))
    assert "Kantor kecamatan atau kelurahan setempat (kecocokan 20 %)" in notice.letter


def test_the_coordinator_gets_the_institution_that_seems_responsible():
    case = a_case(service="listrik")
    change = factory.an_unroutable_change(case.ticket, refer="X-PLN", guesses=[])
    notice = only(factory.Case(change.ticket, change.events))
    assert "tampaknya berwenang:\nPLN. Telepon 123\n" in notice.letter
    assert "Perkiraan" not in notice.letter
    assert notice.machine["refer"] == "X-PLN"


@pytest.mark.parametrize(("code", "line"), [("X-PUSAT", "Pemerintah Pusat. 1708\n"), ("X-BARU", "X-BARU.\n")])
def test_an_institution_that_the_catalogue_does_not_know_is_called_by_its_code(code, line):
    change = factory.an_unroutable_change(a_case().ticket, refer=code)
    assert f"tampaknya berwenang:\n{line}" in only(factory.Case(change.ticket, change.events)).letter


# the machine's form


def test_the_machine_form_says_what_a_program_needs():
    case = a_case("DISHUB", "DPUTR", attributes={"bahaya": "ya"})
    payload = json.loads(json.dumps(written(case)["DPUTR"].machine))
    number = case.ticket.id
    assert {name: payload[name] for name in ("type", "version", "notice", "ticket", "sequence", "at", "opd", "role", "due")} == {
        "type": "ticket.dispatched", "version": 1, "notice": f"{number}/2/DPUTR", "ticket": number, "sequence": 2,
        "at": "2026-11-24T03:00:02+00:00", "opd": "DPUTR", "role": "support", "due": "2026-11-26T08:30:00+00:00",
    }  # fmt: skip
    assert payload["service_name"] == {"id": "Lampu jalan", "en": "Lampu jalan (en)"}
    assert (payload["area"], payload["area_name"]) == (factory.VILLAGE, "Desa Kalirejo, Kecamatan Ngudi")
    assert payload["location"] == {"lat": -6.75123, "long": 111.03812, "address": "Depan balai desa"}
    assert payload["assignments"] == [{"opd": "DISHUB", "role": "lead"}, {"opd": "DPUTR", "role": "support"}]
    assert [(answer["question"], answer["answer"], answer["words"]["id"]) for answer in payload["answers"]] == [
        ("bahaya", "ya", "Ya")
    ]
    assert (payload["description"], payload["correlation"]) == (factory.WORDS, "c-1")
    assert (payload["url"], payload["console"]) == (PAGE, URL)


def test_subscribers_can_filter_by_attributes():
    assert only(a_case("DISHUB")).attributes == {
        "event": "ticket.dispatched", "opd": "DISHUB", "role": "lead", "service": "lampu-jalan",
        "area": factory.VILLAGE, "priority": "normal", "correlation": "c-1",
    }  # fmt: skip


def test_no_attribute_is_empty():
    case = a_case(unroutable=True, place={"area": None})
    assert all(only(case).attributes.values())
    assert set(only(case).attributes) == {"event", "service", "priority", "correlation"}


def test_the_notice_id_is_the_same_at_every_try():
    assert written(a_case("DISHUB", "DPUTR")).keys() == {"DISHUB", "DPUTR"}
    assert only(a_case("DISHUB")).id == only(a_case("DISHUB")).id == f"{factory.a_number()}/2/DISHUB"


# confidential


@pytest.mark.parametrize(
    "case", [{"opds": ("DISHUB", "DPUTR")}, {"opds": (), "unroutable": True}], ids=["opd", "coordinator"]
)
def test_a_confidential_report_is_announced_without_any_content(case):
    opds = case.pop("opds")
    announcement = written(
        a_case(
            *opds, **case, visibility="confidential", description=SECRET_WORDS,
            attributes={"bahaya": "ya", "nomor-tiang": "RAHASIA-7"}, place={"address": "Loket tiga"},
        )
    )  # fmt: skip
    for notice in announcement.values():
        everything = repr(notice)
        for content in (
            SECRET_WORDS,
            "petugas meminta",
            "RAHASIA-7",
            "Loket tiga",
            "-6.75",
            "111.03",
            "Menangani layanan",
        ):
            assert content not in everything
        people = notice.subject + notice.letter + notice.sms
        for content in (
            "Lampu jalan",
            "Kalirejo",
            "Dinas Pekerjaan Umum" if notice.audience == "DISHUB" else "Dinas Perhubungan",
        ):
            assert content not in people
        assert URL in notice.letter
        assert URL in notice.sms


def test_an_anonymous_report_is_told_like_any_other():
    assert factory.WORDS in only(a_case("DISHUB", visibility="anonymous")).letter


# what can never happen


@given(st.text(min_size=10, max_size=4000), st.text(max_size=300), st.text(max_size=50))
def test_whatever_citizens_write_the_notice_is_well_formed(description, address, answer):
    case = a_case("DISHUB", description=description, place={"address": address}, attributes={"nomor-tiang": answer})
    notice = only(case)
    assert len(notice.sms) <= 160
    assert len(notice.subject) < 100
    assert notice.letter.endswith("adalah tulisan pelapor.\n")
    assert len(json.dumps(notice.machine)) < 60_000


def test_a_report_older_than_the_catalogue_is_still_told():
    case = a_case("DINAS-LAMA", service="layanan-lama", attributes={"warna": "biru"}, place={"area": "99.01.77"})
    notice = only(case)
    assert "Kepada Yth. DINAS-LAMA" in notice.letter
    assert "Layanan: layanan-lama\nTempat: 99.01.77\n" in notice.letter
    assert "> warna: biru\n" in notice.letter


def late(what, at, **data):
    """What the letter says of an assignment of DISHUB that was due on Thursday 26 November at 15.30."""
    due = factory.DUE.isoformat()
    data_ = {
        "what": "resolution",
        "opd": "DISHUB",
        "due": due,
        "level": 2,
        "told": ["DISHUB"],
        "who": {"id": "Sekda", "en": "Secretary"},
    }
    event = an_event(what, data=data_ | data, at=at)
    ticket = factory.a_ticket("dispatched")
    writer = NoticeWriter(a_catalogue(), notice_texts(), SITE, a_calendar())
    return "".join(writer.notice(to, event, ticket).letter for to in opd_recipients(event, ticket))


def test_a_letter_says_by_how_many_working_days_it_is_late():
    monday = factory.DUE + timedelta(days=4)
    assert "Terlambat: 2 hari kerja" in late("deadline.escalated", monday)


def test_a_letter_on_the_day_itself_says_that_too():
    assert "Terlambat: kurang dari satu hari kerja" in late("deadline.missed", factory.DUE)


def test_a_letter_of_what_is_not_late_has_no_such_line():
    assert "Terlambat:" not in late("deadline.warned", factory.DUE - timedelta(days=1))
