"""The citizen's pages as a browser without scripts meets them, from the form to the OPD's name on the ticket's page."""

import gzip
import re

import pytest

from chalicelib import wiring
from tests.support.stage.html_page import Page
from tests.support.stage.stage_world import ALUN_ALUN, DESA

FORM = "application/x-www-form-urlencoded"
STORY = "Lampu jalan di depan balai desa padam sejak tiga malam."


def page(world, path, **headers):
    return Page(world.get(path, **headers))


def the_form(world, service="lampu-jalan", **query):
    extra = "".join(f"&{name}={value}" for name, value in query.items())
    return page(world, f"/lapor?layanan={service}{extra}").form("/lapor")


def send(world, form, **changes):
    return Page(world.post(form.action, form.body(**changes), content_type=FORM))


def test_a_report_gets_a_number_a_secret_a_qr_code_and_the_dates_that_follow(world):
    receipt = send(world, the_form(world), description=STORY, area=DESA)
    assert receipt.status == 200
    assert re.search(r"PTI-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt.text)
    assert re.search(r"Kode rahasia ([0-9A-Z]{4} ){6}[0-9A-Z]{2} ", receipt.text)
    assert "<svg" in receipt.html.partition('class="qr"')[2]
    assert re.search(r"Dijanjikan selesai (Senin|Selasa|Rabu|Kamis|Jumat), \d+ [A-Z][a-z]+ 20\d\d", receipt.text)


def test_the_private_link_of_a_receipt_carries_the_secret_where_no_server_sees_it(world):
    receipt = send(world, the_form(world), description=STORY, area=DESA)
    secret = re.search(r"Kode rahasia ((?:\w{4} ){6}\w{2})", receipt.text)[1].replace(" ", "")
    assert [link for link in receipt.links.values() if secret in link.partition("#")[0]] == []
    assert receipt.links["Tautan pribadi laporan Anda"].endswith(f"#kode={secret}")


def test_sending_the_same_form_again_gives_the_same_receipt(world):
    form = the_form(world)
    first, second = (send(world, form, description=STORY, area=DESA) for _ in range(2))
    assert first.html == second.html


def test_without_scripts_the_receipt_says_what_coming_back_to_it_means(world):
    receipt = send(world, the_form(world), description=STORY, area=DESA)
    without_scripts = receipt.html.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "kirim ulang" in without_scripts
    assert "laporannya tetap satu" in without_scripts


def test_the_ticket_page_says_who_has_it_why_and_until_when(world):
    receipt = send(world, the_form(world), description=STORY, area=DESA, address="Depan balai desa")
    address = receipt.links["Lihat laporan ini"]
    assert "sedang ditentukan" in page(world, address).text
    world.pump()
    shown = page(world, address)
    assert "Terdisposisi" in shown.title
    assert "Penanggung jawab Dinas Perhubungan" in shown.text
    assert re.search(r"Batas waktu: \w+, \d+ \w+ 20\d\d pukul \d\d\.\d\d WIB", shown.text)
    assert "Mengapa: " in shown.text
    assert STORY in shown.text
    assert "Desa Sukolilo, Kecamatan Sukolilo" in shown.text
    assert shown.text.index("Laporan diteruskan kepada: Dinas Perhubungan") < shown.text.index("Laporan diterima.")


def test_a_report_that_rules_cannot_place_waits_for_the_coordinator_in_plain_sight(world):
    receipt = send(world, the_form(world, "lainnya"), description="Hmm, anu, begitu saja pokoknya.", area=DESA)
    world.pump()
    shown = page(world, receipt.links["Lihat laporan ini"])
    assert "Koordinator Kabupaten Pati" in shown.text
    assert "paling lambat" in shown.text


def test_a_confidential_report_shows_only_that_it_exists_and_its_status(world):
    receipt = send(world, the_form(world), description=STORY, area=DESA, visibility="confidential")
    assert "Laporan ini rahasia" in receipt.text
    world.pump()
    shown = page(world, receipt.links["Lihat laporan ini"])
    assert "Laporan rahasia" in shown.text
    assert "Terdisposisi" in shown.text
    for hidden in (STORY, "Sukolilo", "Perhubungan", "Lampu"):
        assert hidden not in shown.html
    assert receipt.links["Lihat laporan ini"] not in page(world, "/laporan").html


def test_no_page_tells_who_reported(world):
    contact = {"name": "Suparmin Wiryo", "phone": "0812-3456-7890", "email": "suparmin@contoh.id"}
    receipt = send(world, the_form(world), description=STORY, area=DESA, visibility="anonymous", **contact)
    world.pump()
    for shown in (receipt, page(world, receipt.links["Lihat laporan ini"]), page(world, "/laporan")):
        for private in ("Suparmin", "3456", "contoh.id"):
            assert private not in shown.html


def test_markup_in_a_report_is_shown_as_text(world):
    story = "<script>alert(1)</script> & <b>tebal</b> di jalan desa"
    receipt = send(world, the_form(world), description=story, area=DESA, address='"><img src=x onerror=y>')
    shown = page(world, receipt.links["Lihat laporan ini"])
    assert story in shown.text
    assert '"><img src=x onerror=y>' in shown.text
    assert "<script>alert" not in shown.html
    assert "<img" not in shown.html


def test_every_mistake_is_told_at_its_field_and_at_the_top_and_nothing_typed_is_lost(world):
    typed = {
        "description": "pendek", "address": "Pinggir <kali>", "lat": "-7.8", "long": "110.4", "phone": "0812", "name": "Sri",
        "email": "sri@", "visibility": "anonymous",
    }  # fmt: skip
    again = send(world, the_form(world, "jalan-rusak"), **typed)
    form = again.form("/lapor")
    assert again.status == 422
    assert again.title.startswith("Kesalahan: ")
    assert {name: form.fields[name] for name in typed} == typed
    for name, words in (
        ("description", "paling sedikit 10 huruf"),
        ("lat", "di luar Kabupaten Pati"),
        ("phone", "0812 3456 7890"),
        ("email", "nama@contoh.id"),
    ):
        assert words in again.of(f"{name}-error")
        assert f"#{name}" in again.addresses
        assert name in again.ids
        assert re.search(rf'id="{name}"[^>]* aria-describedby="[^"]*{name}-error"[^>]* aria-invalid="true"', again.html)
    assert "di luar Kabupaten Pati" in again.of("kesalahan")


def test_a_form_that_was_corrected_keeps_its_key_so_that_one_intention_is_one_ticket(world):
    form = the_form(world)
    corrected = send(world, form, description="pendek").form("/lapor")
    assert corrected.fields["key"] == form.fields["key"]


def test_a_place_outside_pati_can_be_replaced_by_a_village(world):
    again = send(world, the_form(world), description=STORY, lat="-7.8", long="110.4")
    assert again.status == 422
    assert send(world, again.form("/lapor"), area=DESA, lat="", long="").status == 200


def test_coordinates_with_a_comma_will_do(world):
    point = {name: str(value).replace(".", ",") for name, value in ALUN_ALUN.items()}
    receipt = send(world, the_form(world), description=STORY, **point)
    assert "-6.75123, 111.03812" in page(world, receipt.links["Lihat laporan ini"]).text


def test_a_text_changed_after_the_first_try_arrived_is_told_with_the_first_number_and_without_secret(world):
    form = the_form(world)
    first = send(world, form, description=STORY, area=DESA)
    changed = send(world, form, description=STORY + " Gelap sekali.", area=DESA)
    assert changed.status == 409
    number = re.search(r"PTI-\w{4}-\w{4}", first.text)[0]
    secret = re.search(r"Kode rahasia ((?:\w{4} ){6}\w{2})", first.text)[1]
    assert number in changed.text
    assert secret not in changed.text
    assert secret.replace(" ", "") not in changed.html.replace(" ", "")
    form_again = changed.form("/lapor")
    assert form_again.fields["description"] == STORY + " Gelap sekali."
    other = send(world, form_again)
    assert other.status == 200
    assert number not in other.text


@pytest.mark.parametrize("key", ["", "1", "a" * 21, "x" * 65, "kunci rahasia dengan spasi"])
def test_a_key_that_could_be_guessed_is_replaced_and_the_citizen_sends_once_more(world, key):
    again = send(world, the_form(world), description=STORY, area=DESA, key=key)
    assert again.status == 422
    assert "sekali lagi" in again.text
    assert len(again.form("/lapor").fields["key"]) == 32
    assert send(world, again.form("/lapor")).status == 200


def test_the_service_can_be_changed_with_everything_kept(world):
    changed = send(
        world, the_form(world), description=STORY, area=DESA, langkah="ganti", ganti="jalan-rusak", name="Sri"
    )
    form = changed.form("/lapor")
    assert changed.status == 200
    assert form.fields["service"] == "jalan-rusak"
    assert (form.fields["description"], form.fields["area"], form.fields["name"]) == (STORY, DESA, "Sri")


def test_no_service_or_an_unknown_one_leads_back_to_the_choice(world):
    assert "tidak ada dalam daftar" in page(world, "/lapor?layanan=teleportasi").text
    form = the_form(world)
    assert send(world, form, service="").status == 422


def test_every_service_of_the_pack_has_a_form_that_opens_in_both_languages(world):
    for code in wiring.city().catalogue.services:
        for language in ("id", "en"):
            shown = page(world, f"/lapor?layanan={code}&lang={language}")
            assert (shown.status, shown.language) == (200, language), code


def test_an_answer_that_means_danger_is_followed_by_whom_to_call(world):
    services = wiring.city().catalogue.services.values()
    service, question, choice = next(
        (s, q, c) for s in services for q in s.questions for c in q.choices if c.call and not s.call
    )
    form = page(world, f"/lapor?layanan={service.code}")
    beside = form.html.partition(f'value="{choice.code}"')[2].partition('type="radio"')[0]
    assert all(f'href="tel:{number}"' in beside for number in choice.call)
    assert "bukan layanan darurat" in beside
    answers = {
        f"q_{q.code}": (q.choices[-1].code if q.kind == "choice" else "1") for q in service.questions if q.required
    }
    answers[f"q_{question.code}"] = choice.code
    receipt = send(world, form.form("/lapor"), description=STORY, area=DESA, **answers)
    assert receipt.status == 200
    assert "Telepon sekarang" in receipt.text.partition("Apa yang terjadi selanjutnya")[0]


def test_a_matter_of_another_institution_says_so_before_the_report_is_sent(world):
    shown = page(world, "/lapor?layanan=listrik-pln")
    assert "Ini wewenang" in shown.text
    assert "tetap boleh mengirim" in shown.text


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("lampu mati", "lampu-jalan"),
        ("ktp hilang", "ktp-kk"),
        ("street light", "lampu-jalan"),
        ("jalan berlubang", "jalan-rusak"),
    ],
)
def test_services_are_found_by_ones_own_words(world, words, service):
    found = page(world, f"/lapor?cari={words.replace(' ', '+')}")
    results = found.html.partition('class="services"')[2].partition("</ul>")[0]
    assert f"layanan={service}" in results
    assert found.form("/lapor").fields["cari"] == words


