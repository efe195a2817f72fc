"""Photos on the pages without scripts: one with the form, never lost, seen by who may see it, and nobody else's words."""

import base64
import re
from types import SimpleNamespace

import pytest

from chalicelib import names, wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.photos.proof_review import flag
from chalicelib.domain.tickets.photo import Photo, PhotoState
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.photo_files import MULTIPART, a_form, a_photo, an_id
from tests.support.puzzles import solution_of
from tests.support.stage.api_staff import a_hole
from tests.support.stage.gateway_events import event
from tests.support.stage.html_page import Page
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import ACCOUNT, CONTEXT, DESA, client

STORY = "Lampu jalan di depan balai desa padam sejak tiga malam."
FORM = "/lapor?layanan=lampu-jalan"
ATTACK = "\"><img src=x onerror=alert(1)>'); --.jpg"


@pytest.fixture
def browser(world):
    return Browser(world)


@pytest.fixture(scope="module")
def names_of(people):
    return {group: people.add(group) for group in ("opd-DPUTR", "opd-DLH", "coordinator", "leader")}


@pytest.fixture
def at_work(world, names_of):
    """`at_work(group)`: a browser in which somebody of this group is signed in."""

    def signed_in(group):
        browser = Browser(world)
        browser.sign_in(names_of[group])
        return browser

    return signed_in


@pytest.fixture
def hole(world):
    ticket, secret = world.report(a_hole(photos=[an_id()]))
    world.pump()
    return ticket["id"], secret


def carry(browser, form, photo=b"", kind="image/jpeg", name="IMG_1.jpg", **changes):
    """Send a form with a file chosen in it (or none)."""
    values = {key: value for key, value in (form.fields | changes).items() if value is not None}
    return browser.post(form.action, a_form(values, photo=photo, kind=kind, name=name), content_type=MULTIPART)


def photos_in(form):
    return form.fields["photos"].split()


def raw(world):
    """What was stored and not looked at yet, by id."""
    bucket = names.photos(world.stage, ACCOUNT)
    listed = client("s3").list_objects_v2(Bucket=bucket, Prefix="raw/").get("Contents", ())
    return {each["Key"].removeprefix("raw/") for each in listed}


def named(world, number):
    """The photos that the events of a ticket name."""
    case = wiring.tickets().get(number, internal=True)
    return [photo for each in case.events for photo in each.data.wire.get("photos", ())]


def number_on(page):
    return re.search(r"PTI-\w{4}-\w{4}", page.text)[0]


def looked_at(number, *photos, sequence=1, opd="", **changes):
    """As `clean_photo` leaves it."""
    for photo in photos:
        known = Photo(photo, sequence, PhotoState.CLEAN, wiring.now(), opd, width=1600, height=1200, **changes)
        wiring.tickets().add_photo(number, known)


def images(page):
    return re.findall(r"<img [^>]*>", page.html)


# ---- the report form


def test_one_photo_comes_with_the_form(world, browser):
    content = a_photo(colour=(1, 2, 3))
    receipt = carry(browser, browser.get(FORM).form("/lapor"), content, description=STORY, area=DESA)
    assert receipt.status == 200
    assert "Foto yang ikut terkirim: 1" in receipt.text
    (photo,) = named(world, number_on(receipt))
    stored = client("s3").get_object(Bucket=names.photos(world.stage, ACCOUNT), Key=f"raw/{photo}")
    assert stored["Body"].read() == content


def test_a_form_without_a_photo_is_a_report_too(world, browser):
    receipt = carry(browser, browser.get(FORM).form("/lapor"), description=STORY, area=DESA)
    assert receipt.status == 200
    assert named(world, number_on(receipt)) == []


def test_a_mistake_in_the_form_loses_neither_words_nor_photo(world, browser):
    again = carry(browser, browser.get(FORM).form("/lapor"), a_photo(), description="pendek", area=DESA)
    form = again.form("/lapor")
    assert again.status == 422
    assert "Foto sudah kami terima" in again.text
    assert len(photos_in(form)) == 1
    receipt = carry(browser, form, description=STORY)
    assert receipt.status == 200
    assert named(world, number_on(receipt)) == photos_in(form)


