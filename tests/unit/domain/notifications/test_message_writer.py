"""What the messages say: plain and kind, short enough for one SMS, and nothing that betrays anyone."""

from datetime import timedelta

import pytest

from chalicelib.domain import events
from chalicelib.domain.notifications import sms_text
from chalicelib.domain.notifications.message import Message, token
from chalicelib.domain.notifications.message_writer import LANGUAGES, MessageWriter, flaws
from chalicelib.domain.notifications.reporter_recipients import TEXT_NAMES
from chalicelib.domain.tickets.contact import Contact
from tests.support.factory import (
    NOW,
    SITE,
    WORDS,
    a_calendar,
    a_catalogue,
    a_report,
    a_ticket,
    an_event,
    message_texts,
)

TYPES = {
    "received": events.TicketReceived.type, "dispatched": events.TicketDispatched.type, "asked": events.TicketIncomplete.type, "reminded": events.TicketReminded.type,
    "answered": events.AssignmentAnswered.type, "resolved": events.TicketResolved.type, "resolved_followed": events.TicketResolved.type,
    "reopened": events.TicketDisputed.type, "referred": events.TicketReferred.type, "archived": events.TicketArchived.type, "merged": events.TicketMerged.type,
    "unmerged": events.TicketUnmerged.type, "upheld": events.TicketUpheld.type, "hidden": events.TicketHidden.type, "closed": events.TicketClosed.type,
}  # fmt: skip
LONG_SITE = "https://abcdefghij.execute-api.ap-southeast-3.amazonaws.com/api"  # what API Gateway gives
ASKS = {"id": "", "en": "?lang=en"}  # pages are in Bahasa Indonesia unless the address says otherwise
EVERY = [(name, language, channel) for name in TEXT_NAMES for language in LANGUAGES for channel in ("sms", "email")]
TELLTALE = (
    "Lampu", "lampu", "Dinas", "DISHUB", "Kalirejo", "Ngudi", "balai desa", "-6.75", "PLN", "Siti", "Aminah",
    *WORDS.split(".")[:1],
)  # fmt: skip


def write(name, *, language="id", channel="sms", visibility="public", site=SITE, **ticket):
    texts = MessageWriter(a_catalogue(), a_calendar(), message_texts(), site)
    data = {"to": "X-PLN", "due": (NOW + timedelta(days=9)).isoformat()}
    event = an_event(TYPES[name], data=data)
    reported = a_ticket("resolved", report=a_report(visibility=visibility), **ticket)
    contact = Contact("Siti Aminah", "+6281234567890", "siti@warga.example", ("sms", "email"), language)
    return texts.message(name, event, reported, contact, channel), reported


@pytest.mark.parametrize(("name", "language"), [(name, language) for name in TEXT_NAMES for language in LANGUAGES])
def test_an_sms_is_one_sms_with_number_and_link_whole(name, language):
    message, ticket = write(name, language=language, site=LONG_SITE)
    assert sms_text.septets(message.text) <= sms_text.LIMIT, message.text
    assert message.text == sms_text.to_gsm(message.text)
    assert ticket.id in message.text
    assert message.text.endswith(f"{LONG_SITE}/k/{token(ticket.secret_hash, 'sms')}{ASKS[language]}")


@pytest.mark.parametrize("visibility", ["anonymous", "confidential"])
@pytest.mark.parametrize(("name", "language", "channel"), EVERY)
def test_who_sees_the_phone_learns_nothing_of_an_anonymous_or_confidential_report(name, language, channel, visibility):
    message, _ = write(name, language=language, channel=channel, visibility=visibility)
    seen = f"{message.subject}\n{message.text}"
    assert not [word for word in TELLTALE if word in seen]


@pytest.mark.parametrize(("name", "language", "channel"), EVERY)
def test_the_number_of_an_anonymous_report_is_not_told_since_it_leads_to_what_was_reported(name, language, channel):
    message, ticket = write(name, language=language, channel=channel, visibility="anonymous")
    assert ticket.id not in f"{message.subject}\n{message.text}\n{message.stop}"
    assert "None" not in message.text
    assert "{" not in message.text


@pytest.mark.parametrize(("name", "language", "channel"), EVERY)
def test_no_message_holds_what_only_the_reporter_has(name, language, channel):
    message, ticket = write(name, language=language, channel=channel, secret_hash="PR00F0FTHET1CKET")
    for private in (ticket.secret_hash, "Siti", "+62812", "siti@"):
        assert private not in f"{message.subject}\n{message.text}"


