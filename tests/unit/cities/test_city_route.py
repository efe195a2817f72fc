"""`python -m infra city route`: the real decision for each line of a file, and how often it was right."""

import io
import json
import re
from pathlib import Path

import pytest

from chalicelib.adapters.city_pack.pack import load
from infra.__main__ import main
from infra.city.scores import is_right

INVENTED = Path(__file__).parents[2] / "data" / "invented-reports.jsonl"
REAL = Path(__file__).parents[4] / "shared" / "data" / "laporan-nyata-dev.jsonl"
VILLAGE, TOWN = "33.18.01.2001", "33.18.10.1005"
LAMP = {"teks": "Lampu jalan di gang kami mati, gelap sekali."}


@pytest.fixture
def route(tmp_path, capsys):
    """Runs the command on lines (dicts or raw text); answers exit code, standard output and errors."""

    def run(*lines, json_wanted=True, file=None):
        path = file or tmp_path / "laporan.jsonl"
        if file is None:
            text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
            path.write_text(text, encoding="utf-8")
        code = main(["city", "route", "pati", str(path), *(["--json"] if json_wanted else [])])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def routed(route):
    """The JSON answer for some lines."""

    def run(*lines, **options):
        code, out, err = route(*lines, **options)
        assert (code, err) == (0, "")
        return json.loads(out)

    return run


def test_a_clear_text_gets_its_lead_and_says_why(routed):
    [row] = routed(LAMP)["rows"]
    assert (row["index"], row["line"]) == (0, 1)
    assert (row["lead"], row["by"], row["service"]) == ("DISHUB", "text", "lampu-jalan")
    assert "Lampu jalan" in row["why"]
    assert row["guesses"][0]["opd"] == "DISHUB"
    assert len(row["guesses"]) == 3
    assert row["right"] is None


def test_a_text_that_says_nothing_goes_to_the_coordinator_with_guesses(routed):
    [row] = routed({"teks": "mohon bantuannya ya pak"})["rows"]
    assert row["lead"] is None
    assert row["service"] is None
    assert len(row["guesses"]) == 3


def test_a_named_service_is_decided_by_rules(routed):
    [row] = routed({"teks": "air setinggi lutut", "service": "banjir"})["rows"]
    assert (row["lead"], row["by"], row["guesses"]) == ("BPBD", "rules", [])
    assert {"DPUTR", "DINSOS"} <= set(row["support"])


def test_a_matter_of_others_is_referred(routed):
    [row] = routed({"teks": "listrik padam", "service": "listrik-pln", "opd": "X-PLN"})["rows"]
    assert (row["lead"], row["refer"], row["right"]) == (None, "X-PLN", True)


@pytest.mark.parametrize(("area", "office"), [(VILLAGE, "KEC-01"), (TOWN, "KEL-1005"), (None, None)])
def test_the_village_office_counts_as_kecamatan_also_where_the_place_is_unknown(routed, area, office):
    line = {"teks": "minta surat", "service": "surat-pengantar", "area": area, "opd": "KECAMATAN"}
    result = routed(line)
    assert result["rows"][0]["lead"] == office
    assert result["top1"] == 1.0


@pytest.mark.parametrize(
    ("chosen", "right", "same"),
    [
        ("KEC-01", "KECAMATAN", True),
        ("KEL-1005", "KECAMATAN", True),
        ("KECAMATAN", "KECAMATAN", True),
        ("RSUD-KAYEN", "RSUD", True),
        ("RSUD-SOEWONDO", "RSUD", True),
        ("RSUD-SOEWONDO", "RSUD-SOEWONDO", True),
        ("DPUTR", "DPUTR", True),
        ("DPUTR", "DPU", False),
        ("DINKES", "RSUD", False),
        (None, "DPUTR", False),
    ],
)
def test_what_counts_as_right(chosen, right, same):
    assert is_right(chosen, right) is same


def test_shares_are_over_the_lines_with_a_known_answer(routed):
    result = routed(
        {**LAMP, "opd": "DISHUB"},
        {**LAMP, "opd": "DPUTR"},
        {**LAMP, "opd": "DISDAGPERIN"},
        {**LAMP, "opd": "DISHUB"},
        LAMP,
    )
    assert len(result["rows"]) == 5
    assert (result["n"], result["top1"]) == (4, 0.5)
    assert result["top3"] in (0.5, 0.75)
    assert result["confident"] == {"n": 4, "coverage": 1.0, "precision": 0.5}
    assert {"opd": "DPUTR", "chosen": "DISHUB", "n": 1} in result["confusion"]