def test_a_second_photo_joins_the_first_after_a_mistake(world, browser):
    again = carry(browser, browser.get(FORM).form("/lapor"), a_photo(), description="pendek", area=DESA)
    receipt = carry(browser, again.form("/lapor"), a_photo(colour=(200, 10, 10)), description=STORY)
    assert len(named(world, number_on(receipt))) == 2


def test_a_photo_that_came_along_can_be_left_out_again(world, browser):
    again = carry(browser, browser.get(FORM).form("/lapor"), a_photo(), description="pendek", area=DESA)
    form = again.form("/lapor")
    assert "photos-without-1" in again.ids
    receipt = carry(browser, form, description=STORY, without_1=photos_in(form)[0])
    assert named(world, number_on(receipt)) == []


def test_changing_the_service_keeps_the_photo(browser):
    form = browser.get(FORM).form("/lapor")
    other = carry(browser, form, a_photo(), description=STORY, langkah="ganti", ganti="sampah").form("/lapor")
    assert other.fields["service"] == "sampah"
    assert len(photos_in(other)) == 1


def test_loading_the_receipt_again_is_the_same_report_with_the_same_photo(browser):
    form = browser.get(FORM).form("/lapor")
    first, second = (carry(browser, form, a_photo(), description=STORY, area=DESA) for _ in range(2))
    assert first.status == second.status == 200
    assert number_on(first) == number_on(second)


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"<svg onload=alert(1)>", "image/svg+xml", "Kirim foto JPEG, PNG, WebP, atau HEIC."),
        (b"x" * 4_000_001, "image/jpeg", "Paling besar 4 MB"),
        (b"%PDF-1.7", "application/pdf", "Kirim foto JPEG"),
    ],
    ids=["svg", "too big", "pdf"],
)
def test_a_photo_that_will_not_do_is_told_at_its_field_and_the_words_stay(world, browser, content, kind, words):
    before = raw(world)
    again = carry(browser, browser.get(FORM).form("/lapor"), content, kind, description=STORY, area=DESA)
    assert again.status == 422
    assert words in again.of("photos-error")
    assert "#photos" in again.addresses
    assert again.form("/lapor").fields["description"] == STORY
    assert raw(world) == before


def test_six_photos_are_one_too_many(browser):
    form = browser.get(FORM).form("/lapor")
    ids = " ".join(an_id() for _ in range(6))
    again = carry(browser, form, description=STORY, area=DESA, photos=ids)
    assert "Paling banyak 5 foto" in again.of("photos-error")


def test_what_an_attacker_writes_into_the_name_of_a_file_or_an_id_reaches_no_page(browser):
    form = browser.get(FORM).form("/lapor")
    for kind in ("image/jpeg", '"><script>alert(2)</script>'):
        again = carry(
            browser, form, a_photo(), kind, name=ATTACK, description="pendek", photos='"><script>alert(3)</script>'
        )
        assert again.status == 422
        assert "onerror" not in again.html
        assert "<script>alert" not in again.html


def test_a_body_that_is_no_form_gets_a_page(browser):
    form = browser.get(FORM).form("/lapor")
    answer = browser.post(form.action, b"--x--", content_type="multipart/form-data; boundary=y")
    assert answer.status == 400
    assert browser.post(form.action, b"{}", content_type="application/json").status == 415


def test_a_photo_arrives_as_api_gateway_hands_it_over(world):
    """In base 64: `multipart/form-data` is among the binary types."""
    assert "multipart/form-data" in world.app.api.binary_types
    form = Page(world.get(FORM)).form("/lapor")
    filled = form.fields | {"description": STORY, "area": DESA, "solution": solution_of(form.fields["puzzle"])}
    body = a_form(filled, photo=a_photo())
    gateway_event = event("/lapor", method="POST", body=base64.b64encode(body).decode(), Content_Type=MULTIPART)
    answer = world.app(gateway_event | {"isBase64Encoded": True}, CONTEXT)
    receipt = Page(SimpleNamespace(status_code=answer["statusCode"], body=answer["body"].encode()))
    assert receipt.status == 200
    assert len(named(world, number_on(receipt))) == 1


