"""The ticket as the public reads it."""

from dataclasses import replace

from chalicelib.domain.publication.public_version import public_version
from chalicelib.domain.publication.publication_rules import PublicationRules
from chalicelib.domain.tickets.publication import Publication, Redaction, parse_redaction
from chalicelib.domain.tickets.ticket import Case, Note, Readers
from tests.support.factory import NOW, a_report, a_ticket

RULES = PublicationRules()


def a_case(*notes, redactions=(), **report):
    ticket = a_ticket(report=a_report(**report), publication=Publication(redactions=tuple(redactions)))
    return Case(ticket, (), tuple(notes))


def covered(case, rules=RULES):
    return public_version(case, rules, lambda kind: f"[{kind}]")


def a_note(text, sequence=3, readers=Readers.PUBLIC):
    return Note(sequence, NOW, "DISHUB", text, "DISHUB", readers)


def test_every_text_that_a_citizen_typed_is_covered():
    case = a_case(
        description="Hubungi 0812 3456 7890, NIK 3318014502900003.",
        place={"address": "rumah K 1234 AB"},
        attributes={"catatan": "a@b.example", "bahaya": "ya"},
    )
    report = covered(case).ticket.report
    assert report.description == "Hubungi [phone], NIK [nik]."
    assert report.place.address == "rumah [plate]"
    assert report.attributes == {"catatan": "[email]", "bahaya": "ya"}


def test_an_opd_may_give_its_own_telephone_number():
    note = a_note("Hubungi kami di 0812 3456 7890. NIK 3318014502900003 sudah dicek.")
    assert covered(a_case(note)).notes[0].text == "Hubungi kami di 0812 3456 7890. NIK [nik] sudah dicek."


def test_redacted_passages_are_covered_in_the_text_that_they_stand_in():
    text = "Pak Slamet dan 081234567890"
    redactions = [Redaction("description", 4, 10), Redaction("note.3", 0, 5), Redaction("answer.x", 0, 1)]
    case = a_case(a_note("Sudah dicek"), a_note("Sudah lagi", 4), description=text, redactions=redactions)
    public = covered(case)
    assert public.ticket.report.description == "Pak [redacted] dan [phone]"
    assert [note.text for note in public.notes] == ["[redacted] dicek", "Sudah lagi"]


def test_what_the_city_does_not_cover_stays():
    rules = replace(RULES, covered=frozenset({"nik"}))
    assert covered(a_case(description="0812 3456 7890"), rules).ticket.report.description == "0812 3456 7890"


def test_the_case_itself_stays_as_it_is():
    case = a_case(description="0812 3456 7890")
    covered(case)
    assert case.ticket.report.description == "0812 3456 7890"


def test_a_redaction_is_read_from_its_text():
    for redaction in (Redaction("description", 0, 12), Redaction("answer.no-tiang", 3, 4), Redaction("note.17", 5, 9)):
        assert parse_redaction(str(redaction)) == redaction
