"""Text messages are always one message of the GSM alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.notifications import sms_text
from chalicelib.domain.notifications.notice_templates import NAMES
from tests.support.factory import notice_texts

TEMPLATES = [t for name in NAMES for t in (notice_texts()[name]["sms"], notice_texts()[name]["confidential"]["sms"])]
FIELDS = (
    "ticket", "url", "city", "opd", "role", "due", "due_short", "received", "service", "place", "other", "promise",
    "about", "who",
)  # fmt: skip
VALUES = {
    "ticket": "PTI-7K3M-9QX2", "service": "Lampu jalan padam", "place": "Desa Sukolilo, Kecamatan Sukolilo", "opd": "Dishub",
    "role": "penanggung jawab", "other": "PTI-2222-333X", "promise": "jawaban pertama kepada pelapor",
    "about": "Dinas Pekerjaan Umum", "who": "Bupati", "due_short": "26 Nov 2026 15.30", "url": "https://lapor.contoh.example/petugas/laporan/PTI-7K3M-9QX2",
}  # fmt: skip
GATEWAY = "https://abcdefghij.execute-api.ap-southeast-3.amazonaws.com/api/petugas/laporan/PTI-7K3M-9QX2"


@given(st.sampled_from(TEMPLATES), st.fixed_dictionaries({name: st.text(max_size=200) for name in FIELDS}))
def test_a_message_is_at_most_160_gsm_characters_whatever_it_tells(template, values):
    text = sms_text.compose(template, values)
    assert sms_text.septets(text) <= 160
    assert sms_text.to_gsm(text) == text


@given(st.text(max_size=300))
def test_a_message_stays_within_the_limit_whatever_the_template_says(words):
    template = words.replace("{", "").replace("}", "")
    assert sms_text.septets(sms_text.compose(template, {})) <= 160


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("url", [VALUES["url"], GATEWAY])
def test_number_deadline_and_whole_address_are_told_before_the_full_place(template, url):
    text = sms_text.compose(template, VALUES | {"url": url, "service": "Pelayanan administrasi kependudukan terpadu"})
    needed = [VALUES["ticket"], url, *([VALUES["due_short"]] if "{due_short}" in template else [])]
    assert [piece for piece in needed if piece not in text] == []


def test_a_message_that_fits_is_left_as_it_is():
    assert sms_text.compose("{ticket}: {place}", VALUES) == "PTI-7K3M-9QX2: Desa Sukolilo, Kecamatan Sukolilo"


def test_an_address_is_told_whole_or_not_at_all():
    text = sms_text.compose("{ticket} {url}", {"ticket": "PTI-7K3M-9QX2", "url": "https://" + "a" * 150})
    assert text == "PTI-7K3M-9QX2"


def test_letters_outside_the_alphabet_get_their_nearest_spelling():
    assert sms_text.to_gsm("“Jalan” \u2013 rusak… ç ā 😡") == '"Jalan" - rusak... c a ?'


def test_braces_and_the_euro_count_twice():
    assert sms_text.septets("a{€}") == 7


@pytest.mark.parametrize("length", [160, 161, 400])
def test_a_message_may_be_as_long_as_one_message_and_no_longer(length):
    assert sms_text.septets(sms_text.compose("x" * length, {})) == 160
    assert sms_text.septets(sms_text.compose("{service}", {"service": "x" * length})) == 160