# ---- the public page, and the reporter's


def test_a_photo_is_said_to_be_looked_at_then_shown_with_its_size_and_a_way_to_the_large_one(world, browser, hole):
    number, _ = hole
    page = browser.get(f"/laporan/{number}")
    assert "Foto 1 dari pelapor: sedang diperiksa" in page.text
    assert images(page) == []
    looked_at(number, *named(world, number))
    page = browser.get(f"/laporan/{number}")
    (image,) = images(page)
    assert 'alt="Foto 1 dari pelapor"' in image
    assert 'width="400" height="300" loading="lazy"' in image
    assert any(re.search(r"/clean/[0-9A-Z]{26}\.jpg\?", address) for address in page.addresses)


def test_a_page_may_load_pictures_from_the_bucket_only_where_it_shows_some(world, browser, hole):
    number, secret = hole

    def policy():
        policy = browser.answer.headers["Content-Security-Policy"]
        return dict(each.strip().split(" ", 1) for each in policy.split(";"))

    bucket = wiring.photos().origin
    browser.get(f"/laporan/{number}")
    assert bucket not in str(policy())
    looked_at(number, *named(world, number))
    browser.get(f"/laporan/{number}")
    assert (policy()["img-src"], policy()["connect-src"]) == (f"'self' {bucket}", "'self'")
    browser.send(browser.get(f"/laporan/{number}").step("open"), secret=secret)
    assert (policy()["img-src"], policy()["connect-src"]) == (f"'self' {bucket}", f"'self' {bucket}")
    browser.get(FORM)
    assert (policy()["img-src"], policy()["connect-src"]) == ("'self'", f"'self' {bucket}")
    for path in ("/", "/lapor", "/laporan", "/lacak"):
        browser.get(path)
        assert bucket not in str(policy())
    assert policy()["form-action"] == "'self'"


def test_a_confidential_reports_photo_is_shown_with_the_secret_alone(world, browser):
    photo = an_id()
    ticket, secret = world.report(a_hole(visibility="confidential", photos=[photo]))
    number = ticket["id"]
    world.pump()
    looked_at(number, photo)
    page = browser.get(f"/laporan/{number}")
    assert photo not in page.html
    assert photo not in browser.send(page.step("open"), secret="0" * 26).html
    assert len(images(browser.send(page.step("open"), secret=secret))) == 1
    assert browser.answer.headers["Cache-Control"] == "no-store"


def test_a_reporters_message_carries_a_photo_that_only_the_departments_and_the_reporter_see(world, browser, hole):
    number, secret = hole
    own = browser.send(browser.get(f"/laporan/{number}").step("open"), secret=secret)
    own = carry(browser, own.step("message"), a_photo(), text="Ini lebih dekat.")
    assert own.status == 200
    assert "Pesan Anda sudah sampai" in own.text
    (photo,) = named(world, number)[1:]
    looked_at(number, photo, sequence=wiring.tickets().get(number).ticket.sequence)
    assert photo not in browser.get(f"/laporan/{number}").html
    again = browser.send(browser.get(f"/laporan/{number}").step("open"), secret=secret)
    assert photo in again.html
    assert photos_in(again.step("message")) == []


def test_a_message_without_words_keeps_its_photo_in_the_form(world, browser, hole):
    number, secret = hole
    own = browser.send(browser.get(f"/laporan/{number}").step("open"), secret=secret)
    again = carry(browser, own.step("message"), a_photo(), text="")
    assert again.status in (409, 422)
    assert len(photos_in(again.step("message"))) == 1
    assert "Foto sudah kami terima" in again.text
    done = carry(browser, again.step("message"), text="Ini lebih dekat.")
    assert named(world, number)[1:] == photos_in(again.step("message"))
    assert done.status == 200


