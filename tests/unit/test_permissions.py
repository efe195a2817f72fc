"""Who may do what, cell by cell."""

from dataclasses import replace

import pytest

from chalicelib.domain.actions.allowed import MAY, may, permit
from chalicelib.domain.actions.registry import ACTIONS
from chalicelib.domain.errors import NotAllowed, UnknownTicket
from chalicelib.domain.permissions import ACCESS, MAY_OVERALL, Relation, may_overall, permit_overall, relations
from tests.factory import a_coordinator, a_joint_ticket, a_report, a_ticket, an_actor, an_assignment, an_officer

COLUMNS = ("own", "lead", "support", "coordinator", "leader", "auditor", "reporter")
TABLE = {
    #                     own lead supp coor lead audi repo
    "read":               "-   x    x    x    x    x    -",
    "room":               "-   x    x    x    -    -    -",
    "identity":           "-   x    x    x    -    -    -",
    "anonymous_identity": "-   -    -    x    -    -    -",
    "accept":             "x   -    -    -    -    -    -",
    "start":              "x   -    -    -    -    -    -",
    "answer":             "x   -    -    -    -    -    -",
    "finish":             "x   -    -    -    -    -    -",
    "validate":           "x   -    -    -    -    -    -",
    "return":             "x   -    -    -    -    -    -",
    "lead":               "x   x    -    x    -    -    -",
    "order":              "-   x    -    x    -    -    -",
    "waive":              "-   -    -    x    -    -    -",
    "extend":             "-   -    -    -    x    -    -",
    "call_in":            "-   x    x    x    -    -    -",
    "give_lead":          "-   -    -    x    -    -    -",
    "ask":                "-   x    x    x    -    -    -",
    "verify":             "-   -    -    x    -    -    -",
    "refer":              "-   -    -    x    -    -    -",
    "archive":            "-   -    -    x    -    -    -",
    "merge":              "-   -    -    x    -    -    -",
    "unmerge":            "-   -    -    x    -    -    -",
    "resolve":            "-   x    -    x    -    -    -",
    "resend":             "-   -    -    x    -    -    -",
    "accept_proof":       "-   -    -    x    -    -    -",
    "reject_proof":       "-   -    -    x    -    -    -",
    "hide_photo":         "-   -    -    x    -    -    -",
    "message":            "-   -    -    -    -    -    x",
    "confirm":            "-   -    -    -    -    -    x",
    "dispute":            "-   -    -    -    -    -    x",
    "withdraw":           "-   -    -    -    -    -    x",
    "rate":               "-   -    -    -    -    -    x",
}  # fmt: skip
OVERALL = {
    #               offi coor lead audi
    "any_inbox":    "-    x    x    x",
    "search_all":   "-    x    x    x",
    "search_phone": "-    x    -    -",
    "undelivered":  "-    x    x    x",
    "overview":     "-    x    x    x",
    "reads":        "-    -    -    x",
}  # fmt: skip
ROLES = ("officer", "coordinator", "leader", "auditor")
CELLS = [
    (action, who, mark == "x") for action, row in TABLE.items() for who, mark in zip(COLUMNS, row.split(), strict=True)
]
STAFF = ("lead", "support", "coordinator", "leader", "auditor")


@pytest.mark.parametrize(("action", "relation", "allowed"), CELLS)
def test_each_cell_of_the_table(action, relation, allowed):
    assert (Relation(relation) in MAY[action]) is allowed


def test_the_table_has_no_other_actions():
    assert set(MAY) == set(TABLE)
    assert set(MAY) == set(ACTIONS) | set(ACCESS) | {"anonymous_identity"}


@pytest.mark.parametrize(("action", "who", "allowed"), [cell for cell in CELLS if cell[1] in STAFF])
def test_a_person_may_what_the_persons_relation_may(action, who, allowed):
    actor, ticket = an_actor(who), a_joint_ticket()
    assert may(actor, ticket, action) is allowed
    if allowed:
        assert permit(actor, ticket, action).relation == who
    else:
        with pytest.raises(NotAllowed):
            permit(actor, ticket, action)


@pytest.mark.parametrize("action", MAY)
def test_a_ticket_without_a_part_of_ones_own_does_not_exist_for_an_opd(action):
    with pytest.raises(UnknownTicket):
        permit(an_officer("BPBD"), a_joint_ticket(), action, "DISHUB")


@pytest.mark.parametrize("status", ["returned", "waived"])
def test_an_opd_whose_part_is_gone_sees_the_ticket_no_more(status):
    ticket = a_ticket("dispatched", assignments=[an_assignment(), an_assignment("DLH", "support", status=status)])
    with pytest.raises(UnknownTicket):
        permit(an_officer("DLH"), ticket, "read")


@pytest.mark.parametrize("action", ["accept", "start", "answer", "finish", "validate", "return"])
def test_an_opd_acts_on_its_own_part_and_on_no_other(action):
    officer = an_officer("DPUTR")
    assert permit(officer, a_joint_ticket(), action, "DPUTR").name == "DPUTR"
    for other in ("DISHUB", "DLH", "BPBD"):
        with pytest.raises(NotAllowed):
            permit(officer, a_joint_ticket(), action, other)


def test_a_person_of_several_opds_acts_for_the_one_whose_part_it_is():
    officer = an_officer("DPUTR", "DISHUB")
    assert permit(officer, a_joint_ticket(), "accept", "DPUTR").name == "DPUTR"
    assert permit(officer, a_joint_ticket(), "ask").name == "DISHUB"  # which leads


def test_a_coordinator_who_is_of_an_opd_too_is_both():
    actor = type(a_coordinator())("ani", frozenset({"DISHUB"}), frozenset({"coordinator"}))
    assert relations(actor, a_joint_ticket(), "DISHUB") == {"own", "lead", "coordinator"}
    assert permit(actor, a_joint_ticket(), "waive", "DPUTR").name == "coordinator"


def test_a_group_that_nobody_knows_gives_no_right():
    stranger = type(a_coordinator())("x", frozenset(), frozenset({"admin", "reporter"}))
    with pytest.raises(UnknownTicket):
        permit(stranger, a_joint_ticket(), "read")


@pytest.mark.parametrize(("visibility", "allowed"), [("public", True), ("confidential", True), ("anonymous", False)])
def test_who_reported_anonymously_is_not_for_opds(visibility, allowed):
    ticket = replace(a_joint_ticket(), report=a_report(visibility=visibility))
    assert may(an_officer("DISHUB"), ticket, "identity") is allowed
    assert may(a_coordinator(), ticket, "identity")


@pytest.mark.parametrize("action", OVERALL)
@pytest.mark.parametrize("role", ROLES)
def test_each_cell_of_the_table_of_what_is_about_no_single_ticket(action, role):
    allowed = OVERALL[action].split()[ROLES.index(role)] == "x"
    actor = an_officer("DISHUB") if role == "officer" else an_actor(role)
    assert may_overall(actor, action) is allowed
    if allowed:
        assert permit_overall(actor, action) == role
    else:
        with pytest.raises(NotAllowed):
            permit_overall(actor, action)


def test_the_table_of_what_is_about_no_single_ticket_has_no_other_rows():
    assert set(MAY_OVERALL) == set(OVERALL)
