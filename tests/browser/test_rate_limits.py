"""The puzzle in a real browser: solved while people type, and a form that has to wait is sent again by itself."""

import pytest

from tests.browser.conftest import counting_reports
from tests.integration.api.test_rate_limits import from_outside
from tests.integration.citizen.test_pages import STORY, send, the_form
from tests.integration.citizen.test_rate_limits import solved
from tests.support.stage.stage_world import DESA

__all__ = ["from_outside"]


def fill(page):
    page.fill("#description", STORY)
    page.fill("#area", "Sukolilo, Sukolilo")
    page.press("#area", "Enter")


@pytest.fixture
def form(open_page, from_outside):
    def opened(address, **options):
        from_outside(address)
        return open_page("/lapor?layanan=lampu-jalan", **options)

    return opened


def test_the_puzzle_is_solved_while_somebody_types_and_the_report_goes_out_at_once(form):
    page = form("203.0.113.1")
    while not page.input_value("[name=solution]"):
        page.wait_for_timeout(50)
    fill(page)
    with counting_reports(page) as sent:
        page.click("#kirim")
        page.wait_for_selector(".receipt")
    assert len(sent) == 1


def test_while_many_report_from_one_network_the_phone_works_more_and_sends_again_by_itself(form, world):
    page = form("203.0.114.1")
    fill(page)
    for _ in range(12):
        another = the_form(world)
        send(world, another, **solved(another))
    with counting_reports(page) as sent:
        page.click("#kirim")
        page.wait_for_selector(".receipt")
    assert len(sent) == 2
    first, second = (dict(part.split("=", 1) for part in each.split("&")) for each in sent)
    assert first["key"] == second["key"]
    assert (first["puzzle"].split(".")[1], second["puzzle"].split(".")[1]) == ("7", "10")


def test_a_browser_that_solves_no_puzzles_waits_and_sends_again_by_itself(form):
    page = form("203.0.115.1")
    page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.evaluate("document.querySelector('[name=solution]').value = ''")
    fill(page)
    with counting_reports(page) as sent:
        page.click("#kirim")
        page.wait_for_selector(".receipt")
    assert 1 <= len(sent) <= 3


def test_without_scripts_the_page_says_how_long_to_wait(form):
    page = form("203.0.116.1", js=False)
    page.fill("#description", STORY)
    page.select_option("#area", DESA)
    page.click("#kirim")
    assert "Tunggu" in page.text_content("#ramai")
    assert page.input_value("#description") == STORY
    page.wait_for_timeout(5100)
    page.click("#kirim")
    page.wait_for_selector(".receipt")