def test_a_strangers_photo_is_not_even_stored(world, browser, hole):
    number, secret = hole
    own = browser.send(browser.get(f"/laporan/{number}").step("open"), secret=secret)
    before = raw(world)
    page = carry(browser, own.step("message"), a_photo(colour=(9, 9, 9)), text="Halo.", secret="0" * 26)
    assert page.status == 403
    assert raw(world) == before


# ---- the console


def test_an_officer_finishes_with_a_photo_as_proof(world, at_work, hole):
    number, _ = hole
    officer = at_work("opd-DPUTR")
    officer.take(number, "accept", "DPUTR")
    page = officer.take(number, "start", "DPUTR")
    form = page.step("finish", "DPUTR")
    assert "Layanan ini perlu foto bukti." in page.text
    without = carry(officer, form, text="Sudah ditambal.")
    assert without.status == 409
    assert "perlu foto bukti" in without.of("kesalahan")
    refused = carry(officer, without.step("finish", "DPUTR"), a_photo(), text="")
    assert len(photos_in(refused.step("finish", "DPUTR"))) == 1
    done = carry(officer, refused.step("finish", "DPUTR"), text="Sudah ditambal.")
    assert "Hasil kerja tersimpan" in done.text
    assert named(world, number)[1:] == photos_in(refused.step("finish", "DPUTR"))


def test_before_and_after_stand_side_by_side_for_staff_and_public(world, browser, at_work, hole):
    number, _ = hole
    officer = at_work("opd-DPUTR")
    officer.take(number, "accept", "DPUTR")
    form = officer.on(number).step("finish", "DPUTR")
    carry(officer, form, a_photo(), text="Sudah ditambal.")
    before, after = named(world, number)
    looked_at(number, before)
    assert "Sebelum dan sesudah" not in officer.on(number).text
    done = next(e for e in wiring.tickets().get(number).events if e.type == "assignment.done")
    looked_at(number, after, sequence=done.sequence, opd="DPUTR")
    for page in (officer.on(number), browser.get(f"/laporan/{number}")):
        assert "Sebelum dan sesudah" in page.text
        pair = page.html.partition('class="compared"')[2]
        assert before in pair
        assert after in pair


def test_no_officer_sees_a_photo_of_a_report_that_is_none_of_the_opds(world, at_work, hole):
    number, _ = hole
    looked_at(number, *named(world, number))
    stranger = at_work("opd-DLH")
    page = stranger.on(number)
    assert page.status == 404
    assert named(world, number)[0] not in page.html
    before = raw(world)
    mine = at_work("opd-DPUTR").on(number).step("answer", "DPUTR")
    csrf = stranger.get("/petugas/akun").forms[-1].fields["csrf"]
    assert carry(stranger, mine, a_photo(colour=(7, 7, 7)), text="Halo.", csrf=csrf).status == 404
    assert raw(world) == before


@pytest.fixture
def doubtful(world, hole):
    """A report finished with a photo that was used on another report before: its number, the photo, the other one."""
    number, _ = hole
    earlier, unlike, photo = an_id(), an_id(), an_id()
    other = world.report(a_hole(photos=[unlike, earlier]))[0]["id"]
    world.pump()
    looked_at(other, earlier, unlike)
    officer = wiring.staff_actions()
    dputr = Actor("rina", frozenset({"DPUTR"}))
    officer.take("accept", number, dputr, StepInput(), "DPUTR")
    case = officer.take("finish", number, dputr, StepInput(text="Sudah ditambal.", photos=(photo,)), "DPUTR")
    done = case.last("assignment.done")
    found = Photo(
        photo, done.sequence, PhotoState.CLEAN, wiring.now(), "DPUTR", width=1600, height=1200,
        flags=("same_picture", "no_origin"), due=wiring.now(), like=other, like_photo=earlier,
    )  # fmt: skip
    wiring.tickets().save(flag(case.ticket, found, StepContext("system", wiring.now())))
    return number, photo, other


