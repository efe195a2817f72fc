"""The city's figures from end to end: reports, events, counters, data, pages, and the survey."""

import csv
import json
import os
from io import StringIO
from unittest.mock import patch

import pytest

from chalicelib import wiring
from chalicelib.domain.city import date_format
from chalicelib.domain.statistics.period import Period
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from infra.__main__ import main
from infra.aws.release import stages
from tests.support.stage.accounts import People
from tests.support.stage.api_staff import COORDINATOR, LEADER
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import a_body, client

SUKOLILO = "33.18.01"


@pytest.fixture(scope="module")
def busy_city(world, office):
    """Six lamps, one of them done, all counted."""
    made = [world.report(a_body()) for _ in range(6)]
    world.pump()
    number, _ = made[0]
    dishub = office("opd-DISHUB")
    dishub.does(number["id"], "assignments/DISHUB/start")
    dishub.does(number["id"], "assignments/DISHUB/finish", text="Lampu sudah menyala.")
    world.pump()
    publish(world)
    return made


def publish(world):
    """The city's figures as the scheduled function publishes them at midnight."""
    assert wiring.figure_publication().publish()


def this_month():
    """The running month; who names none is shown that of yesterday."""
    return f"{wiring.city().calendar.day(wiring.now()):%Y-%m}"


@pytest.fixture
def browser(world):
    return Browser(world)


def rows(statistics, table):
    return statistics["tables"][table]


def test_the_public_gets_protected_figures_and_leaders_exact_ones(world, office, busy_city):
    public = world.get(f"/v1/statistics?month={this_month()}")
    assert "public" in public.headers["Cache-Control"]
    assert public.json_body["as_of"] is not None
    assert (
        rows(public.json_body, "reports")["all"] | {"received": 6, "resolved": "<5"}
        == rows(public.json_body, "reports")["all"]
    )
    exact = office(LEADER).get("/v1/statistics")
    assert exact.headers["Cache-Control"] == "no-store"
    statistics = exact.json_body
    assert (statistics["exact"], statistics["as_of"]) == (True, None)
    assert rows(statistics, "reports")["all"]["resolved"] == 1
    assert rows(statistics, "opds")["DISHUB"]["open"] == 5
    assert rows(statistics, "opds")["DISHUB"]["kept_share"] == 1.0
    assert rows(statistics, "statuses") == {"dispatched": {"received": 5}, "resolved": {"received": 1}}


def test_an_officer_gets_what_the_public_gets(world, office, busy_city):
    assert office("opd-DISHUB").get("/v1/statistics").json_body == world.get("/v1/statistics").json_body


@pytest.mark.parametrize("length", [1, 3, 12])
@pytest.mark.parametrize("who", [COORDINATOR, "opd-DISHUB"])
def test_csv_has_a_line_for_each_figure_of_the_json(office, busy_city, who, length):
    """Whoever looks, and at whatever period."""
    client = office(who)
    period = Period(this_month()).around(length).code
    statistics = client.get(f"/v1/statistics?month={period}").json_body
    answer = client.get(f"/v1/statistics.csv?month={period}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(StringIO(answer.body.decode())))
    figures = [(t, r, c) for t, table in statistics["tables"].items() for r, row in table.items() for c in row]
    assert [(line["table"], line["row"], line["column"]) for line in lines] == figures
    received = next(line for line in lines if (line["table"], line["column"]) == ("reports", "received"))
    assert (received["month"], received["value"]) == (period, "6")


@pytest.mark.parametrize("query", ["month=2999-01", "month=kemarin", "area=x", "area=33.18.01.2001"])
def test_what_cannot_be_shown_is_refused_by_field(world, query):
    answer = world.get(f"/v1/statistics?{query}")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json_body["errors"]] == [query.partition("=")[0]]


def test_a_months_figures_cost_four_reads(world, busy_city, calls):
    world.get("/v1/statistics")
    assert calls == ["GetItem", "Query", "Query", "Query"]


def test_a_kecamatans_figures_cost_one_more_for_the_public(world, busy_city, calls):
    world.get(f"/v1/statistics?area={SUKOLILO}")
    assert calls == ["GetItem", "Query", "Query", "Query", "Query"]


def test_a_years_figures_cost_a_read_for_each_month_of_it_and_of_the_one_before(world, busy_city, calls):
    year = this_month()[:4]
    statistics = world.get(f"/v1/statistics?month={year}").json_body
    assert (statistics["month"], rows(statistics, "reports")["all"]["received"]) == (year, 6)
    assert (calls[0], set(calls[1:])) == ("GetItem", {"Query"})
    assert len(calls) <= 1 + 12 + 12 + 1


