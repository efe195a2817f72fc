"""Light stemming of Indonesian: affixes with their sound changes, no dictionary.

Indonesian prefixes swallow the first letter of some roots (kirim: mengirim). Where that is ambiguous, short lists
of common roots decide. A stem need not be a word: it must only be the same for all forms of a word.
"""

import re
from functools import lru_cache

SHORTEST = 4
"""The fewest letters that must stay when an affix is taken off, unless a rule says otherwise."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of one lower-case word."""
    bare = _without_particle(word)
    if bare in _WHOLE:
        return _normalized(bare)
    root, has_noun_ending = _without_ending(bare)
    return _normalized(_without_prefixes(root, has_noun_ending))


def _without_particle(word: str) -> str:
    if not word.endswith(_PARTICLES) or word in _WHOLE:
        return word
    match = _PARTICLE.fullmatch(word)
    if not match or word.endswith(_LOOKS_LIKE_PARTICLE):
        return word
    return match[1]


def _without_ending(word: str) -> tuple[str, bool]:
    """The word without -kan or -an, and whether the rest may carry the prefix ke- (kesehatan, but ketua)."""
    if word.endswith("kan") and len(word) >= SHORTEST + 3:
        return word[:-3], True
    if word.endswith("an") and (len(word) >= SHORTEST + 2 or (len(word) > SHORTEST and word[-3] in "aiu")):
        return word[:-2], True
    return word, False


def _without_prefixes(word: str, has_noun_ending: bool) -> str:
    """The word without its prefix, or without two as in mem-per-baik and di-per-baik."""
    first = _without_prefix(word, has_noun_ending)
    if word.startswith(_BEFORE_OTHERS) and word.endswith(first):
        return _without_prefix(first, has_noun_ending)
    return first


def _without_prefix(word: str, has_noun_ending: bool) -> str:
    if word in _WHOLE:
        return word
    for prefix, swallowed, fewest in _PREFIXES_BY_LETTER.get(word[0], ()):
        rest = word[len(prefix) :]
        if len(rest) < fewest or not word.startswith(prefix) or (prefix == "ke" and not has_noun_ending):
            continue
        if swallowed is None:
            return rest
        if rest[0] in "aeiou":
            return _restored(rest, swallowed)
    return word


def _restored(rest: str, swallowed: str) -> str:
    """The root with the letter that the prefix swallowed, or with the one that it really begins with."""
    letter = _OTHER_FIRST_LETTER.get(swallowed, swallowed)
    if (letter + rest).startswith(_ROOTS[letter]):
        return letter + rest
    return rest if swallowed in "kr" else swallowed + rest


def _normalized(root: str) -> str:
    """The root without what endings leave ambiguous: doubled letters, a last -i (baik-i), a last k (perbai-kan)."""
    root = _DOUBLED.sub(r"\1", root)
    if len(root) > SHORTEST and root.endswith("i"):
        root = root[:-1]
    return root[:-1] if len(root) >= SHORTEST and root.endswith("k") else root


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


_PREFIXES: tuple[tuple[str, str | None, int], ...] = (
    # prefix, the letter it swallows before a vowel (None: any root may follow), fewest letters that may stay
    ("meny", "s", 3), ("peny", "s", 3),
    ("meng", "k", 3), ("peng", "k", 3),
    ("men", "t", 3), ("pen", "t", 3), ("mem", "p", 3), ("pem", "p", 3),
    ("per", "r", 4),
    ("meng", None, 4), ("peng", None, 4), ("men", None, 4), ("pen", None, 4), ("mem", None, 4), ("pem", None, 4),
    ("per", None, 3), ("ber", None, 4), ("ter", None, 4), ("me", None, 4), ("pe", None, 4), ("di", None, 4),
    ("ke", None, 3), ("nge", None, 4), ("se", None, 6),
)  # fmt: skip

_PREFIXES_BY_LETTER = {
    letter: tuple(entry for entry in _PREFIXES if entry[0][0] == letter)
    for letter in {entry[0][0] for entry in _PREFIXES}
}

_BEFORE_OTHERS = ("mem", "di", "ke", "pem", "se")

_OTHER_FIRST_LETTER = {"t": "n", "p": "m", "s": "ny"}

_ROOTS = {
    "k": _words(
        "kaji kandung kebut kejar keluar keluh kelola kemas kembali kembang kemudi kenal kena kerah keras kering kerja "
        "kerok ketahui ketik kikis kirim kontrak kontrol koordin kosong kotor kubur kuasa kuat kucil kukur kulit "
        "kumpul kunci kunjung kurang kurung kutip kutuk konsumsi konversi klaim kredit kritik kerucut"
    ),
    "m": _words(
        "makam makan maki malas mandi manfaat masak masuk milik minta minum mohon muat mukim mula musnah mudah musik "
        "main makna"
    ),
    "n": ("nikah", "nilai", "naik", "nama", "nanti"),
    "ny": ("nyala", "nyanyi", "nyaman", "nyata"),
    "r": _words("rampok rawat remaja rencana resmi rokok rumah rundung rusak rusuh rintis rekam ramai ratap rangkap"),
}

_WHOLE = frozenset(
    _words(
        "bangunan beberapa berapa berita bersama dengan diare diesel difabel digital dinas dinkes dinsos disabilitas "
        "disdik disdukcapil dishub disiplin diskominfo disperkim dispora kebun kecamatan kelambu kelas keluarga "
        "kelurahan kendaraan kepala menara mengapa meninggal menteri mereka pegawai pelabuhan pelajar pemda "
        "pemerintah pemilu pemkab pemkot pemuda penduduk pengadilan pengairan penjara penting peralatan perawan "
        "perempatan perempuan perhubungan perhutani perikanan periksa perlu permen pernah pertalite pertamax "
        "perumahan perumda perumdam perusahaan perusda pesangon pesantren petasan sebelah sekolah selokan seperti "
        "tangan terima terminal "
    )
)
"""Words that only look as if they had affixes, or that mean something else than their root (perusahaan, usaha)."""

_PARTICLES = ("nya", "lah", "kah", "pun", "ku", "mu")
_PARTICLE = re.compile(rf"([a-z]{{3,}})(?:{'|'.join(_PARTICLES)})")
_LOOKS_LIKE_PARTICLE = (
    "tanya", "punya", "sekolah", "masalah", "jumlah", "salah", "olah", "telah", "lelah", "kalah", "celah",
    "belah", "ulah", "langkah", "nikah", "nafkah", "berkah", "serakah", "tingkah", "ampun", "himpun", "rumpun", "buku",
    "laku", "suku", "kaku", "baku", "saku", "temu", "jamu", "tamu", "ilmu", "semu", "lumpuh", "paku", "siku", "beku",
)  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1")
