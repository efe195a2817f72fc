"""How Pati shares out its work: each test reads like the rule in the city pack."""

import pytest

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.routing.rules import decide
from tests.support.factory import a_place, a_report

WORDS = "Mohon segera ditangani, sudah tiga hari begini."
TEGALOMBO = "33.18.20.2011"  # a desa of kecamatan Dukuhseti
PATI_KIDUL = "33.18.10.1007"  # a kelurahan of kecamatan Pati


@pytest.fixture(scope="module")
def pati():
    return load("pati").catalogue


@pytest.fixture
def decided(pati):
    def decision(service, description=WORDS, area=TEGALOMBO, **answers):
        attributes = {question.replace("_", "-"): answer for question, answer in answers.items()}
        report = a_report(service=service, description=description, place=a_place(area=area), attributes=attributes)
        return decide(report, pati, lambda _text: pytest.fail("rules decide without the text"))

    return decision


def assigned(decision):
    """The OPDs, the lead first, the others in the order of the alphabet."""
    return [decision.lead.opd, *sorted(part.opd for part in decision.support)]


def test_a_flood_is_led_by_the_disaster_agency_with_public_works_and_social_affairs(decided):
    assert assigned(decided("banjir")) == ["BPBD", "DINSOS", "DPUTR"]


def test_a_flood_with_people_trapped_calls_health_and_rescue_too(decided):
    assert assigned(decided("banjir", keadaan="korban")) == ["BPBD", "DINKES", "DINSOS", "DPUTR", "SATPOLPP"]


def test_a_hole_left_by_a_pipe_is_public_works_with_the_water_company(decided):
    assert assigned(decided("bekas-galian", penggali="pdam")) == ["DPUTR", "PERUMDAM"]


def test_a_hole_left_by_a_pipe_is_recognised_by_its_words(decided):
    assert assigned(decided("bekas-galian", "Lubang bekas galian pipa PDAM belum ditutup.")) == ["DPUTR", "PERUMDAM"]


def test_the_answer_counts_more_than_the_words(decided):
    description = "Katanya galian pipa air, ternyata bukan."
    assert assigned(decided("bekas-galian", description, penggali="proyek")) == ["DPUTR"]


def test_a_hole_left_by_internet_cables_is_taken_up_by_diskominfo(decided):
    assert assigned(decided("bekas-galian", penggali="internet")) == ["DPUTR", "DISKOMINFO"]


def test_a_tree_on_a_street_light_is_cleared_by_three_opds(decided):
    assert assigned(decided("pohon", menimpa="lampu")) == ["DLH", "BPBD", "DISHUB"]
    assert assigned(decided("pohon", "Pohon besar tumbang menimpa lampu jalan.")) == ["DLH", "BPBD", "DISHUB"]


def test_a_tree_that_only_needs_pruning_is_for_the_environment_department_alone(decided):
    assert assigned(decided("pohon", pohon="rimbun", menimpa="tidak")) == ["DLH"]


def test_a_dead_street_light_is_for_the_transport_department(decided):
    assert assigned(decided("lampu-jalan", kerusakan="mati")) == ["DISHUB"]


def test_dead_fish_in_a_river_concern_the_fisheries_department_too(decided):
    assert assigned(decided("pencemaran", akibat="ikan-mati")) == ["DLH", "DKP"]


def test_a_bite_concerns_health_and_the_vet(decided):
    assert assigned(decided("penyakit-menular", penyakit="gigitan")) == ["DINKES", "DISPERTAN"]
    assert assigned(decided("hewan", hewan="gigitan")) == ["DISPERTAN", "DINKES"]


def test_mosquitoes_are_for_the_health_department(decided):
    assert assigned(decided("penyakit-menular", penyakit="dbd")) == ["DINKES"]


def test_the_hospital_that_was_named_gets_the_report(decided):
    assert assigned(decided("rumah-sakit", rumah_sakit="soewondo")) == ["RSUD-SOEWONDO"]
    assert assigned(decided("rumah-sakit", rumah_sakit="kayen")) == ["RSUD-KAYEN"]
    assert assigned(decided("rumah-sakit", rumah_sakit="swasta")) == ["DINKES"]


def test_village_funds_are_looked_into_by_the_inspectorate_too(decided):
    assert assigned(decided("dana-desa")) == ["DISPERMADES", "INSPEKTORAT"]


