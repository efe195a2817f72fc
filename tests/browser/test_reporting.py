"""A citizen reports, on a phone and at a desk, with and without scripts, and on a line that dies."""

import pytest

from tests.browser.conftest import DESK, PHONE, counting_reports
from tests.support.stage.page_actions import FORM, STORY, choose_village, fill, number_on, send, tab_to


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_from_the_first_page_to_the_opds_name(open_page, world, js, width):
    page = open_page("/", js=js, width=width)
    page.click("main a:text('Buat laporan')")
    page.fill("#cari", "lampu mati")
    page.click("button:text('Cari')")
    page.click(".services a >> nth=0")
    fill(page)
    page.fill("#address", "Depan balai desa")
    page.fill("#phone", "0812 3456 7890")
    number = send(page)
    page.click("text=Lihat laporan ini")
    world.pump()
    page.reload()
    assert page.inner_text("h1").split() == ["Laporan", number]
    assert "Dinas Perhubungan" in page.inner_text(".parts")
    page.goto("/lacak")
    page.fill("#nomor", number.lower())
    page.click("main button")
    assert page.url.endswith(f"/laporan/{number}")


def test_everything_goes_with_the_keyboard_alone(open_page):
    page = open_page("/")
    tab_to(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lapor")
    tab_to(page, "#cari")
    page.keyboard.type("lampu mati")
    page.keyboard.press("Enter")
    page.wait_for_selector(".services")
    tab_to(page, ".services a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#description")
    tab_to(page, "#description")
    page.keyboard.type(STORY)
    tab_to(page, "#area")
    page.keyboard.type("sukoli")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#area").startswith("Sukolilo")
    assert page.eval_on_selector("[name=area]", "field => field.value")
    tab_to(page, "#visibility")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("[value=anonymous]")
    tab_to(page, "#kirim")
    page.keyboard.press("Enter")
    page.wait_for_selector(".receipt")


def test_enter_in_a_field_sends_the_report_and_does_not_change_the_service(open_page):
    page = open_page(FORM, js=False)
    fill(page)
    page.press("#address", "Enter")
    page.wait_for_selector(".receipt")


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_double_tap_is_one_report(open_page, js):
    page = open_page(FORM, js=js)
    fill(page, f"Lampu padam di gang, dilaporkan dengan ketuk ganda {js}.")
    with counting_reports(page) as sent:
        page.dblclick("#kirim", no_wait_after=True)
        page.wait_for_selector(".receipt")
    number = number_on(page)
    if js:
        assert len(sent) == 1
    page.goto("/laporan?service=lampu-jalan")
    assert page.locator(f"a[href$='{number}']").count() == 1


def test_what_was_written_survives_a_dead_line_and_is_sent_once_it_is_back(open_page):
    page = open_page(FORM)
    fill(page)
    page.fill("#name", "Sri")
    key = page.input_value("[name=key]")
    page.context.set_offline(True)
    page.click("#kirim")
    page.wait_for_selector("#gagal:visible")
    assert "tidak hilang" in page.inner_text("#gagal")
    assert page.input_value("#description") == STORY
    page.context.set_offline(False)
    with counting_reports(page) as sent:
        page.click("#gagal button")
        page.wait_for_selector(".receipt")
    assert len(sent) == 1
    assert key in sent[0]


def test_a_closed_tab_loses_nothing_but_the_contact(open_page):
    page = open_page(FORM)
    fill(page)
    page.fill("#name", "Sri")
    page.fill("#phone", "081234567890")
    key = page.input_value("[name=key]")
    page.goto("/lapor")
    page.click("#lanjut a")
    assert page.input_value("#description") == STORY
    assert page.input_value("#area") == "Sukolilo"
    assert page.input_value("[name=key]") == key
    assert page.input_value("#name") == ""
    assert page.input_value("#phone") == ""
    assert "Sri" not in page.evaluate("JSON.stringify(localStorage)")
    page.click("#draf button")
    page.wait_for_function("document.querySelector('#description').value === ''")


def test_nothing_of_a_confidential_report_stays_on_the_phone(open_page):
    page = open_page(FORM)
    fill(page)
    assert page.evaluate("localStorage.length") == 1
    page.click("label:text('Rahasia')")
    page.fill("#address", "Rumah nomor tiga")
    assert page.evaluate("localStorage.length") == 0


def test_the_service_can_be_changed_without_sending(open_page):
    page = open_page(FORM)
    fill(page)
    page.click("summary:text('Ganti layanan')")
    page.select_option("#ganti", "jalan-rusak")
    page.click("[name=langkah]")
    page.wait_for_selector(".chosen:has-text('Jalan rusak')")
    assert page.input_value("#description") == STORY
    assert page.input_value("#area") == "Sukolilo"
    send(page)


def test_an_answer_that_got_lost_does_not_make_a_second_report(open_page):
    page = open_page(FORM)
    fill(page, "Lampu padam, dan sinyal hilang tepat setelah dikirim.")

    def swallow(route):
        if route.request.method == "POST":
            route.fetch()  # the report arrives
            route.abort()  # its answer does not
        else:
            route.continue_()

    page.route("**/lapor", swallow)
    with page.expect_event("requestfailed"):
        page.click("#kirim")
    page.unroute("**/lapor")
    page.goto(FORM)
    assert "sinyal hilang" in page.input_value("#description")
    number = send(page)
    page.goto("/laporan?service=lampu-jalan")
    assert page.locator(f"a[href$='{number}']").count() == 1
    assert page.evaluate("localStorage.length") == 0


def test_a_line_that_answers_nothing_keeps_the_text_and_says_so(open_page):
    page = open_page(FORM)
    fill(page)
    page.route("**/*.svg", lambda route: route.abort())
    page.click("#kirim")
    page.wait_for_selector("#gagal:visible")
    assert page.input_value("#description") == STORY
    assert page.inner_text("#kirim") == "Kirim laporan"


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_the_summary_of_mistakes_leads_to_the_field(open_page, js):
    page = open_page(FORM, js=js)
    page.fill("#description", "padam")
    page.click("#kirim")
    page.wait_for_selector("#kesalahan")
    assert page.title().startswith("Kesalahan: ")
    page.click("#kesalahan a >> nth=1")
    assert page.url.endswith("#area")
    page.keyboard.press("Tab") if not js else None
    if js:
        assert page.evaluate("document.activeElement.id") == "area"


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_an_answer_that_means_danger_shows_at_once_whom_to_call(open_page, js):
    page = open_page("/lapor?layanan=jalan-rusak", js=js)
    assert not page.is_visible(".option .call")
    page.click("label:text('Ada korban sekarang')")
    assert page.is_visible(".option .call a[href='tel:119']")
    page.click("label:text('Tidak, hanya mengganggu')")
    assert not page.is_visible(".option .call")


def test_the_phones_location_fills_the_coordinates(open_page):
    place = {"latitude": -6.75123, "longitude": 111.03812, "accuracy": 12}
    page = open_page(FORM, geolocation=place, permissions=["geolocation"])
    page.click("#gps button >> nth=0")
    page.wait_for_selector("#gps .told:text('12 meter')")
    assert (page.input_value("[name=lat]"), page.input_value("[name=long]")) == ("-6.75123", "111.03812")
    page.fill("#description", STORY)
    send(page)


def test_a_location_outside_pati_is_not_used_and_a_village_still_can_be_chosen(open_page):
    place = {"latitude": -6.98, "longitude": 110.41}
    page = open_page(FORM, geolocation=place, permissions=["geolocation"])
    page.click("#gps button >> nth=0")
    page.wait_for_selector("#gps .told:text('di luar Kabupaten Pati')")
    assert page.input_value("[name=lat]") == ""
    fill(page)
    send(page)


def test_a_phone_that_does_not_tell_its_location_is_no_obstacle(open_page):
    page = open_page(FORM)
    page.click("#gps button >> nth=0")
    page.wait_for_selector("#gps .told:text('Tidak apa-apa')")
    choose_village(page)


def test_the_characters_left_are_counted(open_page):
    page = open_page(FORM)
    page.fill("#description", "Lampu")
    assert page.inner_text(".count") == "Tulis paling sedikit 5 huruf lagi"
    page.fill("#description", "a" * 3990)
    assert page.inner_text(".count") == "Sisa 10 huruf"
    page.fill("#description", "a" * 4003)
    assert page.inner_text(".count") == "Kelebihan 3 huruf"
    page.fill("#description", "a" * 100)
    assert page.inner_text(".count") == ""


def test_a_village_that_does_not_exist_is_said_at_once(open_page):
    page = open_page(FORM)
    page.fill("#area", "Atlantis")
    assert "Tidak ada desa" in page.inner_text("#area-hint")


def test_the_list_of_services_shrinks_while_one_types(open_page):
    page = open_page("/lapor")
    page.fill("#cari", "pohon")
    assert "Layanan yang cocok" in page.inner_text("form[role=search]")
    assert page.is_visible(".shelf a[href*='layanan=pohon']")
    assert not page.is_visible(".shelf a[href*='layanan=ktp-kk']")