@pytest.mark.parametrize(("name", "language"), [(name, language) for name in TEXT_NAMES for language in LANGUAGES])
def test_every_letter_names_the_page_and_the_way_to_end_the_letters(name, language):
    message, ticket = write(name, language=language, channel="email")
    assert message.stop == f"{SITE}/berhenti/{token(ticket.secret_hash, 'email')}{ASKS[language]}"
    assert message.stop in message.text
    assert f"{SITE}/laporan/{ticket.id}{ASKS[language]}" in message.text


def test_the_letter_of_an_anonymous_report_leads_to_where_the_number_is_typed():
    message, _ = write("received", channel="email", visibility="anonymous")
    assert f"{SITE}/lacak" in message.text
    assert "/laporan/" not in message.text


def test_a_public_letter_says_which_report_it_is_about():
    message, _ = write("received", channel="email")
    assert "Lampu jalan" in message.text
    assert "Desa Kalirejo, Kecamatan Ngudi" in message.text


def test_a_letter_of_a_referral_says_to_whom():
    assert "PLN. Telepon 123" in write("referred", channel="email")[0].text


def test_the_end_is_told_with_the_day_until_which_it_can_be_disputed():
    message, _ = write("resolved")
    assert "Setuju/bantah s/d 8 Des" in message.text
    assert "until Tuesday, 8 December 2026 at 15:30 WIB" in write("resolved", language="en", channel="email")[0].text


@pytest.mark.parametrize("name", ["received", "dispatched"])
def test_a_public_report_s_message_names_the_promised_day(name):
    assert ", janji selesai 26 Nov. Info" in write(name)[0].text
    assert ", promised by 26 Nov. Info" in write(name, language="en")[0].text
    assert "paling lambat Kamis, 26 November 2026." in write(name, channel="email")[0].text


@pytest.mark.parametrize("visibility", ["anonymous", "confidential"])
def test_no_other_message_does_for_the_time_tells_the_kind_of_report(visibility):
    for channel in ("sms", "email"):
        text = write("received", channel=channel, visibility=visibility)[0].text
        assert not [word for word in ("janji", "Dijanjikan", "26 Nov") if word in text]


def test_a_reporter_of_an_unknown_language_is_told_in_bahasa_indonesia():
    assert write("received", language="")[0].text.startswith("Sedulur: Laporan CTH-")
    assert write("received", language="en")[0].text.startswith("Sedulur: Report CTH-")


def test_the_link_follows_from_the_stored_proof_and_differs_by_channel_and_ticket():
    assert token("P", "sms") == token("P", "sms")
    assert len({token("P", "sms"), token("P", "email"), token("Q", "sms")}) == 3


def test_a_message_and_a_contact_tell_no_address_when_something_prints_them():
    contact = Contact("Siti", "+6281234567890", "siti@warga.example", ("sms",))
    assert repr(contact) == "Contact(…)"
    assert "812" not in repr(Message("sms", contact.phone, "Halo", SITE))


def test_the_texts_of_kabupaten_pati_have_no_flaws():
    assert flaws(message_texts()) == ()


def test_a_text_that_is_missing_too_long_or_with_a_strange_placeholder_is_a_flaw():
    texts = message_texts()
    texts["closed"] = {"id": texts["closed"]["id"]}
    texts["received"]["id"]["sms"] = (
        "Sedulur: {report} sudah kami terima dengan senang hati sekali. Info: {url}" + "!" * 40
    )
    texts["asked"]["en"]["subject"] = "{report} {description}"
    texts["baru"] = {}
    found = {(flaw.entry, flaw.field): flaw.message for flaw in flaws(texts)}
    assert ("closed.en", "sms") in found
    assert "too long for one SMS" in found["received.id", "sms"]
    assert "unknown placeholder {description}" in found["asked.en", "subject"]
    assert found["baru", ""] == "unknown entry"


@pytest.mark.parametrize("field", ["sms", "text"])
def test_a_pack_needs_the_first_question_with_its_link_and_without_the_reports_number(field):
    texts = message_texts()
    texts["confirm"]["id"][field] = "Laporan {report}"
    found = {(flaw.entry, flaw.field) for flaw in flaws(texts)}
    assert found == {("confirm.id", field)}
    del texts["confirm"]
    assert ("confirm.en", field) in {(flaw.entry, flaw.field) for flaw in flaws(texts)}
