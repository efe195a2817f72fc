"""People who reported, and want to know, are told once of what matters to them; those who do not, are not."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain import events
from chalicelib.domain.notifications.message import token
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.notifications.messages import DAILY_LIMIT
from chalicelib.flow.notifications.send_once import LEASE
from chalicelib.flow.ports.delivery import Link, Undeliverable
from infra.template import render
from tests.support.factory import CONTACT, a_coordinator, a_submission, an_officer
from tests.support.memory_world import Crash, FaultInjector, Outage, a_world, pump

ROOT = Path(__file__).parents[4]
BOTH = Contact(CONTACT.name, CONTACT.phone, CONTACT.email, ("sms", "email"))
SMS = Contact(CONTACT.name, CONTACT.phone, CONTACT.email, ("sms",))
SILENT = CONTACT
COORDINATOR, DISHUB = a_coordinator(), an_officer("DISHUB")


def report(world, contact=BOTH, key="k" * 20, **report_fields):
    receipt = world.intake.submit(a_submission(contact, **report_fields), key, "c-1")
    return receipt.ticket.id, receipt.secret


def carry(world, **how):
    """Events to all three workers; the dead letters."""
    return pump(world, workers=(world.routing, world.notices, world.messages), **how)


def sent(world, channel=None):
    return [each.text.split(". Info")[0] for each in world.messenger.out if channel in (None, each.channel)]


def lines(world, number):
    return {each.audience: each for each in world.ledger.of(number) if each.audience.startswith("reporter")}


def finish(world, number):
    for action in ("accept", "start", "finish"):
        world.staff_actions.take(action, number, DISHUB, StepInput(text="Lampu sudah menyala."), "DISHUB")


def test_who_wants_sms_gets_sms_and_no_letter():
    world = a_world()
    number, _ = report(world, SMS)
    assert carry(world) == []
    (message,) = world.messenger.out
    assert (message.channel, message.to) == ("sms", SMS.phone)
    assert message.text.startswith(f"Sedulur: Laporan {number} diterima, janji selesai ")


def test_who_wants_both_gets_both():
    world = a_world()
    number, _ = report(world, BOTH)
    carry(world)
    assert [(each.channel, each.to) for each in world.messenger.out] == [("sms", BOTH.phone), ("email", BOTH.email)]
    assert {name: line.state for name, line in lines(world, number).items()} == {
        "reporter/sms": "sent", "reporter/email": "sent",
    }  # fmt: skip
    assert world.meter.counts["MessagesSent"] == 2


@pytest.mark.parametrize("contact", [SILENT, Contact()], ids=["a contact without the wish", "no contact"])
def test_who_has_not_asked_for_it_is_told_nothing(contact):
    world = a_world()
    number, _ = report(world, contact)
    carry(world)
    finish(world, number)
    assert carry(world) == []
    assert world.messenger.out == []
    assert lines(world, number) == {}


def test_a_usual_report_gets_two_messages_and_a_third_when_time_closes_it():
    world = a_world()
    number, _ = report(world, SMS)
    carry(world)
    finish(world, number)
    carry(world)
    assert [text.partition(f"{number} ")[2] for text in sent(world)] == [
        "diterima, janji selesai 14 Des", "selesai. Setuju/bantah s/d 8 Des",
    ]  # fmt: skip


def test_a_busy_report_floods_nobody():
    """Five departments, questions and answers in between: the person gets a message for each thing to do or to know."""
    world = a_world()
    number, secret = report(world, SMS, service="banjir")
    carry(world)
    bpbd, dputr, dinsos = an_officer("BPBD"), an_officer("DPUTR"), an_officer("DINSOS")
    for opd, who in (("BPBD", bpbd), ("DPUTR", dputr), ("DINSOS", dinsos)):
        world.staff_actions.take("accept", number, who, StepInput(), opd)
    world.staff_actions.take("ask", number, bpbd, StepInput(text="Di mana?"))
    world.staff_actions.take("ask", number, dputr, StepInput(text="Sedalam apa?"))
    carry(world)
    world.reporter_actions.take("message", number, secret, StepInput(text="Di RT 3, selutut."))
    carry(world)
    for opd, who in (("BPBD", bpbd), ("DPUTR", dputr), ("DINSOS", dinsos)):
        world.staff_actions.take("answer", number, who, StepInput(text="Kami ke sana."), opd)
        world.staff_actions.take("start", number, who, StepInput(), opd)
    for opd, who in (("DPUTR", dputr), ("DINSOS", dinsos), ("BPBD", bpbd)):
        world.staff_actions.take("finish", number, who, StepInput(text="Sudah."), opd)
    carry(world)
    world.reporter_actions.take("dispute", number, secret, StepInput(text="Masih banjir."))
    carry(world)
    world.staff_actions.take("finish", number, bpbd, StepInput(text="Sekarang sudah."), "BPBD")
    carry(world)
    world.reporter_actions.take("confirm", number, secret, StepInput())
    assert carry(world) == []
    assert len(world.tickets.get(number).events) > 20
    assert [text.partition(number)[2].split(" s/d")[0].strip(" :") for text in sent(world)] == [
        "diterima, janji selesai 27 Nov", "perlu dilengkapi", "pesan Anda sudah dijawab", "selesai. Setuju/bantah",
        "selesai. Setuju/bantah",
    ]  # fmt: skip


def test_the_language_of_the_report_is_that_of_its_messages():
    world = a_world()
    report(world, Contact("", SMS.phone, "", ("sms",), "en"))
    carry(world)
    assert sent(world)[0].startswith("Sedulur: Report ")


def test_repeats_and_disorder_send_nothing_twice():
    world = a_world()
    number, _ = report(world)
    carry(world, copies=3)
    finish(world, number)
    carry(world, copies=3)
    assert len(world.messenger.out) == 4


def test_events_in_any_order_tell_the_same():
    for seed in range(20):
        world = a_world()
        number, _ = report(world, SMS)
        carry(world, copies=2, order=random.Random(seed))
        finish(world, number)
        assert carry(world, copies=2, order=random.Random(seed)) == []
        assert len(set(sent(world))) == len(sent(world)) == 2


def test_a_channel_that_the_city_or_the_stage_does_not_have_carries_nothing():
    world = a_world()
    object.__setattr__(world.messages, "channels", frozenset({"email"}))
    report(world, BOTH)
    carry(world)
    assert [each.channel for each in world.messenger.out] == ["email"]


def test_the_phone_is_noted_for_the_staffs_search_though_no_messages_are_wanted_or_sent():
    world = a_world()
    object.__setattr__(world.messages, "channels", frozenset())
    number, _ = report(world, SILENT)
    carry(world)
    assert [found.id for found in world.phone_index.find(SILENT.phone)] == [number]
    assert world.messenger.out == []


def test_who_has_stopped_one_channel_still_gets_the_other():
    world = a_world()
    number, _ = report(world, BOTH)
    carry(world)
    world.subscriptions.stop(Link(number, "sms"))
    finish(world, number)
    carry(world)
    assert [each.channel for each in world.messenger.out] == ["sms", "email", "email"]
    world.subscriptions.resume(Link(number, "sms"))


def test_the_link_in_a_message_is_known_before_the_message_goes_out():
    world = a_world()
    number, _ = report(world, SMS)
    carry(world)
    key = token(world.tickets.get(number).ticket.secret_hash, "sms")
    assert world.messenger.out[0].text.endswith(f"/k/{key}")
    link = world.subscriptions.find(key)
    assert (link.ticket, link.channel) == (number, "sms")


def test_reporters_of_merged_reports_hear_of_the_end_with_their_own_number():
    world = a_world()
    first, _ = report(world, SMS)
    other = Contact("Budi", "+6281298765432", "", ("sms",))
    second, _ = report(world, other, key="m" * 20)
    carry(world)
    world.staff_actions.take("merge", second, COORDINATOR, StepInput(into=first, text="Lampu yang sama."))
    carry(world)
    finish(world, first)
    assert carry(world) == []
    heard = [each.text for each in world.messenger.out if each.to == other.phone]
    assert [text.partition(second)[2].split(". ")[0].strip() for text in heard] == [
        "diterima, janji selesai 14 Des", "digabung dengan laporan serupa", "selesai",
    ]  # fmt: skip
    assert all(first not in text for text in heard)
    assert "Bantah s/d" in heard[-1]
    assert f"reporter/{second}/sms" in lines(world, first)


@pytest.mark.parametrize("contact", [SMS, Contact(email=CONTACT.email, notify=("email",))], ids=["sms", "email"])
def test_a_stranger_cannot_be_flooded_through_the_form(contact):
    """Ten reports of one phone or address within a day are told of; more are accepted all the same, and silent."""
    world = a_world()
    numbers = []
    for n in range(DAILY_LIMIT + 3):
        numbers.append(report(world, contact, key=f"{n:020}")[0])
        assert carry(world) == []
    assert len(world.messenger.out) == DAILY_LIMIT
    assert lines(world, numbers[-1])[f"reporter/{contact.notify[0]}"].reason == "too_many"
    finish(world, numbers[-1])
    carry(world)
    assert len(world.messenger.out) == DAILY_LIMIT, "nor of their end"
    finish(world, numbers[0])
    carry(world)
    assert len(world.messenger.out) == DAILY_LIMIT + 1

    world.clock.now += timedelta(days=1, minutes=1)
    report(world, contact, key="tomorrow" * 3)
    carry(world)
    assert len(world.messenger.out) == DAILY_LIMIT + 2


def test_what_can_never_be_delivered_is_noted_and_not_tried_again():
    world = a_world()
    world.messenger.refuses["sms"] = Undeliverable("opted_out", for_good=True)
    number, _ = report(world, SMS)
    assert carry(world) == [], "the queue is done with it"
    line = lines(world, number)["reporter/sms"]
    assert (line.state, line.reason, line.tries) == ("failed", "opted_out", 1)
    assert world.meter.counts["MessagesFailed"] == 1


def test_what_cannot_be_delivered_now_is_tried_again():
    world = a_world()
    world.messenger.refuses["sms"] = Undeliverable("Throttling")
    number, _ = report(world, BOTH)
    (dead,) = carry(world)
    assert dead.event.type == events.TicketReceived.type
    assert {name: (line.state, line.tries) for name, line in lines(world, number).items()} == {
        "reporter/sms": ("failed", 5), "reporter/email": ("sent", 1),
    }  # fmt: skip

    world.messenger.refuses.clear()
    world.messages.on_event(dead.event)  # redriven
    assert [each.channel for each in world.messenger.out] == ["email", "sms"]


def test_a_message_that_did_not_arrive_can_be_asked_for_again_and_the_others_stay_sent():
    world = a_world()
    world.messenger.refuses["sms"] = Undeliverable("number_invalid", for_good=True)
    number, _ = report(world, BOTH)
    carry(world)
    world.messenger.refuses.clear()
    world.notice_resend.resend(number, "1/reporter/sms", COORDINATOR, "c-9")
    assert carry(world) == []
    assert [each.channel for each in world.messenger.out] == ["email", "sms"]


def test_nothing_of_the_contact_gets_into_events_ledger_errors_or_metrics():
    world = a_world()
    world.messenger.refuses["sms"] = Undeliverable("Throttling")
    number, _ = report(world, BOTH)
    with pytest.raises(ExceptionGroup) as raised:
        world.messages.on_event(world.tickets.stream[0])
    carry(world)
    everything = repr([world.tickets.stream, world.ledger.of(number), world.messenger.out, world.meter.counts])
    everything += repr(raised.value) + repr(raised.value.exceptions) + str(raised.value)
    for private in ("Siti", "Aminah", "81234567890", "siti@", "warga.example"):
        assert private not in everything


def story(world):
    """A report of somebody who wants both, its end, and everything carried; the person's client tries again."""
    number = insist(world, lambda: report(world))[0]
    carry(world)
    for action in ("accept", "start", "finish"):
        step_input = StepInput(text="Menyala.")
        insist(
            world,
            lambda action=action, step_input=step_input: world.staff_actions.take(
                action, number, DISHUB, step_input, "DISHUB"
            ),
        )
    assert carry(world) == []
    return number