@pytest.mark.parametrize("words", ["listrik mati", "pju", "jalan bolong", "anjing", "xqzw", ""])
def test_what_the_script_is_told_while_one_types_is_what_the_search_shows(world, words):
    asked = words.replace(" ", "+")
    results = page(world, f"/lapor?cari={asked}").html.partition("<section>")[2].partition("</section>")[0]
    answer = world.get(f"/lapor?cari={asked}&jawab=kode")
    assert answer.json_body == {"services": re.findall(r"layanan=([\w-]+)", results)}
    assert len(answer.body) < 400


def test_words_that_fit_nothing_offer_other_ways_on(world):
    assert "Tidak ada layanan yang cocok" in page(world, "/lapor?cari=xqzw").text


def test_a_number_leads_to_its_page_in_any_spelling(world):
    receipt = send(world, the_form(world), description=STORY, area=DESA)
    number = re.search(r"PTI-\w{4}-\w{4}", receipt.text)[0]
    answer = world.get(f"/lacak?nomor={number.lower().replace('-', '+')}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/laporan/{number}")


def test_a_typing_error_is_told_from_an_unknown_number_and_the_input_stays(world):
    mistyped = page(world, "/lacak?nomor=PTI-7K3M-9QX2")
    assert mistyped.status == 422
    assert "salah ketik" in mistyped.title
    assert mistyped.form("/lacak").fields["nomor"] == "PTI-7K3M-9QX2"
    unknown = page(world, "/laporan/PTI-7K3M-9QXF")
    assert (unknown.status, unknown.form("/lacak").fields["nomor"]) == (404, "PTI-7K3M-9QXF")
    assert "tidak ditemukan" in unknown.title
    assert page(world, "/laporan/PTI-7K3M-9QX2").status == 404
    assert page(world, "/lacak?nomor=").status == 422


