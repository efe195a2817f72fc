"""Classifying free text: invented sentences, spelling variants and what must hold for any text."""

import re
import tomllib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.routing.classifier import make_guesser
from chalicelib.domain.routing.keyword_index import SETTINGS_TABLE, InvalidKeywords, alternatives
from infra.city.checks.keyword_flaws import keyword_flaws
from tests.support.factory import a_catalogue
from tests.support.invented_city import a_service

PATI = load("pati")


@cache
def pati():
    return make_guesser(PATI.catalogue, PATI.keywords)


SENTENCES = [
    ("DPUTR", "Jalan raya di dekat balai desa berlubang dalam, sudah banyak yang jatuh."),
    ("DPUTR", "Aspal mengelupas sepanjang jalan menuju pasar, tolong diaspal ulang."),
    ("DPUTR", "Jembatan kecil di dukuh kami hampir putus, kayunya lapuk."),
    ("DPUTR", "Selokan depan rumah mampet penuh lumpur, tolong dikeruk."),
    ("DPUTR", "Tanggul sungai ambrol setelah hujan, mohon dibuatkan bronjong."),
    ("DISHUB", "Lampu penerangan jalan di gang mati sudah seminggu, gelap sekali."),
    ("DISHUB", "Juru parkir di depan toko meminta bayaran tanpa karcis."),
    ("DISHUB", "Lampu merah di perempatan mati sehingga lalu lintas macet."),
    ("DLH", "Sampah menumpuk di pinggir sawah dan baunya menyengat."),
    ("DLH", "Pohon besar di tepi jalan miring dan rawan tumbang, mohon dipangkas."),
    ("DLH", "Limbah cair pabrik dibuang ke sungai sampai airnya hitam berbusa."),
    ("PERUMDAM", "Air PDAM tidak mengalir sejak kemarin, mandi pun tidak bisa."),
    ("PERUMDAM", "Pipa bocor di depan musala, air terbuang percuma."),
    ("DINSOS", "Ibu saya janda tua, belum pernah menerima bantuan PKH maupun sembako."),
    ("DINSOS", "Nama saya hilang dari DTKS padahal keluarga kami miskin."),
    ("DINSOS", "Ada orang gangguan jiwa berkeliaran di terminal dan terlantar."),
    ("DISDUKCAPIL", "KTP saya hilang, bagaimana cara cetak ulang KTP elektronik?"),
    ("DISDUKCAPIL", "Akta kelahiran anak saya salah nama, mohon dibetulkan."),
    ("DINKES", "Di puskesmas antre sejak subuh tetapi dokternya tidak datang."),
    ("DINKES", "Banyak warga kena demam berdarah, mohon segera fogging."),
    ("DISDIKBUD", "Anak saya tidak lolos PPDB jalur zonasi padahal rumah dekat sekolah."),
    ("DISDIKBUD", "Sekolah meminta sumbangan lewat komite, wali murid keberatan."),
    ("DISDIKBUD", "PIP anak saya kelas lima SD belum cair."),
    ("DPMPTSP", "Izin praktik bidan saya di OSS ditolak terus, mohon penjelasan."),
    ("SATPOLPP", "Karaoke sampai dini hari, suaranya bising mengganggu tidur tetangga."),
    ("SATPOLPP", "Remaja tawuran dan main petasan setiap malam di lapangan."),
    ("SATPOLPP", "Ada sabung ayam dan judi di belakang warung."),
    ("BAKESBANGPOL", "Pengeras suara masjid sangat keras sampai larut malam."),
    ("DISDAGPERIN", "Kios di pasar rakyat bocor dan becek, pedagang rugi."),
    ("DISDAGPERIN", "Gas elpiji 3 kg langka dan harganya naik tinggi."),
    ("DINKOP", "Saya ingin mengajukan bantuan modal usaha untuk UMKM kue saya."),
    ("DISPERTAN", "Pupuk subsidi susah didapat, kelompok tani kami mengeluh."),
    ("DISPERTAN", "Sapi saya sakit, mulut dan kukunya luka, mohon dokter hewan."),
    ("DKP", "Nelayan tidak bisa melaut karena solar di TPI habis."),
    ("KECAMATAN", "Minta surat pengantar nikah di kantor kelurahan dipersulit."),
    ("BPKAD", "Tagihan PBB tahun ini naik dua kali lipat, mohon keringanan pajak."),
    ("BKPSDM", "Usul kenaikan pangkat PNS saya belum diproses BKN."),
    ("DISKOMINFO", "Aplikasi eror, tidak bisa login dan gagal unggah foto."),
    ("DISKOMINFO", "Bekas galian kabel internet dibiarkan terbuka."),
    ("DISPERKIM", "Rumah nenek saya tidak layak huni, atapnya hampir roboh."),
    ("DISPERKIM", "Sudah tiga tahun menunggu rusunawa, belum dapat unit."),
    ("DISNAKER", "Perusahaan tidak membayar pesangon dan gaji di bawah UMK."),
    ("DISNAKER", "Saya mencari lowongan kerja dan ingin ikut pelatihan menjahit."),
    ("DINPORAPAR", "Beasiswa mahasiswa berprestasi belum cair dua bulan."),
    ("DINPORAPAR", "Lapangan voli desa rusak, mohon diperbaiki sarana olahraganya."),
    ("BPBD", "Angin puting beliung merobohkan rumah warga, butuh tenda darurat."),
    ("RSUD-SOEWONDO", "Pasien rawat inap di rumah sakit menunggu kamar sampai malam."),
]