def insist(_world, act):
    for _ in range(3):
        try:
            return act()
        except (Crash, Outage):
            continue
    raise AssertionError("the person gave up")


WHOLE = a_world()
story(WHOLE)
CALLS = len(WHOLE.faults.calls)
MESSAGES = sorted((each.channel, each.text) for each in WHOLE.messenger.out)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Crash, Outage])
def test_a_crash_at_any_call_loses_no_message_and_doubles_none(kind, after):
    for nth in range(1, CALLS + 1):
        faults = FaultInjector(nth, kind, after)
        world = a_world(faults)
        story(world)
        assert faults.struck
        out = sorted((each.channel, each.text) for each in world.messenger.out)
        assert set(out) == set(MESSAGES), f"call {nth}: {faults.calls[nth - 1]}"
        doubled = faults.fell_between_sending_and_noting and faults.calls[nth - 1] != "notice_publisher.send"
        assert len(out) <= len(MESSAGES) + doubled


def test_the_lease_outlasts_the_function_and_is_over_when_the_queue_tries_again():
    timeout = json.loads((ROOT / ".chalice/config.json").read_text())["lambda_functions"]["send_messages"]
    queue = render("uji", "pati")["Resources"]["MessagesQueue"]["Properties"]
    assert timedelta(seconds=timeout["lambda_timeout"]) < LEASE <= timedelta(seconds=queue["VisibilityTimeout"])