def test_the_coordinator_finds_doubtful_proof_in_a_list_with_the_reasons(at_work, doubtful):
    number, photo, _ = doubtful
    coordinator = at_work("coordinator")
    page = coordinator.get("/petugas/bukti")
    assert number in page.links
    assert "Foto yang persis sama sudah pernah dipakai." in page.text
    assert "Foto tidak memuat waktu dan tempat pengambilan." in page.text
    assert any(photo in image for image in images(page))


def test_the_list_is_one_query(at_work, doubtful, calls):
    coordinator = at_work("coordinator")
    coordinator.get("/petugas/bukti")
    calls.clear()
    coordinator.get("/petugas/bukti")
    assert calls == ["Query"]


def test_doubtful_proof_is_beside_the_earlier_picture_and_can_be_accepted(world, at_work, doubtful):
    number, photo, other = doubtful
    coordinator = at_work("coordinator")
    page = coordinator.on(number)
    doubt = page.html.partition("note doubt")[2]
    assert photo in doubt
    unlike, earlier = named(world, other)
    assert f"/thumb/{earlier}.jpg" in doubt
    assert f"/thumb/{unlike}.jpg" not in doubt, "the one that is alike, not all of that report"
    assert f"Dari laporan {other}" in page.text
    accepted = coordinator.send(page.step("accept_proof", photo), text="Tempatnya memang sama.")
    assert "Bukti diterima" in accepted.text
    assert number not in coordinator.get("/petugas/bukti").links
    assert ("accept_proof", photo) not in coordinator.on(number).steps


def test_rejected_proof_opens_the_work_again_and_goes_out_of_public_sight(browser, at_work, doubtful):
    number, photo, _ = doubtful
    coordinator = at_work("coordinator")
    form = coordinator.on(number).step("reject_proof", photo)
    refused = coordinator.send(form, text="")
    assert refused.status == 409
    assert "Tulis dulu keterangannya." in refused.of("kesalahan")
    rejected = coordinator.send(refused.step("reject_proof", photo), text="Foto dari laporan lain.")
    assert "Bukti ditolak" in rejected.text
    assert photo not in browser.get(f"/laporan/{number}").html
    officer = at_work("opd-DPUTR").on(number)
    assert ("finish", "DPUTR") in officer.steps
    assert "tidak diterima sebagai bukti" in officer.text
    assert "Foto dari laporan lain." in officer.text


def test_a_picture_can_be_taken_out_of_public_sight_with_a_reason(world, browser, at_work, hole):
    number, _ = hole
    (photo,) = named(world, number)
    looked_at(number, photo)
    coordinator = at_work("coordinator")
    hidden = coordinator.send(coordinator.on(number).step("hide_photo", photo), text="Wajah anak terlihat.")
    assert "Foto disembunyikan" in hidden.text
    assert photo not in browser.get(f"/laporan/{number}").html
    assert "Wajah anak" not in browser.get(f"/laporan/{number}").html
    assert photo in at_work("opd-DPUTR").on(number).html


def test_only_the_coordinator_judges_photos(at_work, doubtful):
    number, photo, _ = doubtful
    form = at_work("coordinator").on(number).step("accept_proof", photo)
    for group in ("opd-DPUTR", "leader"):
        browser = at_work(group)
        page = browser.on(number)
        assert [step for step in page.steps if step[1] == photo] == []
        csrf = browser.get("/petugas/akun").forms[-1].fields["csrf"]
        assert browser.send(form, csrf=csrf).status == 403
    assert "Dari laporan" not in at_work("opd-DPUTR").on(number).text
    assert at_work("opd-DPUTR").get("/petugas/bukti").status == 404
    assert number in at_work("leader").get("/petugas/bukti").links


def test_where_the_deploy_has_not_told_of_a_bucket_reports_come_without_photos(world, browser, monkeypatch):
    monkeypatch.setattr(wiring, "photos_origin", lambda: "")
    page = browser.get(FORM)
    assert "photos" not in page.ids
    assert carry(browser, page.form("/lapor"), description=STORY, area=DESA).status == 200