@pytest.mark.parametrize(("opd", "text"), SENTENCES)
def test_a_clear_sentence_is_sent_to_its_opd_at_once(opd, text):
    guesses = pati()(text)
    assert guesses.best[0].opd == opd
    assert guesses.confident


@pytest.mark.parametrize(
    ("opd", "text"),
    [
        ("DISHUB", "tlg lampu jln mati pak sdh 3 hr gk ada yg benerin"),
        ("DISHUB", "LAMPU JALAN MATIIII!!!! GELAP BGT 😡😡"),
        ("DISHUB", "lampune dalan pejah"),
        ("DISHUB", "peneranggan jalann padamm"),
        ("DPUTR", "jln rusk bnyk lobang2 di kmpung sy"),
        ("DPUTR", "dalane bolong-bolong"),
        ("DLH", "smpah numpuk gk diangkut2"),
        ("PERUMDAM", "banyu pdam ora metu"),
        ("DINKES", "pelayanan di pkm lamaaa, antri dr subuh, dokternya gaada"),
        ("DISDUKCAPIL", "kk sy blm jadi2, ktp jg"),
    ],
)
def test_spelling_does_not_matter_much(opd, text):
    assert pati()(text).best[0].opd == opd


@pytest.mark.parametrize("text", ["", "😀", "mohon bantuannya pak", "tolong ditindaklanjuti", "saya", "asdf qwer zxcv"])
def test_a_text_that_says_nothing_goes_to_the_coordinator_with_three_guesses(text):
    guesses = pati()(text)
    assert not guesses.confident
    assert len(guesses.best) == 3


def sound(guesses):
    scores = [guess.score for guess in guesses.best]
    return (
        len(guesses.best) == 3
        and len({guess.opd for guess in guesses.best}) == 3
        and scores == sorted(scores, reverse=True)
        and all(0 < score <= 1 for score in scores)
        and sum(scores) <= 1 + 1e-9
    )


@given(st.text(max_size=300))
def test_any_text_has_three_different_guesses_that_share_one(text):
    assert sound(pati()(text))


WORDS = st.sampled_from(" ".join(text for _, text in SENTENCES).split())


@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_any_mixture_of_words_has_three_different_guesses_that_share_one(text):
    assert sound(pati()(text))


@pytest.mark.parametrize(
    "text",
    ["lampu jalan mati " * 240, "jalan dan " * 200 + "rusak itu " * 200, "x" * 4000, "pdam " * 800, "sampah😀" * 500],
)
def test_the_longest_texts_are_no_problem(text):
    assert sound(pati()(text[:4000]))


