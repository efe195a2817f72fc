"""Photos in a browser: made small and sent while one types, with scripts and without; shown with what they are."""

import io
import re

import pytest
from PIL import Image

from tests.browser.conftest import DESK, PHONE
from tests.support.photo_files import a_photo
from tests.support.stage.accessibility import violations
from tests.support.stage.api_staff import a_hole
from tests.support.stage.page_actions import FORM, STORY, choose_village, fill, number_on, send, tab_to

LARGE = (2400, 1800)
PHOTO = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo(size=LARGE)}
BUTTONS = ".snaps > .buttons > button"


@pytest.fixture
def shot(tmp_path):
    """Write a photo into a file, under a name that is nobody's business."""

    def written(content=None, name="Sri Wahyuni<b>.jpg", **options):
        path = tmp_path / name
        path.write_bytes(a_photo(**({"size": LARGE} | options)) if content is None else content)
        return str(path)

    return written


@pytest.fixture
def hole(world):
    ticket, secret = world.report(a_hole())
    world.pump()
    return ticket["id"], secret


def pick(page, *paths, button=BUTTONS):
    """Choose files by the button, as people do."""
    page.wait_for_selector(button)
    with page.expect_file_chooser() as chooser:
        page.click(f"{button} >> nth=-1")
    chooser.value.set_files(list(paths))


def upload_states(page):
    return [each.inner_text() for each in page.query_selector_all(".thumbs li p:first-child")]


def arrived(page, count=1, box=""):
    page.wait_for_selector(f"{box} .thumbs .sent >> nth={count - 1}")


def until(page, true):
    """Wait for an expression; `wait_for_function` would be an `eval`, which our pages forbid."""
    for _ in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {true}")


def loaded(page):
    """Width of each picture as the browser has it, once all are there."""
    page.evaluate("document.querySelectorAll('img').forEach(each => each.loading = 'eager')")
    until(page, "[...document.querySelectorAll('main img')].every(each => each.complete)")
    return page.evaluate("[...document.querySelectorAll('main img')].map(each => each.naturalWidth)")


# ---- with scripts


def test_photos_are_made_small_and_sent_while_the_citizen_types(open_page, stored, shot):
    page = open_page(FORM)
    pick(page, shot(), shot(name="b.png", kind="PNG"))
    page.fill("#description", STORY)
    arrived(page, 2)
    assert upload_states(page) == ["Foto 1: terkirim", "Foto 2: terkirim"]
    choose_village(page)
    send(page)
    assert "Foto yang ikut terkirim: 2" in page.inner_text("main")
    images = [Image.open(io.BytesIO(content)) for content in stored()]
    assert [image.size for image in images] == [(1600, 1200)] * 2
    assert {image.format for image in images} == {"JPEG"}


def test_what_the_camera_wrote_stays_on_the_citizens_phone(open_page, stored, shot):
    exif = Image.Exif()
    exif[0x9003] = "2026:11:20 08:00:00"
    exif[0x010F] = "Kamera Sri"
    page = open_page(FORM)
    pick(page, shot(exif=exif))
    arrived(page)
    (content,) = stored()
    assert b"Kamera Sri" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_photo_taken_upright_is_sent_upright(open_page, stored, shot):
    exif = Image.Exif()
    exif[0x0112] = 6
    page = open_page(FORM)
    pick(page, shot(exif=exif))
    arrived(page)
    assert Image.open(io.BytesIO(stored()[0])).size == (1200, 1600)


def test_on_the_reports_page_the_photo_is_there_once_it_was_looked_at(open_page, world, shot):
    page = open_page(FORM)
    pick(page, shot())
    fill(page)
    arrived(page)
    number = send(page)
    page.goto(f"/laporan/{number}")
    assert "Foto 1 dari pelapor: sedang diperiksa" in page.inner_text("main")
    world.pump()
    page.goto(f"/laporan/{number}")
    assert loaded(page) == [400]
    with page.context.expect_page() as large:
        page.click(".photos a")
    large.value.wait_for_load_state()
    assert large.value.evaluate("document.images[0].naturalWidth") == 1600


def test_a_photo_can_be_removed_again_also_while_it_is_on_its_way(open_page, stored, shot):
    page = open_page(FORM)
    pick(page, shot(), shot(name="b.jpg", colour=(200, 30, 30)))
    arrived(page, 2)
    first, second = page.input_value("[name=photos]").split()
    page.click(".thumbs li:first-child button:text('Hapus')")
    assert page.input_value("[name=photos]") == second
    assert upload_states(page) == ["Foto 1: terkirim"]
    page.route("**/raw*", lambda route: route.abort())
    assert first != second


def test_a_dead_line_is_tried_again_and_then_said(open_page, shot):
    page = open_page(FORM)
    page.clock.install()
    tries = []

    def dead(route):
        tries.append(1)
        route.abort()

    page.route("**/v1/photos", dead)
    pick(page, shot())
    page.wait_for_selector(".thumbs .waiting")
    assert "menunggu sinyal" in upload_states(page)[0]
    for seconds in (2, 4, 10, 30):
        page.clock.run_for(seconds * 1000)
        page.wait_for_timeout(150)
    page.wait_for_selector(".thumbs .failed")
    assert len(tries) == 5
    assert upload_states(page) == ["Foto 1: belum terkirim. Sambungan terlalu lemah."]
    page.unroute("**/v1/photos")
    page.click(".thumbs button:text('Coba lagi')")
    arrived(page)
    assert len(page.input_value("[name=photos]")) == 26


