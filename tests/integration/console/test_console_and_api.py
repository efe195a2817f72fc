"""The JSON API offers staff every action that the console has, with the same rules."""

import pytest

from chalicelib.domain.actions.action import Target
from chalicelib.domain.actions.registry import FORMS, STAFF
from tests.support.stage.accounts import PASSWORD
from tests.support.stage.api_staff import Person, a_flood
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import a_body

TICKET = "/v1/tickets/{number}"
SAME: dict[str, tuple[str, ...]] = {
    "/petugas/masuk": ("/v1/sessions", "POST"),
    "/petugas/keluar": ("/v1/sessions", "DELETE"),
    "/petugas/lupa": ("/v1/passwords", "POST", "PUT"),
    "/petugas/akun": ("/v1/totp", "POST", "PUT"),
    "/petugas/cari": ("/v1/search", "GET", "POST"),
    "/petugas/terima": (f"{TICKET}/assignments/{{opd}}/{{action}}", "POST"),  # once for each
    "/petugas/laporan/{number}": (TICKET, "GET"),  # its forms: `ADDRESSES`
    "/petugas/laporan/{number}/gabung": (f"{TICKET}/{{action}}", "POST"),
    "/petugas/laporan/{number}/pemberitahuan": (f"{TICKET}/notices", "POST"),
    "/petugas": ("/v1/inbox", "GET"),
    "/petugas/meja": ("/v1/inbox", "GET"),
    "/petugas/bukti": ("/v1/inbox", "GET"),
    "/petugas/tampilan": ("/v1/inbox", "GET"),
    "/petugas/tak-sampai": ("/v1/undelivered", "GET"),
    "/petugas/pembacaan": ("/v1/reads", "GET"),
    "/petugas/pimpinan": ("/v1/overview", "GET"),
}
"""What a page of the console does, by API."""

ADDRESSES: dict[Target, str] = {
    Target.ASSIGNMENT: f"{TICKET}/assignments/{{opd}}/{{action}}",
    Target.NEW_ASSIGNMENT: f"{TICKET}/assignments",
    Target.PHOTO: f"{TICKET}/photos/{{photo}}/{{action}}",
    Target.TICKET: f"{TICKET}/{{action}}",
}
"""Where each step is taken by API."""

NAMES = {"instead": "opd"}
"""Fields of a form that the API calls otherwise."""

PERSONS = ("opd-BPBD", "opd-DPUTR", "opd-DINSOS", "coordinator", "leader", "auditor")


def test_whatever_a_page_does_has_an_address_of_the_api(world):
    pages = {path for path in world.app.routes if path.startswith("/petugas")}
    figures = {
        path for path in pages if path.startswith(("/petugas/pimpinan/", "/petugas/pimpinan."))
    }  # /v1/statistics, as everybody
    assert set(SAME) == pages - figures
    for page, (address, *methods) in SAME.items():
        assert set(methods) <= set(world.app.routes[address]), page


def test_every_step_of_a_form_is_one_of_the_api_with_the_same_fields():
    assert set(FORMS) == set(STAFF) - {"merge"}, "merging has a page of its own"
    for step, form in FORMS.items():
        fields = {NAMES.get(name, name) for name in form.fields} - {"text"}
        assert fields <= set(STAFF[step].fields), step


@pytest.fixture(scope="module")
def staff(world, people):
    """Each person's browser and token: the same session's, so that who did what is the same for both."""

    def both(group):
        name = people.add(group)
        browser = Browser(world)
        browser.sign_in(name)
        answer = world.post("/v1/sessions", {"username": name, "password": PASSWORD})
        return browser, Person(world, name, answer.json_body["access_token"])

    return {group: both(group) for group in PERSONS}


def offered(view):
    """The steps that the API offers, as the page names them."""
    offers = {(step, each["opd"]) for each in view["assignments"] for step in each["options"]}
    return offers | {(step, "") for step in view["options"]} - {("merge", "")}


def lonely(view):
    """The page leaves out to order an assignment that there is no other beside."""
    working = [each["opd"] for each in view["assignments"] if each["status"] not in ("returned", "waived")]
    return {("order", working[0])} if len(working) == 1 else set()


def assert_alike(staff, number):
    for person, (browser, api) in staff.items():
        page = browser.on(number)
        if page.status == 404:
            assert api.get(f"/v1/tickets/{number}").status_code == 404, person
            continue
        view = api.sees(number)
        assert page.steps == offered(view) - lonely(view), person


def test_page_and_api_offer_everybody_the_same_steps_all_along_a_tickets_way(world, staff):
    number = world.report(a_flood())[0]["id"]
    world.pump()
    lead, support, coordinator = (staff[name][1] for name in ("opd-BPBD", "opd-DPUTR", "coordinator"))
    way = [
        (lead, "assignments/BPBD/accept", {}),
        (lead, "assignments/DPUTR/order", {"after": ["BPBD"]}),
        (lead, "assignments/DPUTR/lead", {}),
        (support, "assignments/DPUTR/lead", {}),
        (support, "ask", {"text": "Setinggi apa airnya?"}),
        (lead, "assignments/BPBD/return", {"reason": "Sudah surut."}),
        (coordinator, "assignments/DINSOS/waive", {"reason": "Tidak perlu."}),
        (coordinator, "verify", {}),
    ]
    assert_alike(staff, number)
    for person, step, body in way:
        person.does(number, step, **body)
        assert_alike(staff, number)


def test_page_and_api_offer_the_same_for_a_duplicate_and_what_no_rule_could_route(world, staff):
    _, coordinator = staff["coordinator"]
    riddle = world.report(a_body(service="lainnya", description="Ada pohon di dekat lampu dan saluran."))[0]["id"]
    original, twin = (world.report(a_flood())[0]["id"] for _ in range(2))
    world.pump()
    coordinator.does(twin, "merge", to=original, reason="Sama.")
    for number in (riddle, original, twin):
        assert_alike(staff, number)