def test_the_list_pages_and_filters_by_one_thing(world):
    send(world, the_form(world, "sampah"), description="Sampah menumpuk di dekat pasar.", area="33.18.10.2001")
    by_service = page(world, "/laporan?service=sampah")
    assert by_service.html.count('href="/laporan/PTI-') == 1
    assert "Sampah" in by_service.text
    assert page(world, "/laporan?area=33.18.10").html.count('href="/laporan/PTI-') == 1
    assert page(world, "/laporan?status=closed").html.count('href="/laporan/PTI-') == 0
    for number in range(26):
        send(world, the_form(world, "taman"), description=f"Ayunan di taman rusak, nomor {number}.", area=DESA)
    first = page(world, "/laporan?service=taman")
    assert first.html.count('href="/laporan/PTI-') == 25
    rest = page(world, first.links["Laporan sebelumnya"])
    assert rest.html.count('href="/laporan/PTI-') == 1
    assert "Kembali ke yang terbaru" in rest.links


@pytest.mark.parametrize("path", ["/laporan?service=x", "/laporan?service=sampah&status=closed", "/laporan?cursor=x"])
def test_a_filter_that_cannot_be_is_a_clear_page(world, path):
    shown = page(world, path)
    assert shown.status == 422
    assert "perlu diperbaiki" in shown.title