def test_the_year_is_a_page_for_the_public_and_one_to_print_for_leaders(world, browser, busy_city):
    year = this_month()[:4]
    for query in (f"bulan={year}", f"bulan={year}&lang=en", f"bulan={year}&wilayah={SUKOLILO}"):
        assert world.get(f"/statistik?{query}").status_code == 200
    signed_in(world, browser, LEADER)
    for path in ("", "/laporan"):
        browser.get(f"/petugas/pimpinan{path}?bulan={year}")
        assert browser.answer.status_code == 200
        assert f"tahun {year}" in browser.answer.body.decode()


def test_a_month_long_ago_is_empty_and_no_error(world, office):
    statistics = office(LEADER).get("/v1/statistics?month=2020-01").json_body
    assert rows(statistics, "reports")["all"]["received"] == 0
    assert world.get("/statistik?bulan=2020-01").status_code == 200


@pytest.mark.parametrize("query", ["", "?lang=en", f"?wilayah={SUKOLILO}", "?bulan=2020-01", "?bulan=2020-Q1"])
def test_the_public_page_is_whole_without_scripts_and_styles_nothing_inline(world, busy_city, query):
    answer = world.get(f"/statistik{query}")
    body = answer.body.decode()
    assert answer.status_code == 200
    assert "style=" not in body
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "max-age" in answer.headers["Cache-Control"]


def test_the_public_page_shows_what_the_data_has(browser, busy_city):
    page = browser.get(f"/statistik?bulan={this_month()}")
    assert "&lt;5" in browser.answer.body.decode()
    assert "Dinas Perhubungan" in browser.answer.body.decode()
    assert page.status == 200


def signed_in(world, browser, *groups):
    name = People(client, world.stage).add(*groups)
    browser.sign_in(name)
    return browser


def test_leaders_find_their_figures_and_the_report_to_print(world, browser, busy_city):
    signed_in(world, browser, LEADER)
    for path in ("/petugas/pimpinan", "/petugas/pimpinan/laporan"):
        browser.get(path)
        body = browser.answer.body.decode()
        assert browser.answer.status_code == 200
        assert "Dinas Perhubungan" in body
        assert "&lt;5" not in body
        assert browser.answer.headers["Cache-Control"] == "no-store"


def test_the_download_of_the_console_is_exact(world, browser, busy_city):
    signed_in(world, browser, COORDINATOR)
    browser.get("/petugas/pimpinan.json")
    statistics = json.loads(browser.answer.body)
    assert statistics["exact"]
    assert statistics["now"]["reports"]["open"] == rows(statistics, "reports")["all"]["open"] == 5
    browser.get("/petugas/pimpinan.csv")
    written = browser.answer.body.decode()
    assert "resolved,1" in written
    assert ",,now_reports,all,open,5" in written
    assert ",,now_opds,DISHUB,open,5" in written


def test_the_old_addresses_of_the_figures_lead_to_the_one_page(world, browser, busy_city):
    signed_in(world, browser, LEADER)
    for old, new in (("angka?bulan=2020-01", "?bulan=2020-01"), ("angka.csv?month=2020-01", ".csv?bulan=2020-01")):
        browser.get(f"/petugas/pimpinan/{old}")
        assert browser.trail[-1] == f"/petugas/pimpinan{new}"
        assert browser.answer.status_code == 200


@pytest.mark.parametrize("path", ["", ".csv", ".json", "/laporan", "/angka", "/angka.csv", "/angka.json"])
def test_an_officer_has_no_leaders_page(world, browser, path):
    signed_in(world, browser, "opd-DISHUB")
    browser.get(f"/petugas/pimpinan{path}")
    assert browser.answer.status_code == 404


@pytest.mark.parametrize("query", ["bulan=2999-01", "bulan=kemarin", "bulan=0001-01", "wilayah=x"])
def test_a_month_or_an_area_that_cannot_be_is_told_beside_the_form(browser, query):
    page = browser.get(f"/statistik?{query}")
    assert page.status == 422
    assert 'role="alert"' in browser.answer.body.decode()
    form = next(form for form in page.forms if form.action.endswith("/statistik"))
    assert {"bulan", "wilayah"} <= set(form.fields)