def test_a_village_road_is_for_the_kecamatan_of_the_place(decided):
    assert assigned(decided("jalan-desa")) == ["KEC-20", "DISPERMADES"]
    assert assigned(decided("jalan-rusak", pemilik="desa")) == ["KEC-20", "DISPERMADES"]


def test_in_a_kelurahan_the_village_office_is_the_kelurahan(decided):
    assert assigned(decided("pelayanan-desa", area=PATI_KIDUL)) == ["KEL-1007"]


def test_a_village_matter_at_an_unknown_place_waits_for_the_coordinator(decided):
    decision = decided("jalan-desa", area=None)
    assert decision.lead is None
    assert "Koordinator" in decision.why.id


@pytest.mark.parametrize(
    ("service", "answers", "institution"),
    [
        ("jalan-rusak", {"pemilik": "provinsi"}, "X-PROV"),
        ("jalan-rusak", {"pemilik": "nasional"}, "X-PUSAT"),
        ("rambu-marka", {"pemilik": "provinsi"}, "X-PROV"),
        ("lampu-jalan", {"kerusakan": "tiang-pln"}, "X-PLN"),
        ("listrik-pln", {"listrik": "padam"}, "X-PLN"),
        ("internet-kabel", {"masalah": "listrik"}, "X-PLN"),
        ("jaminan-kesehatan", {"jaminan": "bpjs"}, "X-BPJS"),
        ("penerimaan-siswa", {"jenjang": "sma"}, "X-PROV"),
        ("sekolah-rusak", {"jenjang": "sma"}, "X-PROV"),
        ("mutu-sekolah", {"jenjang": "madrasah"}, "X-PUSAT"),
        ("pajak-daerah", {"pajak": "kendaraan"}, "X-PROV"),
        ("pertanahan", {"tanah": "pribadi"}, "X-BPN"),
        ("kriminalitas", {"bahaya": "tidak"}, "X-POLRESTA"),
        ("miras-judi", {"jenis": "narkoba"}, "X-POLRESTA"),
    ],
)
def test_what_is_not_the_regency_s_is_referred_with_a_reason(decided, pati, service, answers, institution):
    decision = decided(service, **answers)
    assert decision.lead is None
    assert decision.refer == institution
    assert decision.why.id
    assert decision.why.en
    assert pati.opds[institution].contact.id


def test_words_refer_a_road_only_while_nobody_said_whose_it_is(decided):
    description = "Jalan provinsi di depan pasar berlubang."
    assert decided("jalan-rusak", description).refer == "X-PROV"
    assert decided("jalan-rusak", description, pemilik="tidak-tahu").refer == "X-PROV"
    assert assigned(decided("jalan-rusak", description, pemilik="kabupaten")) == ["DPUTR"]


def test_land_of_the_village_or_the_regency_is_no_matter_of_the_land_office(decided):
    assert assigned(decided("pertanahan", tanah="desa")) == ["KEC-20", "DISPERMADES"]
    assert assigned(decided("pertanahan", tanah="pemkab")) == ["BPKAD"]


def test_a_burst_dyke_on_the_juwana_is_not_sent_away(decided):
    assert decided("tanggul-talud", sungai="juwana").refer == "X-PUSAT"
    assert assigned(decided("tanggul-talud", sungai="juwana", tanggul="jebol")) == ["DPUTR", "BPBD"]


@pytest.mark.parametrize(
    ("service", "question", "answer", "numbers"),
    [
        ("kebakaran", "api", "menyala", ("113", "112")),
        ("banjir", "keadaan", "korban", ("112", "119")),
        ("kekerasan", "bahaya", "ya", ("110", "112")),
        ("lalu-lintas", "kejadian", "kecelakaan", ("119", "110")),
        ("pohon", "menimpa", "orang", ("112", "119")),
    ],
)
def test_danger_to_life_says_at_once_whom_to_call(pati, service, question, answer, numbers):
    asked = next(q for q in pati.services[service].questions if q.code == question)
    assert next(choice for choice in asked.choices if choice.code == answer).call == numbers


def test_every_service_but_the_last_says_who_is_responsible(pati):
    *services, last = pati.services.values()
    assert last.code == "lainnya"
    assert not last.responsible
    assert all(service.responsible for service in services)
