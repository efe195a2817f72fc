"""Words that occur nowhere else are sent through a whole journey, and then looked for where they must not be.

Who reported stands in one sealed item and in what is sent to that very person. What people wrote stands in the report,
in its notes, and in the letters about a public report. Nothing of either is in logs, events, ledger or counters.
"""

import itertools
import json
import re
from contextlib import contextmanager

import pytest
from botocore.client import BaseClient

from chalicelib import names, wiring
from chalicelib.adapters.aws import clients
from chalicelib.domain.notifications.message import token
from tests.integration.api.test_photos import sent
from tests.integration.local.test_scheduled_functions import a_working_morning, call
from tests.support.photo_files import a_photo
from tests.support.stage.accounts import People
from tests.support.stage.api_staff import AUDITOR, COORDINATOR, LEADER
from tests.support.stage.scriptless_browser import FORM, Browser
from tests.support.stage.stage_world import DESA, client

VISIBILITIES = ("public", "anonymous", "confidential")
SERVICE, SERVICE_NAME, PLACE = "jalan-rusak", "Jalan rusak", "Sukolilo"
PHONES = itertools.count(7001)


class Canaries:
    """`canaries("ask")` is a word for one place; `who` are those of the reporter."""

    def __init__(self, visibility):
        self.mark = f"KENARI{visibility[:3].upper()}"
        self.phone = f"+62812990{next(PHONES)}"
        self.who = (f"{self.mark}NAMA", self.phone.removeprefix("+62"), f"{self.mark}surat".lower())

    def __call__(self, place):
        return f"{self.mark}{place} tertulis di sini."

    @property
    def contact(self):
        name, _, mail = self.who
        return {"name": name, "phone": self.phone, "email": f"{mail}@warga.example", "notify": ["sms", "email"]}

    def people_in(self, text):
        return [word for word in self.who if word.lower() in text.lower()]

    def words_in(self, text):
        return sorted(set(re.findall(rf"{self.mark}\w*", text, re.IGNORECASE)))


class Outgoing:
    """Everything that the app hands to SNS and SES."""

    def __init__(self):
        self.made = []

    def notices(self, number):
        """To OPDs, coordinator and leaders, by form."""
        for _, received in self.made:
            if "TopicArn" in received and number in json.dumps(received):
                yield received

    def messages(self, to):
        """To the person with this phone or address, as one text."""
        return "\n".join(
            json.dumps(received, default=str) for _, received in self.made if to in json.dumps(received, default=str)
        )