# nobody but who agrees, no satellite, and no more SMS than the stage pays for


@pytest.fixture
def strangers():
    """A city in which nobody has agreed to messages yet."""
    world = a_world()
    world.addresses.everybody = False
    return world


def agree(world, number, channel="sms"):
    """The owner follows the link in the question, and agrees."""
    key = token(world.tickets.get(number).ticket.secret_hash, channel)
    unsubscribe = world.using().unsubscribe()
    unsubscribe.resume(unsubscribe.find(key))


def test_an_address_that_has_not_agreed_gets_one_question_which_names_no_report(strangers):
    number, _ = report(strangers, BOTH)
    assert carry(strangers) == []
    question, letter = strangers.messenger.out
    assert question.text.startswith("Sedulur: nomor ini dipakai melapor. Setuju dikabari? http")
    assert "Bukan Anda? Abaikan." in question.text
    assert "Setuju menerima kabar" in letter.subject
    for told in (question.text, letter.text, letter.subject):
        assert number not in told
        assert "Lampu" not in told
    assert {name: line.state for name, line in lines(strangers, number).items()} == {
        "reporter/sms": "sent", "reporter/email": "sent",
    }  # fmt: skip


def test_who_never_agrees_hears_nothing_more_and_the_ticket_works_on(strangers):
    number, _ = report(strangers, SMS)
    carry(strangers)
    finish(strangers, number)
    assert carry(strangers) == []
    assert len(strangers.messenger.out) == 1
    assert set(lines(strangers, number)) == {"reporter/sms"}
    assert strangers.tickets.get(number).ticket.status == "resolved"


