"""Who may do what in the console, cell by cell, by forms that its pages would not offer; the API has a test of its own."""

import pytest

from chalicelib.domain.actions.allowed import MAY
from chalicelib.domain.actions.registry import FORMS, REPORTER
from chalicelib.domain.permissions import MAY_OVERALL
from tests.integration.office import a_flood, a_hole
from tests.integration.test_staff_api_permissions import GROUPS, TABLE, cells
from tests.integration.visiting import Browser
from tests.integration.world import DESA

PHOTO = "0" * 26
NOT_ITS_OWN = {"merge": "gabung", "resend": "pemberitahuan"}
"""Actions that have a form at an address of their own."""
TOLD_OTHERWISE = {"room", "identity", "anonymous_identity", "resend", "merge", "unmerge"}
"""Steps of which who may take them is told what is missing or wrong, and not that the version is old."""


@pytest.fixture(scope="module")
def browser(world, people):
    """`browser("opd-BPBD")`: that person's, signed in, with a token for forms."""
    known = {}

    def of(person):
        if person not in known:
            groups = [GROUPS.get(person, person)] if person else []
            known[person] = Browser(world)
            known[person].sign_in(people.add(*groups))
            page = known[person].get("/petugas/akun")
            known[person].token = page.form("/petugas/keluar").fields["csrf"]
        return known[person]

    return of


@pytest.fixture(scope="module")
def floods(world):
    numbers = [world.report(a_flood(visibility=v))[0]["id"] for v in ("public", "anonymous")]
    world.pump()
    return dict(zip(("public", "anonymous"), numbers, strict=True))


def forged(browser, number, action):
    """The form of a step, whoever sends it, as of a version long ago."""
    step = action.removeprefix("anonymous_")
    part = PHOTO if step.endswith(("_proof", "_photo")) else "DPUTR"
    path = f"/petugas/laporan/{number}/{NOT_ITS_OWN[step]}" if step in NOT_ITS_OWN else f"/petugas/laporan/{number}"
    fields = {
        "csrf": browser.token, "step": step, "part": part, "version": "0", "text": "", "opd": "DLH", "to": "X-PLN",
        "ke": "PTI-7K3M-9QX2", "notice": "1/reporter/sms", "action": "send",
    }  # fmt: skip
    return browser.post(path, "&".join(f"{name}={text}" for name, text in fields.items()).encode())


@pytest.mark.parametrize("cell", [pytest.param(cell.values, id=cell.id) for cell in cells()])
def test_who_may_do_what_by_a_form(world, browser, floods, cell):
    action, person, allowed = cell
    number = floods["anonymous" if action == "anonymous_identity" else "public"]
    before = world.items(number)
    status = forged(browser(person), number, action).status
    if not allowed:
        assert status == 403
    elif action in TOLD_OTHERWISE:
        assert status in (404, 409, 422)  # no such notice, no reason, no words
    else:
        assert status == 409
    assert world.items(number) == before


@pytest.mark.parametrize("person", ["opd-DISHUB", ""])
@pytest.mark.parametrize("action", sorted({row.split()[0] for row in TABLE.strip().splitlines()[1:]}))
def test_a_form_of_somebody_without_a_part_meets_a_ticket_that_there_is_not(world, browser, floods, person, action):
    for number in floods.values():
        before = world.items(number)
        assert forged(browser(person), number, action).status == 404
        assert world.items(number) == before


def test_every_form_is_an_action_of_the_table_and_every_action_has_a_form():
    assert set(FORMS) == set(MAY) - {"read", "anonymous_identity", *NOT_ITS_OWN} - set(REPORTER)


OVERALL = {
    "any_inbox": ("/petugas?opd=DPUTR", "/petugas/meja", "/petugas/bukti"),
    "search_all": (f"/petugas/cari?wilayah={DESA}&rahasia=1&opd=DPUTR",),
    "undelivered": ("/petugas/tak-sampai",),
    "overview": ("/petugas/pimpinan",),  # and everything below it
    "reads": ("/petugas/pembacaan",),
}  # fmt: skip
"""Pages that are about no single ticket."""


@pytest.mark.parametrize("action", OVERALL)
@pytest.mark.parametrize("person", ["coordinator", "leader", "auditor", "opd-DISHUB", ""])
def test_who_sees_what_is_about_no_single_ticket(world, browser, floods, action, person):
    allowed = person in MAY_OVERALL[action]
    leaders = [path for path in world.app.routes if path.startswith("/petugas/pimpinan")]
    assert len(leaders) > 3
    for path in leaders if action == "overview" else OVERALL[action]:
        assert browser(person).get(path).status == (200 if allowed else 404), path


@pytest.mark.parametrize("person", ["coordinator", "leader", "auditor", "opd-DISHUB", ""])
def test_who_searches_by_phone(browser, person):
    form = f"csrf={browser(person).token}&phone=081234567890&text=Nomor+hilang.".encode()
    assert browser(person).post("/petugas/cari", form).status == (200 if person == "coordinator" else 404)
    assert set(OVERALL) | {"search_phone"} == set(MAY_OVERALL)


def test_many_are_accepted_by_whose_they_are_alone(world, browser):
    number = world.report(a_hole())[0]["id"]
    world.pump()
    before = world.items(number)
    for person in ("coordinator", "leader", "auditor", "opd-DISHUB", ""):
        for opd in ("DPUTR", "DISHUB"):
            form = f"csrf={browser(person).token}&opd={opd}&pilih_{number}=1".encode()
            page = browser(person).post("/petugas/terima", form)
            assert page.status == (200 if (person, opd) == ("opd-DISHUB", "DISHUB") else 404)
    assert world.items(number) == before