def test_a_form_waits_for_its_photos_and_sends_itself_then(open_page, world, shot):
    page = open_page(FORM)
    held = []
    page.route("**/v1/photos", lambda route: held.append(route))  # noqa: PLW0108 - playwright looks into the handler
    fill(page)
    pick(page, shot())
    page.wait_for_selector(".thumbs .sending")
    page.click("#kirim")
    page.wait_for_selector("#kirim:text('Menunggu foto terkirim')")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.wait_for_selector(".receipt")
    assert "Foto yang ikut terkirim: 1" in page.inner_text("main")


def test_a_photo_that_was_not_sent_is_not_left_out_in_silence(open_page, shot):
    page = open_page(FORM)
    fill(page)
    page.route(
        "**/v1/photos", lambda route: route.fulfill(status=422, json={"errors": [{"message": "Kirim foto lain."}]})
    )
    pick(page, shot())
    page.wait_for_selector(".thumbs .failed")
    assert upload_states(page) == ["Foto 1: belum terkirim. Kirim foto lain."]
    page.click("#kirim")
    page.wait_for_selector(".snaps .error:text('Ada foto yang belum terkirim')")
    page.click(".thumbs button:text('Hapus')")
    send(page)


def test_what_is_no_photo_and_a_sixth_one_are_refused_in_words(open_page, shot):
    page = open_page(FORM)
    pick(page, shot(b"%PDF-1.7", "surat.pdf"))
    page.wait_for_selector(".snaps .error:text('Kirim foto JPEG')")
    pick(page, shot(b"not a picture", "rusak.jpg"))
    page.wait_for_selector(".snaps .error:text('bukan foto yang bisa dibuka')")
    small = [shot(name=f"{n}.jpg", size=(60, 40), colour=(n, n, n)) for n in range(6)]
    pick(page, *small)
    page.wait_for_selector(".snaps .error:text('Paling banyak 5 foto')")
    arrived(page, 5)
    assert len(page.input_value("[name=photos]").split()) == 5
    assert not page.is_visible(BUTTONS)


def test_a_heic_photo_that_the_browser_cannot_open_is_sent_as_it_is(open_page, stored, shot):
    content = b"\0\0\0\x18ftypheic" + b"x" * 3000
    page = open_page(FORM)
    pick(page, shot(content, "IMG_1.HEIC"))
    arrived(page)
    assert stored() == [content]


def test_a_mistake_in_the_form_keeps_the_photos_and_how_they_look(open_page, shot):
    page = open_page(FORM)
    pick(page, shot())
    arrived(page)
    ids = page.input_value("[name=photos]")
    page.fill("#description", "pendek")
    page.click("#kirim")
    page.wait_for_selector("#kesalahan")
    arrived(page)
    assert page.input_value("[name=photos]") == ids
    until(page, "document.querySelector('.thumbs canvas').width > 1")
    fill(page)
    send(page)
    assert "Foto yang ikut terkirim: 1" in page.inner_text("main")
    assert page.evaluate("sessionStorage.getItem('sedulur-foto')") is None


def test_a_draft_brings_the_photos_back(open_page, shot):
    page = open_page(FORM)
    page.fill("#description", STORY)
    pick(page, shot())
    arrived(page)
    ids = page.input_value("[name=photos]")
    page.goto("/")
    page.goto(FORM)
    arrived(page)
    assert page.input_value("[name=photos]") == ids