@contextmanager
def listening():
    outgoing, send = Outgoing(), BaseClient._make_api_call

    def heard(self, operation, parameters):
        if self in clients._clients.values() and operation in ("Publish", "SendEmail"):
            outgoing.made.append((operation, parameters))
        return send(self, operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", heard)
        yield outgoing


class Journey:
    """Everything that can happen to a report, with a canary in every text."""

    def __init__(self, world, office, visibility):
        self.world, self.office, self.visibility = world, office, visibility
        self.canary = Canaries(visibility)

    def _agree(self):
        """The owner of phone and mailbox answers the first question."""
        self.world.pump()
        secret_hash = wiring.tickets().get(self.number).ticket.secret_hash
        for channel in ("sms", "email"):
            wiring.unsubscribe().resume(wiring.unsubscribe().find(token(secret_hash, channel)))

    def go(self):
        say, coordinator, dputr = self.canary, self.office(COORDINATOR), self.office("opd-DPUTR")
        self._report()
        self._agree()
        number, reporter = self.number, {"ticket_secret": self.secret}
        dputr.does(number, "assignments/DPUTR/accept")
        dputr.does(number, "ask", text=say("tanya"))
        dputr.does(number, "room", text=say("ruang"))
        self.world.pump()
        self._says("message", text=say("jawab"))
        dputr.does(number, "assignments", opd="DLH", reason=say("ajak"))
        self.office("opd-DLH").does(number, "assignments/DLH/return", reason=say("kembali"))
        dputr.does(number, "assignments", opd="BPBD", reason=say("ajakdua"))
        coordinator.does(number, "assignments/BPBD/waive", reason=say("bebas"))
        self.office(LEADER).does(number, "assignments/DPUTR/extend", days=3, reason=say("tambah"))
        if self.visibility == "confidential":
            coordinator.does(number, "assignments/DPUTR/allow-identity", reason=say("izin"))
        for who in (coordinator, *([dputr] if self.visibility != "anonymous" else ())):
            assert who.post(f"/v1/tickets/{number}/identity", {"reason": say("baca kontak pelapor")}).status_code == 200
        coordinator.does(number, "verify", reason=say("periksa"))
        dputr.does(number, "assignments/DPUTR/answer", text=say("balas"))
        self._finish("selesai")
        self._says("dispute", text=say("bantah"), photos=[sent(self.world)])
        self.world.pump()
        self._finish("selesaidua")
        self._says("confirm", text=say("setuju"))
        self._says("rate", text=say("nilai"), stars=2)
        self.world.post(f"/v1/tickets/{number}/message", {"text": "x" * 9000}, **reporter)
        assert coordinator.post("/v1/search", {"phone": say.phone, "reason": say("cari")}).status_code == 200
        self.world.pump()
        return self

    def _report(self):
        report = {
            "service": SERVICE, "description": self.canary("laporan"), "visibility": self.visibility,
            "location": {"area": DESA, "lat": -6.9321, "long": 110.9321, "address": self.canary("patokan")},
            "contact": self.canary.contact, "photos": [sent(self.world)], "attributes": {"pemilik": "kabupaten"},
        }  # fmt: skip
        ticket, self.secret = self.world.report(report)
        self.number = ticket["id"]
        self.world.pump()

    def _says(self, step, **body):
        answer = self.world.post(f"/v1/tickets/{self.number}/{step}", body, ticket_secret=self.secret)
        assert answer.status_code == 200, answer.body
        self.world.pump()

    def _finish(self, place):
        photo = sent(self.world, a_photo(colour=(90, 10, len(place))))
        fields = {"text": self.canary(place), "photos": [photo]}
        self.office("opd-DPUTR").does(self.number, "assignments/DPUTR/finish", **fields)
        self.world.pump()


@pytest.fixture(scope="module", autouse=True)
def _set_up(world):
    client("sesv2").create_email_identity(EmailIdentity="patikab.go.id")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEDULUR_MESSAGES", "sms email")
        yield


@pytest.fixture(scope="module")
def journeys(world, office):
    """One of each visibility; what went out meanwhile, and what was printed."""
    import io
    from contextlib import redirect_stderr, redirect_stdout

    printed = io.StringIO()
    with listening() as outgoing, redirect_stdout(printed), redirect_stderr(printed):
        made = {each: Journey(world, office, each).go() for each in VISIBILITIES}
        _merge(world, office, made)
        _break(world, made["confidential"])
        with pytest.MonkeyPatch.context() as patch:
            late = a_working_morning(120)
            patch.setattr(wiring.ports, "clock", lambda: late)
            call("watch_deadlines")
            call("send_digests")
            world.pump()
    made["outgoing"], made["printed"] = outgoing, printed.getvalue()
    return made


def _merge(world, office, made):
    """Two more anonymous ones, of which one follows the other."""
    pair = [Journey(world, office, "anonymous") for _ in range(2)]
    for each in pair:
        each._report()
    office(COORDINATOR).does(pair[0].number, "merge", to=pair[1].number, reason=pair[0].canary("gabung"))
    world.pump()
    made["merged"], made["kept"] = pair


def _break(world, journey):
    """What goes wrong is told in the log."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "reporter_actions", lambda: (_ for _ in ()).throw(RuntimeError(journey.canary("salah"))))
        fields = {"text": journey.canary("gagal")}
        answer = world.post(f"/v1/tickets/{journey.number}/message", fields, ticket_secret=journey.secret)
    assert answer.status_code == 500
    assert journey.canary.mark not in answer.body.decode()


@pytest.fixture(scope="module")
def stored(world, journeys):
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=names.table(world.stage))
    return [item for page in pages for item in page["Items"]]


def everybody(journeys):
    return [journeys[each] for each in (*VISIBILITIES, "merged", "kept")]


def test_nothing_of_a_person_and_nothing_that_was_written_is_in_any_log_line(journeys):
    printed = journeys["printed"]
    assert "MessagesSent" in printed
    assert "request failed" in printed
    for journey in everybody(journeys):
        assert journey.canary.people_in(printed) == []
        assert journey.canary.words_in(printed) == []
        assert journey.secret not in printed


def test_who_reported_lies_in_no_item_that_can_be_read(journeys, stored):
    """The sealed item is of bytes. (The emulator's seal keeps the plain text in base 64, KMS does not.)"""
    for item in stored:
        text = json.dumps({name: value for name, value in item.items() if "B" not in value}, default=str)
        for journey in everybody(journeys):
            assert journey.canary.people_in(text) == [], (item["pk"], item["sk"])
            assert journey.secret not in text
    sealed = [item for item in stored if item["sk"]["S"] == "~identity"]
    assert len(sealed) == len(everybody(journeys))


WRITTEN = re.compile(r"ticket|report|note#\d+|\|note#\d+|search")
"""Items that hold what people wrote: the report, the notes, and why somebody searched by phone."""


def test_what_was_written_lies_in_reports_and_notes_alone(journeys, stored):
    kinds = set()
    for item in stored:
        text = json.dumps(item, default=str)
        kinds.add(re.split(r"[#\d]", item["sk"]["S"])[0])
        if not WRITTEN.fullmatch(item["sk"]["S"]):
            for journey in everybody(journeys):
                assert journey.canary.words_in(text) == [], (item["pk"], item["sk"])
    assert {"event", "~delivery", "~counted", "photo", "sheet", "link"} <= kinds, kinds


def test_every_note_of_what_opds_say_among_themselves_sorts_behind_what_the_public_reads(journeys, stored):
    inside = ("ruang", "ajak", "kembali", "bebas", "baca", "periksa")
    for item in stored:
        text = json.dumps(item, default=str)
        if any(f"KENARI{kind}{place} " in text for kind in ("PUB", "ANO", "CON") for place in inside):
            assert item["sk"]["S"] > "|", item["sk"]


def test_no_notice_tells_who_reported_and_none_tells_a_note(journeys):
    for journey in everybody(journeys):
        found = list(journeys["outgoing"].notices(journey.number))
        assert found
        for notice in found:
            text = json.dumps(notice)
            assert journey.canary.people_in(text) == []
            assert journey.secret not in text
            assert set(journey.canary.words_in(text)) <= {f"{journey.canary.mark}{p}" for p in ("laporan", "patokan")}


def test_notices_about_a_confidential_report_tell_nothing_of_it(journeys):
    """To people not even what it is about; to machines what it is filed under, as docs/decisions.md says."""
    journey = journeys["confidential"]
    for notice in journeys["outgoing"].notices(journey.number):
        assert journey.canary.words_in(json.dumps(notice)) == []
        forms = json.loads(notice["Message"])
        for shown in (notice.get("Subject", ""), forms["email"], forms["sms"]):
            assert SERVICE_NAME.lower() not in shown.lower()
            assert PLACE not in shown
        machine = json.loads(forms["default"])
        assert not {"description", "location", "answers", "why"} & set(machine)
        assert "110.93" not in forms["default"]


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_messages_to_the_reporter_tell_nothing_that_was_written(journeys, visibility):
    journey = journeys[visibility]
    name, phone, mail = journey.canary.who
    for to in (phone, mail):
        messages = journeys["outgoing"].messages(to)
        assert messages.count("\n") >= 2, "they were told several times"
        assert set(journey.canary.words_in(messages)) <= {mail, mail.upper()}
        assert name not in messages
        if visibility != "public":
            assert SERVICE_NAME.lower() not in messages.lower()
            assert PLACE not in messages
        if visibility == "anonymous":
            assert journey.number not in messages


def test_digests_name_numbers_only(journeys):
    digests = [notice for _, notice in journeys["outgoing"].made if "digest.daily" in json.dumps(notice)]
    assert digests
    for notice in digests:
        text = json.dumps(notice)
        assert SERVICE not in text
        assert SERVICE_NAME not in text
        assert PLACE not in text
        assert all(journey.canary.words_in(text) == [] for journey in everybody(journeys))


PUBLIC = (
    "/", "/laporan", "/statistik", "/laporan?opd=DPUTR", f"/laporan?area={DESA}", f"/laporan?kecamatan={DESA[:8]}",
    f"/laporan?service={SERVICE}", "/laporan?status=closed", "/laporan?status=resolved", "/v1/tickets",
    "/v1/statistics", "/v1/statistics.csv", f"/v1/statistics?area={DESA[:8]}",
)  # fmt: skip


def test_a_confidential_report_is_in_no_list_and_its_page_tells_only_that_it_exists(world, journeys):
    journey = journeys["confidential"]
    for path in PUBLIC:
        assert journey.number not in world.get(path).body.decode(), path
    for path in (f"/laporan/{journey.number}", f"/v1/tickets/{journey.number}"):
        shown = world.get(path).body.decode()
        assert journey.number in shown
        assert journey.canary.words_in(shown) == []
        for word in (SERVICE, SERVICE_NAME, PLACE, DESA, "DPUTR", "Pekerjaan Umum", "110.93", "/clean/", "/thumb/"):
            assert word not in shown, (path, word)
    assert world.post(f"/v1/tickets/{journey.number}/support", {}, idempotency_key="k" * 20).status_code == 404
    refused = world.request("POST", f"/laporan/{journey.number}/saya-juga", b"", content_type=FORM)
    assert refused.status_code == 404


@pytest.mark.parametrize("visibility", [*VISIBILITIES, "merged", "kept"])
def test_the_public_sees_neither_who_reported_nor_what_opds_say_among_themselves(world, journeys, visibility):
    journey = journeys[visibility]
    secretive = {f"{journey.canary.mark}{p}" for p in ("ruang", "ajak", "kembali", "bebas", "baca", "periksa")}
    number = journey.number
    for path in (*PUBLIC, f"/laporan/{number}", f"/v1/tickets/{number}", f"/laporan/{number}/survei"):
        shown = world.get(path).body.decode()
        assert journey.canary.people_in(shown) == [], path
        assert not secretive & set(journey.canary.words_in(shown)), path
    with_secret = world.get(f"/v1/tickets/{number}", ticket_secret=journey.secret).body.decode()
    assert journey.canary.people_in(with_secret) == []
    told = {f"{journey.canary.mark}baca"}  # the reporter reads why the contact was opened
    assert not (secretive - told) & set(journey.canary.words_in(with_secret))


OTHERS = ("opd-DISHUB", "opd-DLH")
"""One that never had an assignment, and one that has given it back."""


def console(world, *groups):
    browser = Browser(world)
    browser.sign_in(People(client, world.stage).add(*groups))
    return browser


@pytest.mark.parametrize("group", OTHERS)
def test_an_opd_without_an_assignment_finds_nothing_of_it_in_any_list_of_the_console_or_api(
    world, office, journeys, group
):
    code = group.removeprefix("opd-")
    browser, officer = console(world, group), office(group)
    asks = [f"/petugas?opd={code}", "/petugas", f"/petugas/cari?wilayah={DESA}", f"/petugas/cari?wilayah={DESA[:8]}",
            f"/petugas/cari?wilayah={DESA}&rahasia=1", f"/petugas/cari?wilayah={DESA}&opd=DPUTR", "/petugas/meja",
            "/petugas/bukti", "/petugas/tampilan", "/petugas/tak-sampai", "/petugas/pimpinan", "/petugas/pembacaan", "/petugas/pimpinan/angka",
            "/petugas/pimpinan/angka.csv", "/petugas/pimpinan/angka.json", "/petugas/pimpinan/laporan"]  # fmt: skip
    calls = ["/v1/inbox", "/v1/inbox?opd=DPUTR", "/v1/inbox?opd=proof", "/v1/inbox?opd=coordinator&counts=true",
             f"/v1/search?area={DESA}", f"/v1/search?area={DESA}&confidential=true", f"/v1/search?area={DESA}&opd=DPUTR",
             "/v1/undelivered", "/v1/overview", "/v1/reads"]  # fmt: skip
    calls += [f"/v1/search?number={journey.number}" for journey in everybody(journeys)]
    shown = [browser.get(path).html for path in asks] + [officer.get(path).body.decode() for path in calls]
    for journey in everybody(journeys):
        own = [browser.on(journey.number).html, officer.get(f"/v1/tickets/{journey.number}").body.decode()]
        own.append(browser.get(f"/petugas/laporan/{journey.number}/gabung").html)
        assert [text for text in (*shown, *own) if journey.canary.words_in(text)] == []
        assert [text for text in shown if journey.number in text] == []


@pytest.mark.parametrize("group", ["opd-DPUTR", COORDINATOR, LEADER, AUDITOR])
def test_nobody_sees_who_reported_without_having_asked_for_it(world, office, journeys, group):
    browser, person = console(world, group), office(group)
    for journey in everybody(journeys):
        shown = [browser.on(journey.number).html, person.get(f"/v1/tickets/{journey.number}").body.decode()]
        if group == COORDINATOR:
            shown.append(browser.get(f"/petugas/laporan/{journey.number}/gabung").html)
        shown += [browser.get(path).html for path in ("/petugas", "/petugas/meja", "/petugas/tak-sampai",
                                                      "/petugas/pimpinan", "/petugas/pembacaan", "/petugas/bukti", "/petugas/tampilan")]  # fmt: skip
        assert [text for text in shown if journey.canary.people_in(text)] == []


def test_the_reporter_of_an_anonymous_report_is_hidden_from_its_opd_everywhere(world, office, journeys):
    browser, officer = console(world, "opd-DPUTR"), office("opd-DPUTR")
    for name in ("anonymous", "merged", "kept"):
        journey = journeys[name]
        assert officer.post(f"/v1/tickets/{journey.number}/identity", {"reason": "Ingin tahu."}).status_code == 403
        csrf = browser.on(journey.number).form("/petugas/keluar").fields["csrf"]
        forged = f"csrf={csrf}&step=identity&text=Ingin+tahu.".encode()
        assert browser.post(f"/petugas/laporan/{journey.number}", forged).status == 403
        phone = {"phone": journey.canary.phone, "reason": "Ingin tahu."}
        assert officer.post("/v1/search", phone).status_code == 403
        for notice in ("1/reporter/sms", "1/reporter/email"):
            refused = officer.post(f"/v1/tickets/{journey.number}/notices", {"notice": notice, "action": "send"})
            assert refused.status_code == 403