def test_without_known_answers_there_are_no_shares(routed):
    result = routed(LAMP)
    assert (result["n"], result["top1"], result["top3"]) == (0, None, None)


def test_the_json_holds_no_text_of_a_report(route):
    _, out, _ = route({"teks": "Lampu jalan mati di dukuh Sumbersari", "opd": "DISHUB"})
    assert "Sumbersari" not in out


def test_blank_lines_are_skipped_and_a_byte_order_mark_is_no_problem(routed):
    result = routed("\ufeff" + json.dumps(LAMP), "", "   ", LAMP)
    assert [(row["index"], row["line"]) for row in result["rows"]] == [(0, 1), (1, 4)]


def test_an_empty_file_has_no_rows(routed):
    assert routed("")["rows"] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is no JSON"),
        ("[]", 'needs "teks"'),
        ('{"teks": 3}', 'needs "teks"'),
        ("{}", 'needs "teks"'),
        ('{"teks": "a", "service": "lampu"}', 'unknown service "lampu"'),
        ('{"teks": "a", "service": ["lampu"]}', '"service" must be a text'),
        ('{"teks": "a", "area": "33.18.99"}', 'unknown area "33.18.99"'),
        ('{"teks": "a", "area": {}, "attributes": 3}', '"attributes" must be an object'),
        ('{"teks": "a", "opd": 3}', '"opd" must be a text'),
    ],
)
def test_a_broken_line_is_told_with_its_number(route, line, message):
    code, out, err = route(LAMP, "", line)
    assert code == 1
    assert out == ""
    assert "line 3" in err
    assert message in err


def test_a_missing_file_is_told(route, tmp_path):
    code, _, err = route(file=tmp_path / "missing.jsonl")
    assert code == 1
    assert "missing.jsonl" in err


def test_a_file_that_is_no_text_is_told(route, tmp_path):
    path = tmp_path / "laporan.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    code, _, err = route(file=path)
    assert code == 1
    assert "utf-8" in err


def test_an_unknown_city_is_told(capsys, tmp_path):
    (tmp_path / "laporan.jsonl").write_text("")
    assert main(["city", "route", "atlantis", str(tmp_path / "laporan.jsonl")]) == 1
    assert "atlantis" in capsys.readouterr().err


def test_standard_input_is_read_where_the_file_is_a_dash(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({**LAMP, "opd": "DISHUB"})))
    assert main(["city", "route", "pati", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["top1"] == 1.0


def test_people_see_each_decision_its_reason_the_shares_and_what_was_confused(route):
    long = {"teks": "Selokan mampet penuh lumpur. " + "Sudah lama sekali. " * 20, "opd": "DLH"}
    code, out, _ = route({**LAMP, "opd": "DISHUB"}, long, json_wanted=False)
    assert code == 0
    assert "lead DISHUB" in out
    assert "Isi laporan menyerupai layanan" in out
    assert re.search(r"DISHUB 0\.\d\d \(lampu-jalan\)", out)
    assert "top-1 50.0%" in out
    assert re.search(r"DLH → DPUTR +1", out)
    assert max(map(len, out.splitlines())) < 160


def test_invented_reports_of_all_kinds_reach_their_opd(routed):
    result = routed(file=INVENTED)
    assert result["n"] > 300
    assert result["top1"] >= 0.93
    assert result["top3"] >= 0.98
    assert result["confident"]["precision"] >= 0.95


def test_invented_reports_are_about_nearly_every_opd():
    leads = {service.responsible for service in load("pati").catalogue.services.values()}
    opds = {json.loads(line)["opd"] for line in INVENTED.read_text(encoding="utf-8").splitlines()}
    assert {"RSUD" if lead.startswith("RSUD") else lead for lead in leads} - opds <= {"", "DISKETAPANG"}


@pytest.mark.skipif(not REAL.exists(), reason="the private file of real reports is not on this machine")
def test_real_reports_reach_the_opd_that_answered_them(routed):
    result = routed(file=REAL)
    assert result["n"] == 217
    assert result["top1"] >= 0.72
    assert result["top3"] >= 0.88
    assert result["confident"]["precision"] >= 0.82
    assert result["confident"]["coverage"] >= 0.6