def test_what_is_protected_in_public_is_so_in_page_data_and_csv_alike(world, browser, busy_city):
    """One lamp of six was done: neither that one nor the five that were not stand anywhere."""
    month = this_month()
    browser.get(f"/statistik?bulan={month}")
    page = browser.answer.body.decode()
    statistics = world.get(f"/v1/statistics?month={month}").json_body
    lines = csv.DictReader(StringIO(world.get(f"/v1/statistics.csv?month={month}").body.decode()))
    written = {(line["table"], line["row"], line["column"]): line["value"] for line in lines}
    assert rows(statistics, "reports")["all"]["resolved"] == written["reports", "all", "resolved"] == "<5"
    assert rows(statistics, "opds")["DISHUB"]["done"] == written["opds", "DISHUB", "done"] == "<5"
    assert "<b>&lt;5</b>" in page
    assert "<b>1</b>" not in page
    assert ">1</td>" not in page


def test_before_the_first_night_the_page_says_when_there_will_be_figures(world, monkeypatch):
    monkeypatch.setattr(type(wiring.ports.published_figures), "edition", lambda _: None)
    page = world.get("/statistik").body.decode()
    assert "belum terbit untuk pertama kalinya" in page
    assert world.get("/v1/statistics").json_body["tables"] is None
    assert len(world.get("/v1/statistics.csv").body.decode().splitlines()) == 1


def test_the_page_says_of_when_the_figures_are_and_what_became_of_confidential_ones(browser, busy_city):
    browser.get(f"/statistik?bulan={this_month()}")
    page = browser.answer.body.decode()
    edition = wiring.ports.published_figures.edition()
    assert f"Angka per {date_format.moment(edition.at, 'WIB')}" in page
    assert "Laporan rahasia tidak masuk angka OPD mana pun" in page


def test_what_happened_today_is_published_at_night_and_confidential_reports_are_not(world, office, busy_city):
    """Leaders see both at once."""
    path, exact = f"/v1/statistics?month={this_month()}", office(LEADER).get("/v1/statistics").json_body
    before = world.get(path).json_body["tables"]
    world.report(a_body(visibility="confidential"))
    world.pump()
    now = office(LEADER).get("/v1/statistics").json_body
    assert rows(now, "reports")["all"]["received"] == rows(exact, "reports")["all"]["received"] + 1
    assert world.get(path).json_body["tables"] == before
    publish(world)
    assert world.get(path).json_body["tables"] == before
    world.report(a_body())
    world.pump()
    assert world.get(path).json_body["tables"] == before
    publish(world)
    after = rows(world.get(path).json_body, "reports")["all"]["received"]
    assert after == before["reports"]["all"]["received"] + 1


# the survey


def form_of(browser, number, secret):
    """The nine questions, by the secret."""
    return browser.post(f"/laporan/{number}/survei", f"secret={secret}".encode())


def answers(secret, **changes):
    fields = {"secret": secret, "step": "send"} | dict.fromkeys(ELEMENTS, "3") | changes
    return "&".join(f"{name}={value}" for name, value in fields.items()).encode()


def test_the_reporter_answers_nine_questions_once(world, browser, office, busy_city):
    (ticket, secret) = busy_city[0]
    page = form_of(browser, ticket["id"], secret)
    assert page.status == 200
    assert browser.answer.body.decode().count('type="radio"') == 36
    browser.post(f"/laporan/{ticket['id']}/survei", answers(secret, conduct="4"))
    assert "sudah dihitung" in browser.answer.body.decode()
    browser.post(f"/laporan/{ticket['id']}/survei", answers(secret))
    assert browser.answer.status_code == 409
    statistics = office(LEADER).get("/v1/statistics").json_body
    assert rows(statistics, "survey")["all"] == {"answers": 1, "index": 77.78}
    assert rows(statistics, "opds")["DISHUB"]["ikm_answers"] == 1


def test_nothing_stored_ties_the_answers_to_the_ticket(world, busy_city):
    """The mark beside the ticket holds nothing but that it was asked; the answers hold no number and no day."""
    (ticket, _) = busy_city[0]
    mark = next(item for item in world.items(ticket["id"]) if item["sk"]["S"] == "~surveyed")
    assert set(mark) == {"pk", "sk"}
    scanned = client("dynamodb").scan(TableName=f"sedulur-{world.stage}")["Items"]
    (answer,) = [item for item in scanned if item["sk"]["S"] == "survey"]
    assert set(answer) == {"pk", "sk", "m", "o", "a", "g"}
    assert ticket["id"] not in json.dumps({k: v for k, v in answer.items() if k != "g"})


