"""A citizen's report becomes exactly one ticket."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain.errors import KeyReused, RateLimited
from chalicelib.domain.rate_limits.client_limits import API, Sender
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket_number import Intention, secret_hash_of
from chalicelib.flow.ports.stage_secrets import Keyring
from tests.doubles.stage_secret import STAGE_SECRET
from tests.support import factory
from tests.support.memory_world import a_world

KEY = "5b0c2f0e-kunci"


def submit(world, key=KEY, *, contact=None, **report):
    return world.intake.submit(factory.a_submission(contact=contact, **report), key, "c-1")


def test_a_report_becomes_a_ticket_with_a_number_and_a_secret():
    world = a_world()
    receipt = submit(world)
    case = world.tickets.get(receipt.ticket.id)
    assert case.ticket == receipt.ticket
    assert (case.ticket.status, case.ticket.sequence, case.ticket.received_at) == (
        TicketStatus.RECEIVED,
        1,
        factory.NOW,
    )
    assert case.ticket.secret_hash == secret_hash_of(receipt.secret)
    assert receipt.secret not in repr(case)
    assert not receipt.repeated


def test_the_first_event_tells_of_the_report_but_not_what_was_written_nor_by_whom():
    world = a_world()
    submit(world, contact=factory.CONTACT)
    (event,) = world.tickets.stream
    assert (event.type, event.sequence, event.actor, event.correlation) == ("ticket.received", 1, "citizen", "c-1")
    assert event.data.wire == {
        "service": "lampu-jalan",
        "area": factory.VILLAGE,
        "visibility": "public",
        "channel": "web",
    }


def test_the_receipt_holds_the_ticket_as_anybody_reads_it_from_then_on():
    world = a_world()
    receipt = submit(world, contact=factory.CONTACT)
    assert receipt.case == world.tickets.get(receipt.ticket.id)
    world.clock.forward(hours=1)
    assert submit(world, contact=factory.CONTACT).case == receipt.case


def test_a_repeat_is_answered_as_the_first_time():
    world = a_world()
    first = submit(world, contact=factory.CONTACT)
    world.clock.forward(hours=1)
    again = submit(world, contact=factory.CONTACT)
    assert (again.ticket, again.secret) == (first.ticket, first.secret)
    assert again.repeated
    assert len(world.tickets.cases) == len(world.tickets.stream) == world.meter.counts["TicketsReceived"] == 1


def test_a_repeat_is_answered_as_the_first_time_even_when_the_ticket_has_moved_on():
    world = a_world()
    first = submit(world)
    world.tickets.save(factory.a_dispatch(first.ticket, "DISHUB"))
    assert submit(world).ticket == first.ticket


def test_citizens_who_tap_twice_at_once_get_one_ticket():
    world = a_world()
    with ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(lambda _: submit(world), range(64)))
    assert len({receipt.ticket.id for receipt in receipts}) == len({receipt.secret for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert len(world.tickets.stream) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"description": "Lampu jalan di dekat pasar padam."}, {"service": "pohon"}, {"visibility": "anonymous"},
        {"place": {"area": factory.TOWN}}, {"place": {"lat": -6.7}}, {"place": {"address": "Depan pasar"}},
        {"attributes": {"bahaya": "ya"}}, {"contact": factory.CONTACT},
    ],
    ids=str,
)  # fmt: skip
def test_the_same_key_with_another_body_is_refused(changes):
    world = a_world()
    submit(world)
    with pytest.raises(KeyReused):
        submit(world, **changes)
    assert len(world.tickets.stream) == 1


def test_the_order_of_answers_makes_no_other_body():
    world = a_world()
    submit(world, attributes={"bahaya": "ya", "nomor-tiang": "7"})
    assert submit(world, attributes={"nomor-tiang": "7", "bahaya": "ya"}).repeated


def test_a_number_that_another_report_has_is_passed_over():
    world = a_world()
    taken = factory.an_opening(Intention(KEY, STAGE_SECRET).number("CTH"), seed="another")
    world.tickets.add(taken)
    receipt = submit(world)
    assert receipt.ticket.id == Intention(KEY, STAGE_SECRET, 1).number("CTH")
    assert submit(world).ticket == receipt.ticket
    assert world.tickets.get(taken.ticket.id).ticket == taken.ticket


def test_who_reported_is_sealed_for_the_ticket():
    world = a_world()
    receipt = submit(world, contact=factory.CONTACT)
    (sealed,) = world.tickets.identities.values()
    assert world.contact_cipher.open(sealed, receipt.ticket.id) == factory.CONTACT
    assert "Siti" not in repr(world.tickets)


@pytest.mark.parametrize("field", ["name", "phone", "email"])
def test_any_part_of_a_contact_is_sealed(field):
    world = a_world()
    contact = Contact(**{field: "x"})
    receipt = submit(world, contact=contact)
    assert world.contact_cipher.open(world.tickets.identities[receipt.ticket.id], receipt.ticket.id) == contact


def test_without_a_contact_nothing_is_sealed_and_the_vault_is_not_asked():
    world = a_world()
    submit(world)
    assert world.tickets.identities == {}
    assert not [call for call in world.faults.calls if call.startswith("contact_cipher")]


def test_a_report_costs_one_call_of_storage_and_one_of_the_vault_with_a_contact():
    world = a_world()
    submit(world, contact=factory.CONTACT)
    assert [c for c in world.faults.calls if "." in c] == ["contact_cipher.seal", "tickets.add"]


def test_a_stranger_computes_neither_number_nor_secret_from_a_key_that_is_known():
    ours, theirs = a_world(), a_world()
    theirs.ticket_secret.keyring = Keyring(b"guessed")
    mine, guessed = submit(ours), submit(theirs)
    assert mine.ticket.id != guessed.ticket.id
    assert mine.secret != guessed.secret
    assert mine.ticket.fingerprint != guessed.ticket.fingerprint


def test_who_has_the_key_but_another_text_learns_the_number_and_no_secret():
    world = a_world()
    first = submit(world)
    with pytest.raises(KeyReused) as refused:
        submit(world, description="Apa isi laporan itu, dan siapa yang menulisnya?")
    assert refused.value.ticket == first.ticket.id
    assert first.secret not in repr(refused.value.__dict__)


def rotate(world):
    present = world.ticket_secret.keyring.current
    world.ticket_secret.keyring = Keyring(b"a new secret", former=present)


def test_a_repeat_after_a_rotation_is_answered_as_the_first_time():
    world = a_world()
    first = submit(world, contact=factory.CONTACT)
    rotate(world)
    again = submit(world, contact=factory.CONTACT)
    assert (again.ticket.id, again.secret, again.repeated) == (first.ticket.id, first.secret, True)
    assert len(world.tickets.stream) == 1


def test_the_same_key_with_another_body_is_refused_after_a_rotation_too():
    world = a_world()
    first = submit(world)
    rotate(world)
    with pytest.raises(KeyReused) as refused:
        submit(world, description="Lampu jalan di dekat pasar padam.")
    assert refused.value.ticket == first.ticket.id


def test_a_new_report_after_a_rotation_has_a_number_by_the_new_secret():
    world = a_world()
    rotate(world)
    assert submit(world).ticket.id == Intention(KEY, b"a new secret").number("CTH")


def test_a_stranger_s_ticket_under_the_number_of_before_is_no_repeat():
    world = a_world()
    world.tickets.add(factory.an_opening(Intention(KEY, STAGE_SECRET).number("CTH"), seed="another"))
    rotate(world)
    assert not submit(world).repeated


# limits


def sent_by(world, key, sender):
    return world.intake.submit(factory.a_submission(), key, "c-1", sender)


def test_thirty_reports_at_once_are_braked_and_those_that_passed_can_be_repeated():
    world, sender = a_world(), Sender("203.0.113", API)
    passed = [key for key in map(str, range(30)) if not isinstance(attempt(world, key, sender), RateLimited)]
    assert len(passed) == 20
    assert all(sent_by(world, key, sender).repeated for key in passed), "though nothing is left of the allowance"
    assert sent_by(world, "a neighbour's", Sender("203.0.114", API)).ticket


def test_a_braked_report_passes_later_with_the_same_key_and_is_one_ticket():
    world, sender = a_world(), Sender("203.0.113", API)
    limited = next(
        each for each in (attempt(world, str(n), sender) for n in range(30)) if isinstance(each, RateLimited)
    )
    before = len(world.tickets.cases)
    world.clock.forward(seconds=limited.retry_after)
    assert not sent_by(world, "29", sender).repeated
    assert len(world.tickets.cases) == before + 1


def test_a_known_device_passes_where_its_block_is_full_and_is_held_where_both_are():
    world, shared, own = a_world(), Sender("203.0.113", API), Sender("203.0.113", API, "known")
    for n in range(30):
        attempt(world, f"stranger {n}", shared)
    passed = [attempt(world, f"known {n}", own) for n in range(8)]
    assert [isinstance(each, RateLimited) for each in passed] == [False] * 5 + [True] * 3


def test_a_known_device_that_has_used_its_own_allowance_takes_from_its_blocks():
    world, own = a_world(), Sender("203.0.113", API, "known")
    passed = [attempt(world, str(n), own) for n in range(30)]
    assert sum(not isinstance(each, RateLimited) for each in passed) == 25


def test_who_comes_from_this_machine_is_not_braked():
    world = a_world()
    assert all(sent_by(world, str(n), None) for n in range(50))


def attempt(world, key, sender):
    try:
        return sent_by(world, key, sender)
    except RateLimited as limited:
        return limited
