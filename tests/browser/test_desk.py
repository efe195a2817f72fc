"""The desk in a browser: search, what did not arrive, the overview, many accepted at once; keys, thumbs, axe."""

import pytest

from chalicelib import wiring
from tests.browser.conftest import DESK, PHONE
from tests.support.stage.accessibility import THUMB, assert_accessible
from tests.support.stage.html_page import without_tokens
from tests.support.stage.stage_world import DESA, KECAMATAN, a_body

OFFICERS = (
    "/petugas/cari",
    f"/petugas/cari?wilayah={DESA}",
    "/petugas/cari?wilayah=x",
    "/petugas?saring=belum-diterima",
)
COORDINATORS = (
    "/petugas/meja", "/petugas/cari", f"/petugas/cari?wilayah={KECAMATAN}&rahasia=1", "/petugas/tak-sampai",
    "/petugas/pimpinan",
)  # fmt: skip
AUDITORS = ("/petugas/pembacaan",)


@pytest.fixture(scope="module")
def busy(world, name_of):
    """A day at the office: reports in hand, one notice that did not arrive, one identity read. The numbers."""
    numbers = [
        world.report(a_body(description=f"Lampu nomor {n} padam.", contact={"name": "Siti"}))[0]["id"] for n in range(4)
    ]
    numbers.append(world.report(a_body(visibility="confidential"))[0]["id"])
    world.pump()
    now, ledger = wiring.now(), wiring.ledger()
    for audience, reason in (("DISHUB", "NotFound"), ("reporter/sms", "number_invalid")):
        name = f"{numbers[0]}/2/{audience}x" if audience == "DISHUB" else f"{numbers[0]}/2/{audience}"
        ledger.claim(name, numbers[0], "ticket.dispatched", audience, at=now, until=now)
        ledger.failed(name, numbers[0], reason, now)
    from chalicelib.domain.access.permissions import Actor
    from chalicelib.domain.transitions.step_input import StepInput

    reader = Actor(name_of("opd-DISHUB"), frozenset({"DISHUB"}))
    wiring.staff_actions().identity(numbers[1], reader, StepInput(text="Perlu menanyakan letak tiangnya."))
    wiring.search().by_phone(
        Actor(name_of("coordinator"), roles=frozenset({"coordinator"})),
        "081234567890",
        "Warga menelepon, nomornya hilang.",
    )
    return numbers


def test_an_officer_accepts_many_at_once_and_walks_through_them(signed_in, busy):
    page = signed_in("opd-DISHUB", "/petugas?saring=belum-diterima", width=DESK)
    before = page.locator("a[data-line]").count()
    page.check(".picks [data-all]")
    assert page.locator(".pick input:checked").count() == before
    page.uncheck(".picks [data-all]")
    for pick in page.locator(".pick input").all()[:2]:
        pick.check()
    page.click(".picks button")
    page.wait_for_selector(".done")
    assert page.locator("a[data-line]").count() == before - 2


def test_the_list_one_came_from_is_one_click_away_and_so_is_the_next_report(signed_in, busy):
    page = signed_in("opd-DISHUB", f"/petugas/cari?wilayah={DESA}", width=DESK)
    numbers = page.locator("a[data-line]").all_inner_texts()
    page.click(f"text={numbers[0]}")
    page.wait_for_selector("#urutan:not([hidden])")
    assert page.inner_text("#urutan [data-place]") == f"1 dari {len(numbers)}"
    assert page.locator("#urutan [data-to=previous]").count() == 0
    page.click("#urutan [data-to=next]")
    page.wait_for_url(f"**/{numbers[1]}")
    assert page.inner_text("#urutan [data-place]") == f"2 dari {len(numbers)}"
    page.click("#urutan [data-to=back]")
    page.wait_for_url(f"**/petugas/cari?wilayah={DESA}")


def test_arrow_keys_move_between_the_lines_of_a_list(signed_in, busy):
    page = signed_in("opd-DISHUB", width=DESK)
    lines = page.locator("a[data-line]")
    lines.nth(0).focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == lines.nth(1).inner_text()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == lines.nth(0).inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("#tindakan")


@pytest.mark.parametrize(("js", "width"), [(True, PHONE), (False, DESK)], ids=["phone", "desk without scripts"])
def test_the_coordinator_sees_to_what_did_not_arrive(signed_in, busy, js, width):
    page = signed_in("coordinator", "/petugas/meja", js=js, width=width)
    page.click(".chips >> text=Tidak sampai")
    page.wait_for_selector("h1:has-text('tidak sampai')")
    assert "nomor HP ini tidak bisa menerima SMS" in page.inner_text("main")
    page.click(".losses li:has-text('lewat SMS') button:has-text('Kirim ulang')")
    page.wait_for_selector(".done")
    assert "akan dikirim ulang" in page.inner_text(".done")


def test_a_search_by_phone_leaves_the_number_in_no_address(signed_in, busy):
    page = signed_in("coordinator", "/petugas/cari", width=PHONE)
    page.fill("#phone", "0812-3456-7890")
    page.fill("#text", "Warga menelepon.")
    page.click("text=Cari menurut nomor HP")
    page.wait_for_selector("#temuan")
    assert "3456" not in page.url
    assert "3456" not in without_tokens(page.content())


@pytest.mark.parametrize(("scheme", "language"), [("light", "id"), ("dark", "en")])
def test_axe_finds_nothing_on_the_lists(signed_in, axe, busy, scheme, language):
    assert_accessible(
        signed_in("opd-DISHUB", color_scheme=scheme), axe, [*OFFICERS, f"/petugas/laporan/{busy[0]}"], language
    )
    assert_accessible(
        signed_in("coordinator", color_scheme=scheme, width=DESK),
        axe,
        [*COORDINATORS, f"/petugas/laporan/{busy[0]}"],
        language,
    )
    assert_accessible(signed_in("auditor", color_scheme=scheme), axe, AUDITORS, language)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_list_is_wider_than_the_screen_and_all_is_big_enough_for_a_thumb(signed_in, busy, width, request):
    for group, paths in (("opd-DISHUB", OFFICERS), ("coordinator", COORDINATORS), ("auditor", AUDITORS)):
        page = signed_in(group, width=width)
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            small = page.evaluate(
                """least => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, .pick')]
                    .filter(each => each.offsetParent && !each.matches('.hide, .skip, .pick input, .tick input'))
                    .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
                    .filter(([box]) => box.height && box.height < least - 0.5)
                    .map(([box, html]) => `${box.height} ${html}`)""",
                THUMB if width == PHONE else 24,
            )
            assert [each for each in small if "/petugas/laporan/" not in each] == [], path


def test_what_is_folded_on_the_leaders_page_is_printed(signed_in, busy):
    page = signed_in("coordinator", "/petugas/pimpinan", width=DESK)
    folded = page.locator("details.arrange > :not(summary)").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
