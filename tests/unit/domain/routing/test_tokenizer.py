"""Words as citizens type them: two spellings of one word have one stem, two different words have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.routing.spelling_variants import FILLERS, SPELLINGS
from chalicelib.domain.routing.tokenizer import (
    Vocabulary,
    stem_list,
    stems,
    usual_spelling,
    without_landmarks,
    word_stems,
)

FORMS = [
    "baik memperbaiki diperbaiki perbaikan perbaiki",
    "rusak rusaknya kerusakan merusak dirusak",
    "tindak menindak ditindak tindakan penindakan",
    "kirim mengirim dikirim pengiriman kiriman mengirimkan",
    "urus mengurus pengurusan diurus uruskan",
    "tebang menebang ditebang penebangan",
    "pangkas memangkas pemangkasan dipangkas pangkaskan",
    "sumbat tersumbat menyumbat penyumbatan",
    "tagih tagihan menagih penagihan ditagih tagihannya",
    "tunggak menunggak tunggakan tunggakannya",
    "terang menerangi penerangan",
    "cemar mencemari pencemaran tercemar dicemari",
    "ganggu mengganggu gangguan terganggu pengganggu",
    "gali galian menggali penggalian digali",
    "naik kenaikan menaikkan dinaikkan",
    "sehat kesehatan",
    "makam pemakaman dimakamkan memakamkan",
    "nikah menikah pernikahan dinikahkan",
    "nyala menyala nyalakan dinyalakan",
    "rawat merawat perawatan perawat dirawat",
    "rumah rumahnya rumahku",
    "sekolah sekolahnya bersekolah sekolahan",
    "aduan mengadu pengaduan",
    "bakar membakar kebakaran terbakar pembakaran",
    "usaha pengusaha usahanya",
    "kelurahan kelurahannya",
]


@pytest.mark.parametrize("forms", FORMS)
def test_all_forms_of_a_word_have_one_stem(forms):
    assert len({stems(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pasar", "kasar"),
        ("meninggal", "tinggal"),
        ("jalan", "jual"),
        ("masalah", "masa"),
        ("sekolah", "seko"),
        ("kapal", "kapan"),
        ("lampu", "lapuk"),
        ("makan", "makam"),
        ("hujan", "tujuan"),
        ("banjir", "bandeng"),
        ("rumah", "perumahan"),
        ("usaha", "perusahaan"),
        ("bangunan", "pembangunan"),
    ],
)
def test_different_words_stay_different(one, other):
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("jln sdh rsk", "jalan sudah rusak"),
        ("lampune mati", "lampu mati"),
        ("LAMPU   JALAN!!!", "lampu jalan"),
        ("lamaaaa bangettt", "lama banget"),
        ("anak2 smp", "anak anak SMP"),
        ("gorong-gorong mampet", "gorong2 mampet"),
        ("puskesmas nya tutup", "puskesmas tutup"),
        ("dalane bolong", "jalan berlubang"),
        ("banyu pdam mati", "air PDAM mati"),
        ("ijin usaha", "izin usaha"),
        ("gak bisa login", "tidak bisa login"),
        ("covid19", "covid-19"),
        ("tlg di perbaiki", "mohon diperbaiki"),
    ],
)
def test_chat_spelling_dialect_and_usual_spelling_are_the_same(typed, written):
    assert stems(typed) == stems(written)


def test_function_words_and_courtesies_say_nothing():
    assert stem_list("Assalamualaikum pak, mohon maaf saya mau tanya yg ini") == ["tanya"]


def test_a_text_of_function_words_only_still_has_stems():
    assert stems("di mana") and not stem_list("di mana")  # noqa: PT018 - the contrast is the point


def test_the_stems_of_a_phrase_are_those_of_its_words():
    assert stems("jalan provinsi") == stems("jalan") | stems("provinsi")
    assert stems("jalan provinsi") <= stems("Ini jalannya milik provinsi, bukan desa")


def test_addresses_of_the_internet_are_no_words():
    assert stem_list("lihat https://contoh.example/lampu?x=1 atau surat@contoh.example") == ["lihat"]


def test_the_order_is_kept_and_repetition_at_once_is_not():
    assert stem_list("pohon tumbang, tumbang ke atap") == stem_list("pohon tumbang ke atap")


@pytest.mark.parametrize("text", ["", "   ", "12345", "😀😀", "?!.,", "٣٤٥", "'''", "2 2 2"])
def test_what_holds_no_word_has_no_stems(text):
    assert stems(text) == frozenset()


@given(st.text(max_size=200))
def test_any_text_has_stems_without_blanks(text):
    assert all(stem and not stem.isspace() and " " not in stem for stem in stems(text))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_stem_is_never_empty(word):
    assert all(stems(word))


def test_a_usual_spelling_is_usual():
    """Otherwise it would depend on the typed form which of two spellings a word gets."""
    for written in SPELLINGS.values():
        for word in written.split():
            assert usual_spelling(word) == word, f"{written} is itself typed for {usual_spelling(word)}"


def test_spellings_are_typed_as_one_lower_case_word():
    assert all(typed == typed.lower() and " " not in typed for typed in SPELLINGS)
    assert all(word == word.lower() for word in FILLERS)


@pytest.mark.parametrize(
    "text",
    ["Lampu jalan di depan balai desa padam", "lampu jalan dkt pasar padam", "Lampu jalan sebelah pintu masjid padam"],
)
def test_a_landmark_says_only_where(text):
    assert stems(without_landmarks(text)) == stems("lampu jalan padam")


@pytest.mark.parametrize(
    "text",
    [
        "Lampu jalan padam, sudah lapor ke pak RT",
        "lampu jalan padam sudah dilaporkan lewat kelurahan dan kecamatan",
        "Warga RT 03/RW 02, lampu jalan padam",
    ],
)
def test_who_was_told_and_the_house_address_say_nothing_about_the_subject(text):
    assert stems(without_landmarks(text)) - stems("sudah warga dan") == stems("lampu jalan padam")


@pytest.mark.parametrize(
    "text", ["Ketua RT arogan", "Balai desa kotor", "Petugas pasar kasar", "Di depan rumah saya ada lubang"]
)
def test_what_the_report_is_about_is_no_landmark(text):
    assert without_landmarks(text) == text


KNOWN = Vocabulary(["penerangan", "puskesmas", "sampah", "selokan", "pasar", "pantai", "lantai", "kelurahan"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("puskesmas", "puskesmas"),
        ("puskemas", "puskesmas"),
        ("puskessmas", "puskesmas"),
        ("puskwsmas", "puskesmas"),
        ("pusekmas", "pusekmas"),  # two errors
        ("puksesmas", "puskesmas"),  # swapped
        ("kelurahn", "kelurahan"),
        ("pasir", "pasir"),  # too short to be sure
        ("smpah", "smpah"),
        ("uskesmas", "uskesmas"),
    ],
)
def test_one_typing_error_is_forgiven(typed, meant):
    assert KNOWN.known(typed) == meant


def test_an_error_between_two_words_is_left_alone():
    assert Vocabulary(["pendeta", "pendega"]).known("pendexa") == "pendexa"


@given(st.sampled_from(["penerangan", "puskesmas", "selokan", "kelurahan"]), st.data())
def test_any_single_error_after_the_first_letter_leads_to_the_word(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    for mistyped in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        if len(mistyped) >= 7:
            assert KNOWN.known(mistyped) == word


@given(st.sampled_from(["lampunya", "yang", "gakbisa", "perbaikan", "tersumbat", "kk", "lamaaa", "dana"]))
def test_the_short_way_for_one_clean_word_gives_the_same_stems(word):
    assert word_stems(word) == stem_list(word)