def test_every_guess_names_a_service_of_the_catalogue():
    for _, text in SENTENCES:
        assert all(guess.service in PATI.catalogue.services for guess in pati()(text).best)


def test_a_guess_stands_for_the_one_who_leads_its_service():
    for _, text in SENTENCES:
        for guess in pati()(text).best:
            assert PATI.catalogue.services[guess.service].responsible == guess.opd


FIGURES = {
    "kuat": 4, "sedang": 2, "lemah": 1, "bukan": -3, "nama": 1, "uraian": 0.2, "susulan": 0.8, "ulang": 0.5,
    "rekan": 0.1, "ketajaman": 1, "yakin": 0.5, "bukti": 2, "kebiasaan": {"lainnya": 1},
}  # fmt: skip


def a_guesser(figures=(), **tables):
    return make_guesser(a_catalogue(), {SETTINGS_TABLE: {**FIGURES, **dict(figures)}, **tables})


def first(guess, text):
    return guess(text).best[0].service


def test_a_service_without_keywords_is_known_by_its_name():
    assert first(a_guesser(), "ada banjir") == "banjir"


def test_a_phrase_is_found_in_any_order_and_with_words_between():
    guess = a_guesser(banjir={"kuat": ["air masuk rumah"]})
    assert first(guess, "rumah kami dimasuki air") == "banjir"
    assert first(guess, "masuk angin, dan setelah itu lama sekali baru pulang ke kampung halaman, air") != "banjir"


def test_alternatives_are_written_with_a_slash():
    assert sorted(alternatives("pju/lampu mati/padam")) == [
        ("lampu", "mati"), ("lampu", "padam"), ("pju", "mati"), ("pju", "padam"),
    ]  # fmt: skip


def test_strong_words_beat_weak_ones():
    keywords = {"banjir": {"kuat": ["genangan"]}, "pohon": {"lemah": ["genangan"]}}
    assert first(a_guesser(**keywords), "genangan") == "banjir"


def test_a_word_can_speak_against_a_service():
    keywords = {"banjir": {"kuat": ["air"], "bukan": ["galon"]}, "pohon": {"sedang": ["air"]}}
    assert first(a_guesser(**keywords), "air") == "banjir"
    assert first(a_guesser(**keywords), "air galon") == "pohon"


def test_how_often_an_opd_is_written_to_decides_where_words_do_not():
    assert a_guesser({"kebiasaan": {"lainnya": 1, "DLH": 20}})("halo").best[0].opd == "DLH"
    assert a_guesser({"kebiasaan": {"lainnya": 1, "DISHUB": 20}})("halo").best[0].opd == "DISHUB"


@pytest.mark.parametrize("frequent", ["jalan", "saluran"])
def test_of_the_services_of_one_opd_the_more_frequent_one_is_likelier(frequent):
    catalogue = a_catalogue(a_service("jalan", "DPUTR"), a_service("saluran", "DPUTR"), a_service("lampu", "DISHUB"))
    guess = make_guesser(catalogue, {SETTINGS_TABLE: FIGURES, frequent: {"sering": 3}})
    assert [g.service for g in guess("halo").best if g.opd == "DPUTR"] == [frequent]


def test_opds_that_often_answer_such_reports_come_along_as_guesses():
    alone = a_guesser(banjir={"kuat": ["genangan"]})
    together = a_guesser(banjir={"kuat": ["genangan"], "juga": ["DLH"]})
    assert together("genangan").best[1].opd == "DLH"
    score = {guess.opd: guess.score for guess in alone("genangan").best}
    assert together("genangan").best[1].score > score.get("DLH", 0)


def test_only_enough_share_and_enough_words_make_sure():
    keywords = {"banjir": {"kuat": ["genangan"], "lemah": ["hujan"]}}
    assert a_guesser(**keywords)("genangan").confident
    assert not a_guesser({"yakin": 0.999}, **keywords)("genangan").confident
    assert not a_guesser({"bukti": 4.5}, **keywords)("genangan").confident