def test_who_agrees_hears_of_what_follows_and_is_never_asked_again(strangers):
    number, _ = report(strangers, SMS)
    carry(strangers)
    agree(strangers, number)
    finish(strangers, number)
    second, _ = report(strangers, SMS, key="s" * 20)
    assert carry(strangers) == []
    told = sent(strangers)[1:]
    assert sorted(number in text or second in text for text in told) == [True, True]


def test_ten_reports_with_a_strangers_number_send_one_question(strangers):
    for n in range(10):
        report(strangers, SMS, key=f"{n:020}")
        assert carry(strangers) == []
    assert len(strangers.messenger.out) == 1
    strangers.clock.forward(days=7, minutes=1)
    report(strangers, SMS, key="a week later" * 2)
    strangers.messages.on_event(strangers.tickets.stream[-1])
    assert len(strangers.messenger.out) == 2


def test_one_mailbox_is_asked_once_however_it_is_spelt(strangers):
    for n, email in enumerate(["siti.a@gmail.com", "sitia+1@gmail.com", "s.i.t.i.a+x@googlemail.com"]):
        report(strangers, Contact(email=email, notify=("email",)), key=f"{n:020}")
        carry(strangers)
    assert [each.to for each in strangers.messenger.out] == ["siti.a@gmail.com"]


def test_to_refuse_is_to_stop(strangers):
    number, _ = report(strangers, SMS)
    carry(strangers)
    strangers.subscriptions.stop(Link(number, "sms"))
    finish(strangers, number)
    carry(strangers)
    assert len(strangers.messenger.out) == 1


def test_tickets_of_releases_that_did_not_ask_go_on_as_they_were():
    world = a_world()
    number, _ = report(world, SMS)
    carry(world)
    world.addresses.everybody = False
    finish(world, number)
    carry(world)
    assert len(world.messenger.out) == 2


def test_a_crash_while_asking_loses_no_question(strangers):
    strangers.messenger.refuses["sms"] = Undeliverable("Throttling")
    report(strangers, SMS)
    (dead,) = carry(strangers)
    strangers.messenger.refuses.clear()
    strangers.messages.on_event(dead.event)
    assert len(strangers.messenger.out) == 1


def test_a_satellite_phone_gets_no_sms():
    world = a_world()
    number, _ = report(world, Contact(phone="+6286812345678", notify=("sms",)))
    assert carry(world) == []
    assert world.messenger.out == []
    assert lines(world, number)["reporter/sms"].reason == "number_invalid"


def test_when_the_days_sms_are_used_up_letters_go_on_and_the_ledger_says_so():
    world = a_world()
    world.sms_budget.limit = 1
    numbers = [report(world, Contact(phone=f"+628123456789{n}", email=f"a{n}@b.example", notify=("sms", "email")),
                      key=f"{n:020}")[0] for n in range(2)]  # fmt: skip
    assert carry(world) == []
    assert [each.channel for each in world.messenger.out] == ["sms", "email", "email"]
    assert {lines(world, each)["reporter/sms"].reason for each in numbers} == {"", "sms_budget"}
    assert world.meter.counts["SmsBudgetUsedUp"] == 1
    world.clock.forward(days=1)
    report(world, SMS, key="tomorrow" * 3)
    carry(world)
    assert world.messenger.out[-1].channel == "sms"
