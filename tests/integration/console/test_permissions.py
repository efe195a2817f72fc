"""Who may do what in the console, by forms that its pages would not offer."""

import pytest

from chalicelib.domain.access.permissions import MAY_OVERALL
from chalicelib.domain.actions.allowed import MAY
from chalicelib.domain.actions.registry import FORMS, REPORTER
from tests.integration.api.test_staff_permissions import GROUPS
from tests.support.permission_matrix import rows
from tests.support.stage.api_staff import a_flood, a_hole
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import DESA

PHOTO = "0" * 26
NOT_ITS_OWN = {"merge": "gabung", "resend": "pemberitahuan"}
"""Actions that have a form at an address of their own."""
ANSWERED_OTHERWISE = {"room", "identity", "anonymous_identity", "resend", "merge", "unmerge"}
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
    target = PHOTO if step.endswith(("_proof", "_photo")) else "DPUTR"
    path = f"/petugas/laporan/{number}/{NOT_ITS_OWN[step]}" if step in NOT_ITS_OWN else f"/petugas/laporan/{number}"
    fields = {
        "csrf": browser.token, "step": step, "part": target, "version": "0", "text": "", "opd": "DLH", "to": "X-PLN",
        "ke": "PTI-7K3M-9QX2", "notice": "1/reporter/sms", "action": "send",
    }  # fmt: skip
    return browser.post(path, "&".join(f"{name}={text}" for name, text in fields.items()).encode())


@pytest.mark.parametrize(("action", "row"), list(rows()), ids=[action for action, _ in rows()])
def test_a_form_asks_the_permission_that_the_api_asks(world, browser, floods, action, row):
    """Of each action one who may, one who may not, and somebody to whom the ticket is not there.

    The whole table is proved by the API: what could go wrong here is that a form asks for no right, or another's.
    """
    number = floods["anonymous" if action == "anonymous_identity" else "public"]
    before = world.items(number)
    allowed, refused = (next(person for person in row if row[person] is may) for may in (True, False))
    statuses = [forged(browser(person), number, action).status for person in (allowed, refused, "opd-DISHUB", "")]
    # who may: no such notice, no reason, no words, or an old version
    assert statuses[0] in ((404, 409, 422) if action in ANSWERED_OTHERWISE else (409,))
    assert statuses[1:] == [403, 404, 404]
    assert world.items(number) == before


NEIGHBOURS = [
    ("lead", "support", "another's assignment is not offered, taken or moved by who only has one"),
    ("order", "support", "the lead's, though an assignment's own OPD has forms beside it"),
    ("waive", "lead", "beside `order`, which the lead may"),
    ("extend", "coordinator", "beside `waive`, which the coordinator may"),
    ("give_lead", "lead", "one form with `call_in`, which the lead may"),
    ("merge", "lead", "has an address of its own"),
    ("resend", "lead", "has an address of its own"),
    ("anonymous_identity", "lead", "one form with `identity`, which the lead may"),
    ("resolve", "leader", "beside `extend`, which the leader may"),
    ("hide_photo", "leader", "the photo is named where others name a part"),
]
"""Forms that could be taken for another's: who may the other."""


@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=[f"{action}-{who}" for action, who, _ in NEIGHBOURS])
def test_a_form_is_not_taken_for_its_neighbour(world, browser, floods, neighbour):
    action, person, why = neighbour
    number = floods["anonymous" if action == "anonymous_identity" else "public"]
    before = world.items(number)
    assert forged(browser(person), number, action).status == 403, why
    assert world.items(number) == before


def test_every_form_is_an_action_of_the_table_and_every_action_has_a_form():
    assert set(FORMS) == {action for action, _ in rows()} - {"anonymous_identity", *NOT_ITS_OWN}
    assert set(FORMS) == set(MAY) - {"read", "anonymous_identity", *NOT_ITS_OWN} - set(REPORTER)


MAY_SEE = {
    #               offi coor lead audi
    "any_inbox":    "-    x    x    x",
    "search_all":   "-    x    x    x",
    "search_phone": "-    x    -    -",
    "undelivered":  "-    x    x    x",
    "overview":     "-    x    x    x",
    "reads":        "-    -    -    x",
}  # fmt: skip
OVERALL = {
    "any_inbox": ("/petugas?opd=DPUTR", "/petugas/meja", "/petugas/bukti", "/petugas/tampilan"),
    "search_all": (f"/petugas/cari?wilayah={DESA}&rahasia=1&opd=DPUTR",),
    "undelivered": ("/petugas/tak-sampai",),
    "overview": ("/petugas/pimpinan",),  # and everything below it
    "reads": ("/petugas/pembacaan",),
}  # fmt: skip
"""Pages that are about no single ticket."""


def may_overall(action, person):
    """By the table; who is of no group or of an OPD alone is an officer."""
    roles = ("coordinator", "leader", "auditor")
    return MAY_SEE[action].split()[roles.index(person) + 1 if person in roles else 0] == "x"


@pytest.mark.parametrize("action", OVERALL)
@pytest.mark.parametrize("person", ["coordinator", "leader", "auditor", "opd-DISHUB", ""])
def test_who_sees_what_is_about_no_single_ticket(world, browser, floods, action, person):
    allowed = may_overall(action, person)
    leaders = [path for path in world.app.routes if path.startswith("/petugas/pimpinan")]
    assert len(leaders) > 3
    for path in leaders if action == "overview" else OVERALL[action]:
        assert browser(person).get(path).status == (200 if allowed else 404), path


@pytest.mark.parametrize("person", ["coordinator", "leader", "auditor", "opd-DISHUB", ""])
def test_who_searches_by_phone(browser, person):
    form = f"csrf={browser(person).token}&phone=081234567890&text=Nomor+hilang.".encode()
    assert browser(person).post("/petugas/cari", form).status == (200 if may_overall("search_phone", person) else 404)


def test_the_table_of_what_is_about_no_single_ticket_is_the_whole_one():
    assert set(OVERALL) | {"search_phone"} == set(MAY_SEE) == set(MAY_OVERALL)


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