@pytest.mark.parametrize(
    ("tables", "entry", "field"),
    [
        ({"banjir": {"kuat": "air"}}, "banjir", "kuat"),
        ({"banjir": {"lemah": ["air", 3]}}, "banjir", "lemah"),
        ({"banjir": {"bukan": [""]}}, "banjir", "bukan"),
        ({"banjir": {"juga": [1]}}, "banjir", "juga"),
        ({"banjir": ["air"]}, "banjir", "bukan"),
        ({"banjir": {"sering": 0}}, "banjir", "sering"),
        ({"banjir": {"sering": "selalu"}}, "banjir", "sering"),
        ({SETTINGS_TABLE: {**FIGURES, "kuat": "besar"}}, SETTINGS_TABLE, "kuat"),
        ({SETTINGS_TABLE: {**FIGURES, "yakin": True}}, SETTINGS_TABLE, "yakin"),
        ({SETTINGS_TABLE: {**FIGURES, "kebiasaan": {}}}, SETTINGS_TABLE, "lainnya"),
        ({SETTINGS_TABLE: {**FIGURES, "kebiasaan": {"lainnya": 1, "DLH": 0}}}, SETTINGS_TABLE, "DLH"),
        ({SETTINGS_TABLE: 3}, SETTINGS_TABLE, ""),
    ],
)
def test_keywords_that_cannot_be_understood_name_their_place(tables, entry, field):
    with pytest.raises(InvalidKeywords) as error:
        make_guesser(a_catalogue(), {SETTINGS_TABLE: FIGURES, **tables})
    assert (error.value.entry, error.value.field) == (entry, field)


def test_the_figures_are_needed():
    with pytest.raises(InvalidKeywords):
        make_guesser(a_catalogue(), {})


# Places, programmes, abbreviations and companies of single cities: Pati's keywords must do without them.
BANNED = frozenset(
    {
        "surabaya", "sby", "suroboyo", "arek", "peken", "klampid", "siola", "wargaku", "whisper", "sayang warga",
        "liponsos", "ijo", "skrk", "uptsa", "swk", "suramadu", "kenjeran", "wonokromo", "rungkut", "keputih", "ampel",
        "sembada", "generasi emas", "pemuda tangguh", "dispendik", "dprkpp", "gamis", "semanggi", "wani",
        "jakarta", "jaki", "qlue", "kjp", "kjs", "transjakarta", "bandung", "semarang", "solo", "gocar", "gojek", "grab",
    }
)  # fmt: skip


def entries():
    """Every entry of every list of words."""
    for table in PATI.keywords.values():
        for field, listed in table.items():
            if field != "juga" and isinstance(listed, list):
                yield from listed


def test_keywords_are_words_of_the_whole_country():
    everything = " | ".join(entry.replace("/", " ") for entry in entries())
    assert len(everything) > 20_000
    assert [word for word in BANNED if re.search(rf"\b{word}\b", everything)] == []


def test_nothing_in_the_keywords_of_pati_would_be_ignored():
    assert [str(flaw) for flaw in keyword_flaws(PATI.catalogue, PATI.keywords)] == []


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"banjir": {"juga": ["DLHH"]}}, ("banjir", "juga")),
        ({"banjir": {"juga": ["BPBD"]}}, ("banjir", "juga")),  # leads it already
        ({"banjir": {"kuat": ["air"], "lemah": ["air"]}}, ("banjir", "lemah")),
        ({"banjir": {"kuat": ["air", "air"]}}, ("banjir", "kuat")),
        ({"banjir": {"sedang": ["air yang itu"]}}, ("banjir", "sedang")),
        ({"banjir": {"bukan": ["yang"]}}, ("banjir", "bukan")),
    ],
)
def test_what_would_be_ignored_is_told_with_its_place(tables, place):
    [flaw] = keyword_flaws(a_catalogue(), {SETTINGS_TABLE: FIGURES, **tables})
    assert (flaw.entry, flaw.field) == place


def test_every_service_of_the_catalogue_has_keywords():
    assert {code for code in PATI.catalogue.services if code != "lainnya"} <= set(PATI.keywords)


def test_the_file_explains_itself_to_a_civil_servant():
    text = (PATI.folder / "keywords.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert text.startswith("# KATA KUNCI")
