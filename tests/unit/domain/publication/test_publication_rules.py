"""Which reports are held until the coordinator has checked them, by the words of Kabupaten Pati."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.publication.publication_rules import first_publication, normalised, word_list
from chalicelib.domain.tickets.publication import ACCUSATION, EVERY_REPORT, INSULT, SPAM, Publication, PublicationState
from tests.support.factory import NOW, a_calendar, a_report

RULES = load("pati").publication_rules


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Pak Slamet tetangga saya mencuri listrik dari tiang PJU.", (ACCUSATION,)),
        ("pak slamet maling kabel lampu jalan", (ACCUSATION,)),
        ("Dana desa dikorupsi kades kami.", (ACCUSATION,)),
        ("Ada pungli, pelakunya bernama Joko.", (ACCUSATION,)),
        ("Pelaku pungli menerima transfer di 081234567890", (ACCUSATION,)),
        ("P\u00e0k Slamet K\u00f3rupsi", (ACCUSATION,)),
        ("Petugasnya goblok semua, lampu mati terus", (INSULT,)),
        ("gobloookkk", (INSULT,)),
        ("Main slot gacor di sini slotku.xyz", (SPAM,)),
        ("Butuh dana cair tanpa jaminan? WA 081234567890", (SPAM,)),
        ("a.com/1 b.com/2 c.com/3 d.com/4 lihat semua", (SPAM,)),
        (" ".join(["beli"] * 30), (SPAM,)),
    ],
)
def test_it_is_held(text, reasons):
    assert RULES.reasons_to_hold([text]) == reasons


@pytest.mark.parametrize(
    "text",
    [
        "Lampu jalan di depan balai desa padam sejak tiga hari, jalan jadi gelap.",
        "Kabel lampu jalan dicuri orang. Mohon Bapak/Ibu menindaklanjuti.",
        "Ada pungli parkir di Pasar Puri. Mohon ditertibkan.",
        "Pak, tolong jalan di depan rumah Bu Siti berlubang dalam.",
        "Dugaan korupsi di kantor itu sudah lama. Terima kasih, Pak.",
        "Terima kasih Pak Budi sudah cepat memperbaiki jalan.",
        "Anjing liar banyak di kampung kami.",
        "Promo bibit di pasar bikin macet",
        "Situs desa kami https://desa.example tidak bisa dibuka",
    ],
)
def test_honest_words_are_public_at_once(text):
    assert RULES.reasons_to_hold([text]) == ()


def test_every_typed_text_is_looked_at():
    report = a_report(place={"address": "depan rumah si goblok"}, description="Lampu jalan padam semua di sini")
    assert first_publication(report, RULES, NOW, a_calendar()).reasons == (INSULT,)
    report = a_report(attributes={"catatan": "goblok"}, description="Lampu jalan padam semua di sini")
    assert first_publication(report, RULES, NOW, a_calendar()).reasons == (INSULT,)


def test_what_is_held_must_be_checked_within_a_working_day():
    report = a_report(description="Petugasnya goblok semua")
    held = first_publication(report, RULES, NOW, a_calendar())
    assert held.state is PublicationState.HELD
    assert held.due == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)  # the close of Wednesday, 15.30 WIB


def test_a_confidential_report_is_no_matter_for_the_rules():
    report = a_report(description="Petugasnya goblok semua", visibility="confidential")
    assert first_publication(report, RULES, NOW, a_calendar()) == Publication()


def test_a_city_can_check_every_report():
    rules = replace(RULES, checks_all=True)
    assert rules.reasons_to_hold(["Lampu jalan padam"]) == (EVERY_REPORT,)
    assert rules.reasons_to_hold(["Lampu goblok"]) == (EVERY_REPORT, INSULT)


def test_words_are_compared_without_case_accents_and_stretched_letters():
    assert normalised("M\u00e1liiing, si-Budi!") == ["maling", "si-budi"]
    words = word_list(["Maling", "korup*", "mark up"])
    assert words.within(["dia", "maling"])
    assert words.within(["korupsinya"])
    assert words.within(["ada", "mark", "up"])
    assert not words.within(["malingnya", "mark", "down"])