def test_an_answer_that_is_missing_is_named_and_the_others_stay(world, browser, office):
    number, secret = a_done_lamp(world, office)
    browser.post(f"/laporan/{number}/survei", answers(secret, time="", cost="7"))
    body = browser.answer.body.decode()
    assert browser.answer.status_code == 422
    assert 'href="#time-4"' in body
    assert 'href="#cost-4"' in body
    assert body.count(" checked") == 7


def test_a_strangers_secret_opens_no_survey(browser, busy_city):
    (ticket, _) = busy_city[1]
    assert form_of(browser, ticket["id"], "0" * 26).status == 403
    browser.post(f"/laporan/{ticket['id']}/survei", answers("0" * 26))
    assert browser.answer.status_code == 403


def test_the_survey_waits_for_the_end(browser, busy_city):
    (ticket, secret) = busy_city[1]
    assert form_of(browser, ticket["id"], secret).status == 409


def test_the_reporters_page_offers_the_survey_once_it_is_done(world, browser, office):
    number, secret = a_done_lamp(world, office)
    browser.post(f"/laporan/{number}", f"secret={secret}&step=open".encode())
    assert f'action="/laporan/{number}/survei"' in browser.answer.body.decode()


def test_answering_costs_one_transaction_and_two_reads(world, browser, office, calls):
    number, secret = a_done_lamp(world, office)
    calls.clear()
    browser.post(f"/laporan/{number}/survei", answers(secret))
    assert calls == ["Query", "GetItem", "TransactWriteItems"]


def a_done_lamp(world, office):
    ticket, secret = world.report(a_body())
    world.pump()
    office("opd-DISHUB").does(ticket["id"], "assignments/DISHUB/start")
    office("opd-DISHUB").does(ticket["id"], "assignments/DISHUB/finish", text="Sudah menyala.")
    return ticket["id"], secret


# the administrator


@pytest.fixture
def admin(world, monkeypatch, capsys):
    """Runs a command on the stage: its exit code and what it printed."""
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")
    capsys.readouterr()

    def run(*arguments):
        with patch.dict(os.environ):
            code = main([*arguments, "--stage", world.stage])
        return code, "".join(capsys.readouterr())

    return run


def test_the_administrator_counts_everything_anew_with_the_same_result(world, office, admin, busy_city):
    world.pump()
    before = office(LEADER).get("/v1/statistics").json_body
    code, output = admin("rebuild-statistics")
    assert code == 0
    assert "Everybody reads generation 2 now" in output
    assert "0 of them other than before" in output
    assert " before, " not in output
    assert office(LEADER).get("/v1/statistics").json_body == before
    world.report(a_body())
    world.pump()
    assert rows(office(LEADER).get("/v1/statistics").json_body, "reports")["all"]["received"] == (
        rows(before, "reports")["all"]["received"] + 1
    )


def test_what_was_counted_wrongly_is_told_and_put_right(world, office, admin, busy_city):
    world.pump()
    key = {"pk": {"S": "count#2#now#all"}, "sk": {"S": "city#0"}}
    client("dynamodb").update_item(
        TableName=f"sedulur-{world.stage}", Key=key, UpdateExpression="ADD #n :n",
        ExpressionAttributeNames={"#n": "open"}, ExpressionAttributeValues={":n": {"N": "100"}},
    )  # fmt: skip
    wrong = rows(office(LEADER).get("/v1/statistics").json_body, "reports")["all"]["open"]
    _, output = admin("rebuild-statistics")
    assert f"now city open: {wrong} before, {wrong - 100} now" in output
    assert rows(office(LEADER).get("/v1/statistics").json_body, "reports")["all"]["open"] == wrong - 100


def test_the_administrator_publishes_the_figures_at_once(world, admin, busy_city):
    before = wiring.ports.published_figures.edition().number
    assert admin("publish-figures") == (0, "The public reads the figures of this moment.\n")
    assert wiring.ports.published_figures.edition().number == before + 1


def test_figures_of_an_older_release_are_not_published_before_they_are_counted_anew(world, admin, busy_city):
    generation = wiring.counters().generations().current
    key = {"pk": {"S": f"count#{generation}#{this_month()}#all"}, "sk": {"S": "city#0"}}
    client("dynamodb").update_item(
        TableName=f"sedulur-{world.stage}", Key=key, UpdateExpression="ADD #n :n",
        ExpressionAttributeNames={"#n": "visibility:confidential"}, ExpressionAttributeValues={":n": {"N": "1"}},
    )  # fmt: skip
    code, output = admin("publish-figures")
    assert code == 1
    assert "run rebuild-statistics" in output
    admin("rebuild-statistics")
    assert admin("publish-figures")[0] == 0