def test_english_stays_english_on_every_link_and_form(world):
    home = page(world, "/?lang=en")
    assert home.language == "en"
    assert "Make a report" in home.text
    form = page(world, "/lapor?layanan=lampu-jalan&lang=en").form("/lapor")
    receipt = send(world, form, description=STORY, area=DESA)
    assert "We have your report" in receipt.text
    ticket = page(world, receipt.links["See this report"])
    assert ticket.language == "en"
    again = send(world, form, description="short")
    assert again.title.startswith("Error: ")
    for shown in (home, receipt, ticket, again):
        inside = [a for a in shown.addresses if a.startswith("/") and not a.startswith("/static")]
        elsewhere = [a for a in inside if "lang=en" not in a]
        assert len(elsewhere) == (0 if shown is receipt else 1), elsewhere  # the switch back to Bahasa Indonesia


def test_the_other_language_shows_the_same_service_also_after_a_mistake(world):
    again = send(world, the_form(world), description="pendek")
    assert again.links["EN"] == "/lapor?layanan=lampu-jalan&lang=en"


@pytest.mark.parametrize(
    ("body", "content_type", "status", "words"),
    [
        (b"description=%FF%FE&service=sampah", FORM, 400, "tidak terbaca"),
        (b"\xff\xfe=1", FORM, 400, "tidak terbaca"),
        (b"description=" + b"a" * 65_536, FORM, 413, "terlalu besar"),
        (b"{}", "application/json", 415, "tidak dikenal"),
        (b"a=1", "text/plain", 415, "tidak dikenal"),
        (b"&".join(b"f%d=1" % n for n in range(200)), FORM, 400, "tidak terbaca"),
    ],
)
def test_what_is_no_form_is_a_clear_page(world, body, content_type, status, words):
    shown = Page(world.post("/lapor", body, content_type=content_type))
    assert (shown.status, shown.language) == (status, "id")
    assert words in shown.title


def test_null_and_control_characters_are_told_at_their_field(world):
    again = send(world, the_form(world), description="Lampu \x00 padam di depan rumah", area=DESA)
    assert again.status == 422
    assert "tidak terbaca" in again.of("description-error")


def test_an_address_that_does_not_exist_is_a_page(world):
    for path in ("/tidak-ada", "/tidak/ada", "/static/gone-0123456789.css"):
        shown = page(world, path)
        assert (shown.status, shown.title.startswith("Halaman tidak ditemukan")) == (404, True)


def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(world):
    for path in ("/", "/lapor", "/lapor?layanan=jalan-rusak", "/lacak", "/laporan"):
        answer = world.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        shown = Page(answer)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", shown.html)
        outward = [a for a in shown.addresses if "://" in a]
        assert outward in ([], [wiring.city().catalogue.city.contacts["website"]])


def test_the_form_is_never_cached_and_a_static_file_for_ever(world):
    assert world.get("/lapor?layanan=sampah").headers["Cache-Control"] == "no-store"
    style = next(a for a in page(world, "/").addresses if a.endswith(".css"))
    answer = world.get(style)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("path", ["/lapor", "/lapor?layanan=bekas-galian", "/lapor?layanan=bekas-galian&lang=en"])
def test_the_first_load_of_the_form_is_light_even_where_nothing_compresses(world, path):
    shown = page(world, path)
    loaded = [shown.html.encode(), *(world.get(address).body for address in shown.addresses if "/static/" in address)]
    assert sum(map(len, loaded)) < 64 * 1024
    assert sum(len(gzip.compress(each, 6)) for each in loaded) < 20 * 1024  # the promise is 60 KB over the wire


def test_an_unexpected_error_is_a_page_that_says_nothing_of_the_inside(world, monkeypatch):
    class Broken:
        def page(self, *_):
            raise RuntimeError("inside")

    monkeypatch.setattr(wiring.ports, "tickets", Broken())
    shown = page(world, "/laporan")
    assert shown.status == 500
    assert "gangguan di pihak kami" in shown.text
    assert "inside" not in shown.html


def test_a_method_that_an_address_does_not_know_is_a_page(world):
    answer = world.request("PUT", "/lapor")
    assert answer.headers["Allow"] == "GET, POST"
    assert Page(answer).status == 405
    assert "Cara membuka halaman ini tidak tepat" in Page(answer).title
