"""Choosing to be told, and ending it, on a phone without JavaScript and on a desk: accessible, and big enough to tap."""

import pytest

from chalicelib import wiring
from chalicelib.domain.notifications.message import token
from chalicelib.flow.ports.delivery import Link
from tests.browser.conftest import DESK, PHONE
from tests.support.stage.accessibility import THUMB, in_language, violations
from tests.support.stage.page_actions import FORM
from tests.support.stage.stage_world import a_body

CONTACT = {"phone": "081234567890", "notify": ["sms"]}


@pytest.fixture(scope="module", autouse=True)
def _set_up(world):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEDULUR_MESSAGES", "sms email")
        yield


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.fixture
def link(world, request):
    """Where the message about a report leads to."""
    ticket, _ = world.report(a_body(contact=CONTACT, visibility=getattr(request, "param", "public")))
    key = token(wiring.tickets().get(ticket["id"]).ticket.secret_hash, "sms")
    wiring.subscriptions().add_link(key, Link(ticket["id"], "sms"))
    return f"/k/{key}"


@pytest.mark.parametrize("look", [("id", "light", PHONE), ("en", "dark", DESK), ("id", "dark", 320)])
@pytest.mark.parametrize("link", ["public", "anonymous"], indirect=True)
def test_the_page_behind_a_message_is_accessible_and_fits(open_page, axe, link, look):
    language, scheme, width = look
    page = open_page(in_language(link, language), width=width, color_scheme=scheme)
    assert violations(axe, page) == []
    page.click("button[value=stop]")
    assert page.locator("[role=status]").is_visible()
    assert violations(axe, page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("button[value=resume]").bounding_box()["height"] >= THUMB


def test_messages_are_ended_without_javascript_and_resumed(open_page, link):
    page = open_page(link, js=False)
    page.click("text=Berhenti mengirim SMS")
    assert "Anda tidak lagi menerima SMS" in page.inner_text("main")
    page.click("text=Kirimi saya SMS lagi")
    assert "Anda menerima SMS tentang laporan ini." in page.inner_text("main")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_choice_in_the_form_is_accessible_and_nothing_is_ticked(open_page, axe, language):
    page = open_page(in_language(FORM, language))
    assert violations(axe, page) == []
    assert page.locator("#notify_sms:checked, #notify_email:checked").count() == 0
    page.check("#notify_sms")
    assert page.locator("label[for=notify_sms]").bounding_box()["height"] >= THUMB


def test_the_wish_is_not_kept_in_the_phone(open_page):
    page = open_page(FORM)
    page.check("#notify_sms")
    page.fill("#description", "Lampu jalan padam sejak tiga malam.")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "padam" in kept
    assert "notify" not in kept