def test_photos_are_chosen_and_removed_without_a_mouse(open_page, shot):
    page = open_page(FORM)
    page.on("filechooser", lambda chooser: chooser.set_files([shot()]))
    page.wait_for_load_state("networkidle")
    tab_to(page, BUTTONS)
    page.keyboard.press("Enter")
    arrived(page)
    page.focus(".thumbs button:text('Hapus')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Tambah foto"
    assert page.input_value("[name=photos]") == ""


def test_a_phone_offers_the_camera(open_page, shot):
    page = open_page(FORM, has_touch=True, is_mobile=True)
    page.wait_for_selector(BUTTONS)
    assert [each.inner_text() for each in page.query_selector_all(BUTTONS)] == ["Ambil foto", "Pilih dari galeri"]
    assert page.get_attribute(".snaps input[capture]", "capture") == "environment"


# ---- without


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_scripts_one_photo_goes_with_the_form_and_no_mistake_loses_it(open_page, world, shot, width):
    page = open_page(FORM, js=False, width=width)
    page.set_input_files("#photos-file", shot(size=(1200, 900)))
    page.fill("#description", "pendek")
    choose_village(page)
    page.click("#kirim")
    assert "Foto sudah kami terima" in page.inner_text("#photos")
    page.fill("#description", STORY)
    page.click("#kirim")
    number = number_on(page)
    world.pump()
    page.goto(f"/laporan/{number}")
    assert page.get_attribute("main img", "alt") == "Foto 1 dari pelapor"
    assert "Sri Wahyuni" not in page.content()


# ---- officers


@pytest.fixture(params=[(True, PHONE), (False, DESK)], ids=["phone", "desk without scripts"])
def officers(request, signed_in):
    """Whether there are scripts, and a page of the console of an officer of DPUTR, by path."""
    js, width = request.param
    return js, lambda path: signed_in("opd-DPUTR", path, js=js, width=width)


def test_an_officer_proves_the_work_and_everybody_sees_before_and_after(open_page, officers, world, stored, shot):
    report = open_page("/lapor?layanan=jalan-rusak", js=False)
    report.fill("#description", "Jalan berlubang besar di tikungan, sudah dua motor jatuh.")
    report.check("[name=q_pemilik][value=kabupaten]")
    choose_village(report)
    report.set_input_files("#photos-file", shot(colour=(120, 90, 60)))
    report.click("#kirim")
    number = number_on(report)
    world.pump()

    exif = Image.Exif()
    exif[0x0112], exif[0x0132] = 6, "2026:11:20 08:00:00"
    js, opened = officers
    officer = opened(f"/petugas/laporan/{number}")
    officer.click("#accept-dputr button")
    officer.click("#finish-dputr summary")
    officer.fill("#finish-dputr-text", "Lubang ditambal dengan aspal panas.")
    mended = shot(name="c.jpg", colour=(30, 30, 40), exif=exif)
    if js:
        pick(officer, mended, button="#finish-dputr-photos > .buttons > button")
        arrived(officer, box="#finish-dputr-photos")
        (content,) = stored()
        sent = Image.open(io.BytesIO(content))
        assert (sent.size, sent.getexif()[0x0132], sent.getexif()[0x0112]) == ((1200, 1600), "2026:11:20 08:00:00", 1)
    else:
        officer.set_input_files("#finish-dputr-photos-file", mended)
    officer.click("#finish-dputr form > p:last-of-type button")
    assert "Hasil kerja tersimpan" in officer.inner_text("main")
    world.pump()
    for page, path in ((officer, f"/petugas/laporan/{number}"), (open_page("/"), f"/laporan/{number}")):
        page.goto(path)
        pair = page.query_selector(".compared")
        assert "Sebelum" in pair.inner_text()
        assert "Sesudah: Dinas Pekerjaan Umum" in pair.inner_text()
        assert all(width > 0 for width in loaded(page))


@pytest.mark.parametrize("look", [("light", "id"), ("dark", "en")])
def test_axe_finds_nothing_where_photos_are(open_page, signed_in, axe, world, look):
    scheme, language = look
    page = open_page(f"{FORM}&lang={language}", color_scheme=scheme)
    assert violations(axe, page) == []
    pick(page, PHOTO)
    fill(page)
    arrived(page)
    page.route("**/v1/photos", lambda route: route.fulfill(status=422, json={"detail": "-"}))
    pick(page, PHOTO)
    page.wait_for_selector(".thumbs .failed")
    assert violations(axe, page) == []
    page.click(".thumbs .failed button >> nth=1")
    number = send(page)
    for _ in range(2):
        page.goto(f"/laporan/{number}?lang={language}")
        assert violations(axe, page) == []
        world.pump()
    bare = open_page(f"{FORM}&lang={language}", js=False, color_scheme=scheme)
    bare.set_input_files("#photos-file", PHOTO)
    bare.click("#kirim")
    assert bare.is_visible("#photos .option")
    coordinator = signed_in("coordinator", f"/petugas/laporan/{number}?lang={language}", color_scheme=scheme)
    coordinator.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert violations(axe, coordinator) == []
    coordinator.goto(f"/petugas/bukti?lang={language}")
    assert violations(axe, coordinator) == []


@pytest.mark.parametrize("width", [320, PHONE, DESK])
def test_nothing_is_wider_than_the_screen_and_nothing_jumps(open_page, world, shot, width):
    page = open_page(FORM, width=width)
    pick(page, shot(), shot(name="b.jpg"))
    fill(page)
    arrived(page, 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    number = send(page)
    world.pump()
    page.goto(f"/laporan/{number}")
    sizes = page.evaluate("[...document.querySelectorAll('main img')].map(each => each.getBoundingClientRect().height)")
    loaded(page)
    after = page.evaluate("[...document.querySelectorAll('main img')].map(each => each.getBoundingClientRect().height)")
    assert [round(each) for each in sizes] == [round(each) for each in after]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...document.querySelectorAll('.photos a')].map(each => each.getBoundingClientRect().height)"
    )
    assert min(small) >= 44


def test_the_name_of_a_file_is_nowhere(open_page, shot):
    page = open_page(FORM)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    pick(page, shot())
    fill(page)
    arrived(page)
    assert "Wahyuni" not in page.content()
    send(page)
    assert not [each for each in sent if re.search(rb"Wahyuni", each)]
