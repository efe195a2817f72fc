"""`python -m infra city check`: break a copy of the pack in every way and see what is said."""

import re
import shutil
import tomllib
from copy import deepcopy
from functools import cache

import pytest

from chalicelib.adapters.city_pack.pack import BOUNDARIES, CITIES, FolderPack
from infra.__main__ import main
from infra.city.check import check

SERVICE_TABLE = re.compile(r"^\[(?!aturan)[a-z-]+\]", re.MULTILINE)


@pytest.fixture(autouse=True, scope="module")
def read_once():
    """Of thirty files a case changes one: what was parsed before is not parsed again, which is half of its time."""
    parsed = cache(tomllib.loads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", lambda text: deepcopy(parsed(text)))
        yield


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pati"
    shutil.copytree(CITIES / "pati", folder, ignore=shutil.ignore_patterns(BOUNDARIES))
    words = folder / "keywords.toml"
    first, second, *_ = SERVICE_TABLE.split(words.read_text(encoding="utf-8"))
    words.write_text(f"{first}[jalan-rusak]{second}", encoding="utf-8")  # weighing all words takes its time
    return folder


@pytest.fixture
def broken(pack):
    """Replace a text in a file once and tell all problems as lines."""

    def change(file, old, new):
        path = pack / file
        problems = path.read_text(encoding="utf-8")
        assert old in problems
        path.write_text(problems.replace(old, new, 1), encoding="utf-8")
        return [str(problem) for problem in check(pack)[0]]

    return change


def test_the_pack_of_pati_is_sound(capsys):
    assert main(["city", "check", "pati"]) == 0
    output = capsys.readouterr().out
    assert "all is well" in output
    assert "88 services in 23 groups" in output
    assert "427 areas: 21 kecamatan, 401 desa, 5 kelurahan" in output


def test_a_mistake_gives_exit_code_1_and_says_file_entry_and_field(pack, capsys):
    path = pack / "services.csv"
    path.write_text(path.read_text().replace(",DISHUB,", ",DISHUBB,", 1))
    assert main(["city", "check", str(pack)]) == 1
    output = capsys.readouterr().out
    assert 'services.csv > lampu-jalan > lead: "DISHUBB" is not an OPD of opds.csv; did you mean "DISHUB"?' in output
    assert "1 to correct" in output


def test_an_unknown_city_says_which_there_are(capsys):
    assert main(["city", "check", "kudus"]) == 1
    assert "there are:" in capsys.readouterr().out


LAMP = "lampu-jalan,penerangan,Lampu jalan mati,Street light out,"
ROADS = "services/jalan.toml"

BREAKS = {
    # the city
    "zone": ("city.toml", '"WIB"', '"WIP"', 'city.toml > zone: "WIP" is not WIB, WITA or WIT; did you mean "WIT"?'),
    "prefix": ("city.toml", '"PTI"', '"pati9"', 'city.toml > prefix: "pati9" must be 2 to 4 capital letters'),
    "city code": ("city.toml", '"33.18"', '"3318"', "city.toml > kemendagri: "),
    "box upside down": ("city.toml", "south = -7.05", "south = -6.05", "city.toml > box > south: must be smaller"),
    "box abroad": ("city.toml", "west = 110.75", "west = 10.75", "city.toml > box > west: must be smaller than east"),
    "box no number": ("city.toml", "north = -6.35", 'north = "-6.35"', "city.toml > box > north: must be a number"),
    "closing": ("city.toml", "closing = 15:30:00", 'closing = "15:30"', "city.toml > hours > closing: must be a time"),
    "week": ("city.toml", "week = 5", "week = 4", "city.toml > hours > week: must be 5 or 6 working days, not 4"),
    "opening": ("city.toml", "opening = 07:30:00", "opening = 15:00:00", "city.toml > hours > friday_closing: must be after opening (15:00)"),
    "break": ("city.toml", '# [[hours.breaks]]\n# days = ["jumat"]\n# start = 11:30:00\n# end = 13:00:00', '[[hours.breaks]]\ndays = ["jumat"]\nstart = 11:30:00\nend = 11:00:00', "city.toml > hours > breaks[1].end: must be after start"),
    "break day": ("city.toml", '# [[hours.breaks]]\n# days = ["jumat"]\n# start = 11:30:00\n# end = 13:00:00', '[[hours.breaks]]\ndays = ["jumaat"]\nstart = 11:30:00\nend = 13:00:00', 'city.toml > hours > breaks[1].days: "jumaat" must be one of senin'),
    "break outside": ("city.toml", '# [[hours.breaks]]\n# days = ["jumat"]\n# start = 11:30:00\n# end = 13:00:00', '[[hours.breaks]]\ndays = ["jumat"]\nstart = 14:00:00\nend = 15:00:00', "city.toml > hours > breaks[1].start: must lie, like end, within office hours"),
    "unknown key": ("city.toml", "prefix =", "prefiks =", 'city.toml > prefiks: is not known here; did you mean "prefix"?'),
    "missing key": ("city.toml", "prefix =", "prefiks =", "city.toml > prefix: is missing: write a text"),
    "emergency text": ("city.toml", 'en = "Police"', "", "city.toml > emergencies.110 > en: is missing: write a text"),
    "no toml": ("city.toml", "[box]", "[box", "city.toml: is no TOML: "),
    # tables
    "unknown column": ("groups.csv", "name_en\n", "nama_en\n", 'groups.csv > nama_en: is not a known column; did you mean "name_en"?'),
    "missing column": ("groups.csv", "name_en\n", "nama_en\n", "groups.csv > name_en: column is missing"),
    "semicolons": ("groups.csv", "code,name_id,name_en\n", "code;name_id;name_en\n", "groups.csv: has semicolons between its columns"),
    "comma": ("groups.csv", "Air bersih", "Air, bersih", "groups.csv > air: has 4 columns instead of 3"),
    "external without contact": ("opds.csv", "Telepon PLN 123 (24 jam) atau aplikasi PLN Mobile,", ",", "opds.csv > X-PLN > contact_id: is missing"),
    "kind of opd": ("opds.csv", ",satuan,", ",satua,", 'opds.csv > SATPOLPP > kind: "satua" is not a kind of OPD; did you mean "satuan"?'),
    "opd code": ("opds.csv", "DISPERKIM,", "disperkim,", "opds.csv > disperkim > code: must be capital letters"),
    "twice": ("opds.csv", "DISPERKIM,", "DISNAKER,", "opds.csv > DISNAKER > code: is there twice"),
    "confirmed": ("opds.csv", ",tidak,", ",no,", 'opds.csv > BKPSDM > confirmed: must be "ya" or "tidak", not "no"'),
    "office gone": ("opds.csv", "KEC-20,", "KEC-22,", "opds.csv > KEC-20 > code: is missing: it is the office of Dukuhseti"),
    "area parent": ("areas.csv", "desa,33.18.01,", "desa,33.18.02,", "areas.csv > 33.18.01.2001 > parent: must be"),
    "desa without its code": ("opds.csv", ",satuan,", ",desa,", "opds.csv > SATPOLPP > code: begins with DESA- if it is a desa, and only then"),
    "area kind": ("areas.csv", ",desa,", ",dessa,", "areas.csv > 33.18.01.2001 > kind: "),
    "orphan area": ("areas.csv", "33.18.20,Dukuhseti", "33.18.22,Dukuhseti", 'areas.csv > 33.18.20.2001 > parent: "33.18.20" is no kecamatan'),
    "post code": ("areas.csv", "59114", "5911", "areas.csv > 33.18.10.1007 > post_code: must be five digits"),
    "date": ("holidays.csv", "2026-08-17", "17-08-2026", "holidays.csv > 17-08-2026 > date: must be a date like"),
    "kind of holiday": ("holidays.csv", "libur_nasional,tidak", "libur,tidak", "holidays.csv > 2024-01-01 > kind: "),
    "deadline too short": ("deadlines.toml", "first_answer = 5", "first_answer = 50", "deadlines.toml > informasi > first_answer: must not be longer"),
    "no silence": ("deadlines.toml", "silence = 10", "", "deadlines.toml > informasi > silence: must be a number"),
    "no time at all": ("deadlines.toml", "verification = 3", "verification = 0", "deadlines.toml > informasi > verification: must be at least 1 working day"),
    "own deadline of nothing": ("deadlines.toml", "[informasi]", "[services.banjirr]\nresolution = 3\n\n[informasi]", 'deadlines.toml > services.banjirr: "banjirr" is not a service of services.csv; did you mean "banjir"?'),
    "own deadline too short": ("deadlines.toml", "[informasi]", "[services.banjir]\nresolution = 2\n\n[informasi]", "deadlines.toml > services.banjir > verification: must not be longer"),
    "own deadline misspelt": ("deadlines.toml", "[informasi]", "[services.banjir]\nresolusi = 9\n\n[informasi]", "deadlines.toml > services.banjir > resolusi: is not known here"),
    "week of an opd": ("opds.csv", ",,,6", ",,,7", "opds.csv > RSUD-SOEWONDO > week: must be 5 or 6, or empty"),
    "deadline no number": ("deadlines.toml", "resolution = 14", "resolution = 1.5", "deadlines.toml > pengaduan > resolution: must be a whole number"),
    # services
    "missing text": ("services.csv", LAMP, LAMP.replace("Street light out", ""), "services.csv > lampu-jalan > name_en: is missing"),
    "group": ("services.csv", LAMP, LAMP.replace("penerangan", "penerang"), 'services.csv > lampu-jalan > group: "penerang" is not a group of groups.csv; did you mean "penerangan"?'),
    "dimension": ("services.csv", "living,DPUTR", "life,DPUTR", 'services.csv > jalan-rusak > dimension: "life" is not a dimension'),
    "deadline": ("services.csv", "pengaduan,pilot", "aduan,pilot", 'services.csv > jalan-rusak > deadline: "aduan" is not a deadline'),
    "phase": ("services.csv", "pengaduan,pilot", "pengaduan,pilott", 'services.csv > jalan-rusak > phase: "pilott" is not planned, pilot or live'),
    "call": ("services.csv", "semarang,113", "semarang,911", 'services.csv > kebakaran > call: "911" is not an emergency number'),
    "external lead": ("services.csv", "living,DISHUB,", "living,X-PLN,", 'services.csv > lampu-jalan > lead: "X-PLN" is external'),
    "no lead": ("services.csv", "living,DISHUB,", "living,,", "services.csv > lampu-jalan > lead: is missing"),
    "lead and refer": ("services.csv", "living,DISHUB,,", "living,DISHUB,X-PLN,", "services.csv > lampu-jalan > refer: must be empty"),
    "refer inside": ("services.csv", ",X-PLN,", ",DLH,", 'services.csv > listrik-pln > refer: "DLH" belongs to the regency'),
    "proof of others": ("services.csv", ",X-PLN,,pengaduan,planned,,,,", ",X-PLN,,pengaduan,planned,,,,ya", "services.csv > listrik-pln > proof: must be empty"),
    "proof": ("services.csv", ",pilot,semarang,,,ya", ",pilot,semarang,,,yes", 'services.csv > jalan-rusak > proof: must be "ya" or "tidak", not "yes"'),
    "support leads": ("services.csv", "DPUTR DINSOS", "DPUTR BPBD", 'services.csv > banjir > support: "BPBD" leads already'),
    "support of many": ("services.csv", "DPUTR DINSOS", "DPUTR DINSOS DLH DISHUB DINKES SATPOLPP DISDIKBUD DISPERMADES DISPERKIM DISKOMINFO DISNAKER DISDUKCAPIL DPMPTSP", "services.csv > banjir > support: names 14 OPDs with the service's rules: a ticket has at most 13"),
    "support twice": ("services.csv", "DPUTR DINSOS", "DPUTR DPUTR", "services.csv > banjir > support: names an OPD twice"),
    "lainnya led": ("services.csv", "governance,,,,pengaduan", "governance,SETDA,,,pengaduan", "services.csv > lainnya > lead: must be empty"),
    "lainnya gone": ("services.csv", "lainnya,lain,", "lain-lain,lain,", "services.csv > lainnya > code: is missing"),
    # questions and rules
    "asks unknown question": (ROADS, 'jalan-rusak = ["pemilik"', 'jalan-rusak = ["pemilk"', f'{ROADS} > asks > jalan-rusak: question "pemilk" is not in [questions]; did you mean "pemilik"?'),
    "asks unknown service": (ROADS, "jalan-rusak =", "jalan-rusk =", f'{ROADS} > asks > jalan-rusk: "jalan-rusk" is not a service of services.csv; did you mean "jalan-rusak"?'),
    "asks foreign service": (ROADS, "jalan-desa =", "banjir =", f'{ROADS} > asks > banjir: "banjir" belongs to the group "saluran"'),
    "question unused": (ROADS, '["pemilik", "bahaya-jembatan"]', '["pemilik"]', f"{ROADS} > questions.bahaya-jembatan: is asked by no service"),
    "question kind": ("services/digital.toml", 'kind = "text"', 'kind = "texts"', 'services/digital.toml > questions.aplikasi > kind: "texts" is not choice, text or number; did you mean "text"?'),
    "choice text": (ROADS, 'id = "Jalan kabupaten", ', "", f"{ROADS} > questions.pemilik > choices[1].id: is missing"),
    "choice key": (ROADS, 'id = "Jalan kabupaten"', 'idd = "Jalan kabupaten"', f'{ROADS} > questions.pemilik > choices[1].idd: is not known here; did you mean "id"?'),
    "choice twice": (ROADS, 'code = "provinsi"', 'code = "desa"', f'{ROADS} > questions.pemilik > choices: "desa" is there twice'),
    "choice call": (ROADS, 'call = ["119", "112"]', 'call = ["118"]', f'{ROADS} > questions.bahaya > choices[3].call: "118" is not an emergency number'),
    "too few choices": ("services/digital.toml", 'kind = "text"', "", "services/digital.toml > questions.aplikasi > choices: needs at least two answers"),
    "rule's question": (ROADS, 'answers = { pemilik = "provinsi" }', 'answers = { milik = "provinsi" }', f'{ROADS} > rules[1] > answers.milik: "milik" is no question of this file; did you mean "pemilik"?'),
    "rule's question not asked": (ROADS, 'trotoar-rusak = ["pemilik"]', "trotoar-rusak = []", f'{ROADS} > rules[1] > answers.pemilik: is not asked by "trotoar-rusak"'),
    "rule's answer": (ROADS, 'answers = { pemilik = "provinsi" }', 'answers = { pemilik = "propinsi" }', f'{ROADS} > rules[1] > answers.pemilik: "propinsi" is no answer to this question; did you mean "provinsi"?'),
    "rule's service": (ROADS, 'services = ["jalan-rusak",', 'services = ["jalan-rusk",', f'{ROADS} > rules[1] > services: "jalan-rusk" is not a service'),
    "rule without service": (ROADS, 'services = "bekas-galian"', "services = []", f"{ROADS} > rules[6] > services: is missing"),
    "rule without reason": (ROADS, "why.en", "why.eng", f"{ROADS} > rules[1] > why.en: is missing"),
    "rule's key": (ROADS, 'refer = "X-PROV"', 'referr = "X-PROV"', f'{ROADS} > rules[1] > referr: is not known here; did you mean "refer"?'),
    "rule does nothing": (ROADS, 'refer = "X-PROV"', "", f"{ROADS} > rules[1] > lead: the rule does nothing"),
    "rule always holds": (ROADS, 'answers = { pemilik = "provinsi" }', "", f"{ROADS} > rules[1] > answers: the rule always holds"),
    "rule refers inside": (ROADS, 'refer = "X-PROV"', 'refer = "DPUTR"', f'{ROADS} > rules[1] > refer: "DPUTR" belongs to the regency'),
    "rule refers and supports": (ROADS, 'refer = "X-PROV"', 'refer = "X-PROV"\nsupport = "DLH"', f"{ROADS} > rules[1] > refer: cannot stand together"),
    "rule's lead outside": (ROADS, 'lead = "KECAMATAN"', 'lead = "X-DESA"', f'{ROADS} > rules[5] > lead: "X-DESA" is external'),
    "rule supports the lead": (ROADS, 'support = ["PERUMDAM"]', 'support = ["DPUTR"]', f'{ROADS} > rules[6] > support: "DPUTR" leads "bekas-galian" already'),
    "rule's area": (ROADS, 'refer = "X-PROV"', 'refer = "X-PROV"\nareas = "33.18.99"', f'{ROADS} > rules[1] > areas: "33.18.99" is not an area of areas.csv'),
    # words and notices
    "keywords of no service": ("keywords.toml", "[jalan-rusak]", "[jalan-rusk]", 'keywords.toml > jalan-rusk: "jalan-rusk" is not a service; did you mean "jalan-rusak"?'),
    "keywords outside tables": ("keywords.toml", "[aturan]", "lampu = 1\n[aturan]", "keywords.toml > lampu: must be a table"),
    "keywords in no list": ("keywords.toml", "\nkuat = [", "\nkuatt = [", 'keywords.toml > jalan-rusak > kuatt: "kuatt" is not a list of words; did you mean "kuat"?'),
    "keywords of no opd": ("keywords.toml", "\nDPUTR = ", "\nDPUTRR = ", 'keywords.toml > aturan.kebiasaan > DPUTRR: "DPUTRR" is not an OPD'),
    "keywords' companion": ("keywords.toml", 'juga = ["', 'juga = ["DLHK", "', 'keywords.toml > jalan-rusak > juga: "DLHK" is not an OPD of opds.csv; did you mean "DLH"?'),
    "sentence's step": ("answers.toml", 'steps = ["answer"]', 'steps = ["anwser"]', 'answers.toml > diterima > steps: "anwser" is not a step with a text; did you mean "answer"?'),
    "sentence of no step": ("answers.toml", 'steps = ["answer"]', "", "answers.toml > diterima > steps: must name the steps"),
    "sentence of no service": ("answers.toml", 'services = ["lampu-jalan"]', 'services = ["lampu-jalann"]', 'answers.toml > malam-hari > services: "lampu-jalann" is not a service; did you mean "lampu-jalan"?'),
    "sentence without English name": ("answers.toml", "title.en", "title.eng", "answers.toml > diterima > title.en: is missing"),
    "sentence without words": ("answers.toml", 'text = "Terima', 'teks = "Terima', 'answers.toml > diterima > teks: "teks" is not a field of a sentence'),
    "sentence's open blank": ("answers.toml", "[hari dan tanggal].", "[hari dan tanggal.", "answers.toml > diterima > text: has a square bracket without its partner"),
    "sentence that is no table": ("answers.toml", "[diterima]", 'pendek = "x"\n[diterima]', "answers.toml > pendek: must be a table"),
    "ladder's first step": ("escalation.toml", '"opd"\ndays = 0', '"opd"\ndays = 1', "escalation.toml > part > [1]"),
    "ladder's order": ("escalation.toml", "level = 2", "level = 1", "escalation.toml > part > level"),
    "ladder's audience": ("escalation.toml", '"leaders"', '"pimpinan"', "escalation.toml > part > [4].audience"),
    "ladder without a pause": ("escalation.toml", "days = 3", "days = 0", "escalation.toml > part > [4].days"),
    "reminder after the archiving": ("escalation.toml", "remind = 5", "remind = 10", "escalation.toml > remind"),
    "digest at night": ("escalation.toml", "07:15:00", "23:15:00", "escalation.toml > digest"),
    "digest's placeholder": ("digests.toml", "{day}: {late}", "{day}: {telat}", "digests.toml > opd > subject"),
    "digest's word": ("digests.toml", "more_line =", "lagi =", "digests.toml > words > more_line"),
    "message too long": (
        "messages.toml", "{report} diterima{promise}. Info", "{report} sudah kami terima{promise}. Info",
        "messages.toml > received.id > sms: is",
    ),
    "message's language": ("messages.toml", "[closed.en]", "[closed.jv]", "messages.toml > closed.en > sms: a text is missing"),
    "sender of SMS": ("city.toml", 'sender_id = "SEDULUR"', 'sender_id = "SEDULUR KAB PATI"', "city.toml > messages > sender_id"),
    "sender of letters": ("city.toml", '"sedulur@patikab.go.id"', '"Sedulur"', "city.toml > messages > address"),
    "no sender of letters": ("city.toml", 'address = "sedulur@patikab.go.id"', "", "city.toml > messages > address: is missing"),
    "channel": ("city.toml", "sms = true", 'sms = "ya"', "city.toml > messages > sms: must be true or false"),
    "notice's placeholder": ("notices.toml", "Nomor laporan: {ticket}", "Nomor laporan: {tiket}", "notices.toml > dispatched_lead"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "complaint"), BREAKS.values(), ids=BREAKS)
def test_what_is_wrong_is_told_with_file_entry_and_field(broken, file, old, new, complaint):
    problems = broken(file, old, new)
    assert any(problem.startswith(complaint) for problem in problems), problems


def test_a_file_for_no_group_is_told(pack):
    (pack / "services" / "jalan.toml").rename(pack / "services" / "jalanan.toml")
    problems = [str(problem) for problem in check(pack)[0]]
    assert any(line.startswith('services/jalanan.toml: "jalanan" is not a group of groups.csv') for line in problems), (
        problems
    )


@pytest.mark.parametrize(
    "file",
    [
        "city.toml",
        "opds.csv",
        "areas.csv",
        "groups.csv",
        "services.csv",
        "deadlines.toml",
        "holidays.csv",
        "escalation.toml",
        "digests.toml",
        "messages.toml",
    ],
)
def test_a_missing_file_is_told_once_and_drags_nothing_along(pack, file):
    (pack / file).unlink()
    assert [str(problem) for problem in check(pack)[0]] == [f"{file}: is missing from the pack"]


def test_a_year_without_holidays_is_told(pack):
    path = pack / "holidays.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("2025")))
    problems = [str(problem) for problem in check(pack)[0]]
    assert problems == ["holidays.csv > 2025 > date: has no holidays: python -m infra city regenerate writes them"]


def test_what_the_check_accepts_can_be_loaded(pack):
    assert check(pack)[0] == []
    catalogue = FolderPack(pack).catalogue
    assert all(len(service.rules) >= 0 for service in catalogue.services.values())
