"""Kabupaten Contoh, an invented city small enough to know by heart. It has one of everything that rules can do."""

from datetime import date, time

from chalicelib.domain.city.catalogue import (
    Area,
    Box,
    Catalogue,
    Choice,
    City,
    Deadline,
    Emergency,
    Group,
    Opd,
    Question,
    Rule,
    Service,
    Text,
)
from chalicelib.domain.city.office_hours import Hours
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.escalation import Escalation, Rung

VILLAGE = "99.01.01.2001"  # Desa Kalirejo, Kecamatan Ngudi
TOWN = "99.01.01.1001"  # Kelurahan Ngudi Kota, which has an office of its own
OTHER_VILLAGE = "99.01.02.2001"  # Desa Sumberagung, Kecamatan Wonosari

HOLIDAYS = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)})


def a_calendar(**changes):
    """Five days a week, closing at 15.30, on Fridays at 14.30, WIB; Christmas and the day before are off."""
    return Calendar(**{"zone": "WIB", "hours": Hours(time(15, 30), time(14, 30), 5), "holidays": HOLIDAYS, **changes})


def text(words):
    return Text(words, f"{words} (en)")


def a_choice(code, *, call=()):
    return Choice(code, text(code.capitalize()), call)


def a_question(code, kind="choice", *choices, required=False):
    return Question(code, text(code.replace("-", " ").capitalize()), kind, required, choices)


def a_rule(why, **parts):
    return Rule(text(why), **parts)


def a_service(code, lead, *support, **changes):
    words = text(code.replace("-", " ").capitalize())
    described = text(f"Laporan tentang {code}")
    fields = {"group": "umum", "dimension": "society", "deadline": "biasa", "phase": "live"}
    return Service(code, words, described, lead=lead, support=support, **(fields | changes))


def _services():
    danger = a_question("bahaya", "choice", a_choice("ya", call=("112",)), a_choice("tidak"))
    return (
        a_service("lampu-jalan", "DISHUB", questions=(a_question("nomor-tiang", "text"), danger)),
        a_service(
            "jalan-rusak",
            "DPUTR",
            questions=(a_question("dalam-cm", "number"),),
            rules=(
                a_rule("Jalan nasional milik pemerintah pusat.", words=("jalan nasional",), refer="X-PUSAT"),
                a_rule("Di Wonosari ada jalur bus.", areas=("99.01.02",), support=("DISHUB",)),
            ),
        ),
        a_service(
            "pohon",
            "DLH",
            questions=(a_question("menimpa", "choice", a_choice("lampu"), a_choice("rumah", call=("112",))),),
            rules=(
                a_rule("Pohon menimpa lampu.", answers={"menimpa": ("lampu",)}, support=("DISHUB",)),
                a_rule("Pohon menimpa rumah.", answers={"menimpa": ("rumah",)}, lead="BPBD", support=("DLH",)),
            ),
        ),
        a_service("banjir", "BPBD", "DPUTR", "DINSOS", group="bencana", call=("112",), deadline="cepat"),
        a_service("jalan-desa", "KECAMATAN", "DISPERMADES"),
        a_service(
            "rumah-sakit",
            "RSUD-UTARA",
            questions=(a_question("rsud", "choice", a_choice("utara"), a_choice("selatan"), required=True),),
            rules=(a_rule("Menyangkut RSUD Selatan.", answers={"rsud": ("selatan",)}, lead="RSUD-SELATAN"),),
        ),
        a_service("listrik", None, refer="X-PLN"),
        a_service("lainnya", None),
    )


def _opds():
    names = {
        "DISHUB": "Dinas Perhubungan", "DPUTR": "Dinas Pekerjaan Umum dan Tata Ruang", "DLH": "Dinas Lingkungan Hidup",
        "DINSOS": "Dinas Sosial", "DISPERMADES": "Dinas Pemberdayaan Masyarakat dan Desa", "BPBD": "BPBD",
        "RSUD-UTARA": "RSUD Utara", "RSUD-SELATAN": "RSUD Selatan", "KEC-01": "Kecamatan Ngudi",
        "KEC-02": "Kecamatan Wonosari", "KEL-1001": "Kelurahan Ngudi Kota",
    }  # fmt: skip
    own = [Opd(code, name, "dinas", confirmed=False, source="karangan") for code, name in names.items()]
    pln = Opd("X-PLN", "PLN", "eksternal", confirmed=False, source="karangan", contact=text("Telepon 123"))
    state = Opd("X-PUSAT", "Pemerintah Pusat", "eksternal", confirmed=False, source="karangan", contact=text("1708"))
    return (*own, pln, state)


def _areas():
    return (
        Area("99.01.01", "Ngudi", "kecamatan", "99.01"),
        Area(TOWN, "Ngudi Kota", "kelurahan", "99.01.01", "59999"),
        Area(VILLAGE, "Kalirejo", "desa", "99.01.01", "59998"),
        Area("99.01.02", "Wonosari", "kecamatan", "99.01"),
        Area(OTHER_VILLAGE, "Sumberagung", "desa", "99.01.02", "59997"),
    )


def an_escalation():
    """A ladder of five: officer, head of the OPD, coordinator, Sekda, Bupati; the desk's goes from coordinator to Sekda."""
    head, desk = Rung(2, text("Kepala OPD"), "opd", 1), Rung(3, text("Koordinator"), "coordinator", 2)
    sekda, bupati = Rung(4, text("Sekda"), "leaders", 2), Rung(5, text("Bupati"), "leaders", 3)
    part = (Rung(1, text("Petugas OPD"), "opd", 0), head, desk, sekda, bupati)
    return Escalation(
        part, (Rung(1, text("Koordinator"), "coordinator", 0), sekda, bupati), remind=2, digest=time(7, 15)
    )


def a_catalogue(*more_services):
    """The invented city, with further services on demand (they replace those of the same code)."""
    city = City(
        code="contoh", name="Kabupaten Contoh", kemendagri="99.01", prefix="CTH", zone="WIB",
        box=Box(-7.0, 110.8, -6.4, 111.3), contacts={"email": "diskominfo@contoh.example"},
        emergencies=(Emergency("112", text("Darurat")), Emergency("113", text("Pemadam kebakaran"))),
    )  # fmt: skip
    deadlines = (Deadline("biasa", text("Biasa"), 3, 5, 14, "karangan"), Deadline("cepat", text("Cepat"), 1, 1, 3, "-"))
    return Catalogue(
        city=city,
        opds=_by_code(_opds()),
        areas=_by_code(_areas()),
        groups=_by_code((Group("umum", text("Umum")), Group("bencana", text("Bencana")))),
        services=_by_code((*_services(), *more_services)),
        deadlines=_by_code(deadlines),
    )


def _by_code(things):
    return {thing.code: thing for thing in things}
