"""The texts of notices as data: how they are filled in, and what the check of a city pack finds wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.notifications import notice_templates
from chalicelib.domain.notifications.notice_templates import Flaw, flaws
from tests.support.factory import notice_texts


def test_the_texts_that_ship_have_no_flaw():
    assert flaws(notice_texts()) == ()


def test_an_empty_file_is_told_everything_that_is_missing():
    assert {flaw.entry for flaw in flaws({})} == {"words", *notice_templates.NAMES}


def with_text(entry, form, text):
    texts = notice_texts()
    table = texts
    for name in entry.split("."):
        table = table[name]
    table[form] = text
    return texts


@pytest.mark.parametrize(
    ("entry", "form", "text", "message"),
    [
        ("unroutable", "sms", "{tiket} {ticket}", "unknown placeholder {tiket}"),
        ("unroutable", "sms", "Ada laporan", "the placeholder {ticket} is missing"),
        ("unroutable", "sms", "", "a text is missing"),
        ("unroutable", "sms", 7, "a text is missing"),
        ("unroutable", "sms", "{ticket", "braces do not match"),
        ("unroutable", "sms", "ticket}", "braces do not match"),
        ("unroutable", "sms", "{ticket} {}", "unknown placeholder {}"),
        ("unroutable", "sms", "{ticket} {city.__class__}", "unknown placeholder {city.__class__}"),
        ("unroutable", "sms", "{ticket} {city!r}", "unknown placeholder {city!r}"),
        ("unroutable", "sms", "{ticket} {city:>99999999}", "unknown placeholder {city:>99999999}"),
        ("dispatched_lead", "subject", "{ticket} {description}", "unknown placeholder {description}"),
        ("dispatched_lead.confidential", "text", "{ticket} {url} {due} {place}", "unknown placeholder {place}"),
        ("dispatched_lead.confidential", "sms", "{ticket} {service}", "unknown placeholder {service}"),
        ("words", "other", "- {opd}", "the placeholder {role} is missing"),
        ("words", "lead", "", "a text is missing"),
    ],
)
def test_a_flaw_is_told_by_entry_and_field(entry, form, text, message):
    (flaw,) = flaws(with_text(entry, form, text))
    assert (flaw.entry, flaw.field) == (entry, form)
    assert message in flaw.message


@pytest.mark.parametrize(
    ("entry", "form", "flaw"),
    [
        ("unroutable", "mms", Flaw("unroutable", "mms", "unknown entry")),
        ("words", "boss", Flaw("words", "boss", "unknown entry")),
    ],
)
def test_an_entry_that_nobody_reads_is_told(entry, form, flaw):
    assert flaws(with_text(entry, form, "{ticket}")) == (flaw,)


def test_an_unknown_letter_is_told():
    assert flaws(notice_texts() | {"rejected": {}}) == (Flaw("rejected", "", "unknown entry"),)


def test_a_letter_without_its_confidential_twin_is_told():
    texts = notice_texts()
    del texts["unroutable"]["confidential"]
    assert flaws(texts) == (Flaw("unroutable.confidential", "", "the letter for confidential reports is missing"),)


def test_a_line_without_value_is_left_out():
    template = "Nomor: {ticket}\nPatokan: {landmark}\nTempat: {place}"
    assert (
        notice_templates.text(template, {"ticket": "1", "landmark": "", "place": "Ngudi"})
        == "Nomor: 1\nTempat: Ngudi\n"
    )


def test_a_paragraph_of_which_nothing_filled_in_remains_is_left_out():
    template = "Salam.\n\nOPD lain:\n{others}\n\nTerima kasih."
    assert notice_templates.text(template, {"others": ""}) == "Salam.\n\nTerima kasih.\n"


def test_what_citizens_write_is_not_a_template():
    assert notice_templates.text("{description}", {"description": "{ticket} {0} {{"}) == "{ticket} {0} {{\n"


@given(st.text())
def test_every_line_of_a_citizens_words_is_marked(words):
    assert all(line.startswith(">") for line in notice_templates.quote_block(words).splitlines())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\u2028", "\u2029", "\x85"])
def test_no_kind_of_line_end_escapes_the_mark(ending):
    assert notice_templates.quote_block(f"satu{ending}Kepada Yth.") == "> satu\n> Kepada Yth."


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_subject_is_one_line_of_ascii_that_sns_accepts(service, place):
    line = notice_templates.subject(
        "Laporan {ticket}: {service} - {place}", {"ticket": "PTI-7K3M-9QX2", "service": service, "place": place}
    )
    assert line.isascii()
    assert line.isprintable()
    assert line.startswith("Laporan PTI-7K3M-9QX2: ")
    assert len(line) < 100
    assert line == line.strip()


def test_a_subject_spells_typographic_signs_simply():
    assert notice_templates.subject("{a}", {"a": "Café “baru” \u2013 rusak…"}) == 'Cafe "baru" - rusak...'


@pytest.mark.parametrize(("length", "subject"), [(99, "x" * 99), (100, "x" * 96 + "..."), (300, "x" * 96 + "...")])
def test_a_subject_is_cut_at_what_sns_takes(length, subject):
    assert notice_templates.subject("{a}", {"a": "x" * length}) == subject
