"""What of a text is covered for the public, and what is not."""

import pytest

from chalicelib.domain.publication.private_data import (
    ACCOUNT,
    EMAIL,
    KINDS,
    LINK,
    NIK,
    PHONE,
    PLATE,
    Passage,
    find_private,
    without_overlaps,
)


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("NIK saya 3318014502900003 belum terdaftar", "3318014502900003", NIK),
        ("KK 3318.0145.0290.0003", "3318.0145.0290.0003", NIK),
        ("nik 3318 0145 0290 0003 pak", "3318 0145 0290 0003", NIK),
        ("hubungi 081234567890", "081234567890", PHONE),
        ("WA 0812-3456-7890 ya", "0812-3456-7890", PHONE),
        ("WA 0812 3456 7890.", "0812 3456 7890", PHONE),
        ("telp (0295) 381234", "(0295) 381234", PHONE),
        ("+62 812 3456 7890", "+62 812 3456 7890", PHONE),
        ("wa 6281234567890", "6281234567890", PHONE),
        ("telp 81234567890", "81234567890", PHONE),
        ("transfer ke BRI 580001021234567", "580001021234567", ACCOUNT),
        ("rek. 12345678 atas nama dia", "12345678", ACCOUNT),
        ("id pelanggan 523012345678", "523012345678", ACCOUNT),
        ("mobil K 1234 AB parkir", "K 1234 AB", PLATE),
        ("truk k1234ab ngebut", "k1234ab", PLATE),
        ("nopol H 12 Z", "H 12 Z", PLATE),
        ("surel budi.santoso@contoh.example ya", "budi.santoso@contoh.example", EMAIL),
        ("cek ig @warungbudi ini", "@warungbudi", EMAIL),
        ("lihat https://contoh.example/a?b=1 ya", "https://contoh.example/a?b=1", LINK),
        ("buka slotgacor.xyz sekarang", "slotgacor.xyz", LINK),
        ("ke bit.ly/abc123", "bit.ly/abc123", LINK),
        ("www.contoh.example/x", "www.contoh.example/x", LINK),
    ],
)
def test_it_is_found(text, found, kind):
    passages = find_private(text)
    assert [(text[each.start : each.end], each.kind) for each in passages] == [(found, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Tiang PJU 00123 di RT 02 RW 03 mati sejak 25-11-2026",
        "Rapat tanggal 25.11.2026 08.30 di balai desa",
        "Kerugian Rp 1.500.000.000, luas 2,5 ha",
        "Titik -6.7512345, 111.0381234",
        "Hubungi 112 atau 119",
        "Jalan rusak sepanjang 300 m, lebar 4 m, sejak 2 bulan",
        "Pasal 12 ayat 3 Perda nomor 4 Tahun 2019",
        "Kecamatan Pati, kode pos 59111",
        "lampu no.12 dst.mati dari jam 18.00",
        "Jl. A 12 dan B 2 km",
        "",
    ],
)
def test_what_says_nothing_about_a_person_stays(text):
    assert find_private(text) == []


def test_a_long_row_of_digits_is_covered_whole():
    """A number beside another one, so that neither has its usual length, hides nothing from the rule."""
    text = "0812345678903318014502900003"
    assert find_private(f"a {text} b") == [Passage(2, 2 + len(text), PHONE)]


def test_kinds_that_the_city_does_not_cover_stay():
    assert find_private("0812 3456 7890 dan a@b.example", frozenset(KINDS) - {PHONE}) == [Passage(19, 30, EMAIL)]


def test_passages_that_overlap_become_one():
    assert without_overlaps([Passage(5, 9, LINK), Passage(0, 6, NIK)]) == [Passage(0, 9, NIK)]
    assert without_overlaps([Passage(0, 9, NIK), Passage(2, 4, LINK)]) == [Passage(0, 9, NIK)]
