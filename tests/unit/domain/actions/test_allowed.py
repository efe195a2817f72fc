"""By what right a person acts. The table of rights itself is proved through HTTP."""

from dataclasses import replace

import pytest

from chalicelib.domain.access.permissions import ACCESS, Relation, may_overall, permit_overall, relations
from chalicelib.domain.actions.allowed import MAY, may, permit
from chalicelib.domain.actions.registry import ACTIONS
from chalicelib.domain.errors import NotAllowed, UnknownTicket
from tests.support.factory import (
    a_coordinator,
    a_joint_ticket,
    a_report,
    a_ticket,
    an_actor,
    an_assignment,
    an_officer,
)

CASES = [
    ("accept", "own", "lead"),  # an assignment's own step: not for who leads beside it
    ("order", "lead", "support"),  # the assignments' order is the lead's
    ("ask", "support", "leader"),  # whoever works on the ticket, no one who looks on
    ("waive", "coordinator", "lead"),  # an assignment is let off from above
    ("extend", "leader", "coordinator"),  # who is held to a deadline does not lengthen it
    ("read", "auditor", None),  # looks on, and takes no step
    ("verify", "coordinator", "auditor"),
]
"""Action, who may, who may not: one for each kind of right. Every cell is proved through HTTP, in
`tests/integration/api/test_staff_permissions.py`.
"""


@pytest.mark.parametrize(("action", "allowed", "refused"), CASES)
def test_a_person_may_what_the_persons_relation_may(action, allowed, refused):
    actors, ticket = {"own": an_officer("DPUTR")}, a_joint_ticket()
    actor, target = actors.get(allowed) or an_actor(allowed), "DPUTR" if "own" in (allowed, refused) else ""
    assert may(actor, ticket, action, target)
    assert permit(actor, ticket, action, target).relation == allowed
    if refused:
        assert not may(an_actor(refused), ticket, action, target)
        with pytest.raises(NotAllowed):
            permit(an_actor(refused), ticket, action, target)


def test_every_action_and_every_right_to_see_is_in_the_table_and_nothing_else():
    assert set(MAY) == set(ACTIONS) | set(ACCESS) | {"anonymous_identity"}


@pytest.mark.parametrize("action", ["message", "confirm", "dispute", "withdraw", "rate"])
def test_what_is_the_reporters_is_nobodys_of_staff(action):
    """They have the secret alone; no address of the API would let staff try."""
    assert MAY[action] == {Relation.REPORTER}


@pytest.mark.parametrize("action", ["read", "accept", "ask", "merge", "message"])
def test_a_ticket_without_an_assignment_of_ones_own_does_not_exist_for_an_opd(action):
    with pytest.raises(UnknownTicket):
        permit(an_officer("BPBD"), a_joint_ticket(), action, "DISHUB")


@pytest.mark.parametrize("status", ["returned", "waived"])
def test_an_opd_whose_assignment_is_gone_sees_the_ticket_no_more(status):
    ticket = a_ticket("dispatched", assignments=[an_assignment(), an_assignment("DLH", "support", status=status)])
    with pytest.raises(UnknownTicket):
        permit(an_officer("DLH"), ticket, "read")


@pytest.mark.parametrize("action", ["accept", "start", "answer", "finish", "validate", "return"])
def test_an_opd_acts_on_its_own_assignment_and_on_no_other(action):
    officer = an_officer("DPUTR")
    assert permit(officer, a_joint_ticket(), action, "DPUTR").name == "DPUTR"
    for other in ("DISHUB", "DLH", "BPBD"):
        with pytest.raises(NotAllowed):
            permit(officer, a_joint_ticket(), action, other)


def test_a_person_of_several_opds_acts_for_the_one_whose_assignment_it_is():
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


def test_what_is_about_no_single_ticket_goes_by_role_alone():
    """Every cell is proved by the pages, in `tests/integration/console/test_permissions.py`."""
    assert permit_overall(an_actor("auditor"), "reads") == "auditor"
    assert permit_overall(a_coordinator(), "search_phone") == "coordinator"
    for actor in (an_officer("DISHUB"), an_actor("leader")):
        assert not may_overall(actor, "reads")
        with pytest.raises(NotAllowed):
            permit_overall(actor, "search_phone")
