"""Asides tell where something is or who was told before, not what it is about.

`Lampu di depan balai desa` must not send a lamp to the village, nor `sudah lapor ke Pak RT` anything to it.
"""

import re


def without_landmarks(text: str) -> str:
    """The text without landmarks, house addresses and people told before; everything else stays as it is."""
    return _ASIDE.sub(" ", text)


_BESIDE = (
    "depan", "dpn", "dekat", "deket", "dkt", "samping", "sebelah", "belakang", "seberang", "sekitar", "arah", "menuju",
    "utara", "selatan", "timur", "barat", "ngarep", "cedhak",
)  # fmt: skip
_PART = ("gedung", "pintu", "gerbang", "pagar", "pos", "jalan", "dari", "dengan", "dgn")
_PLACE = (
    r"rumah sakit", r"balai(?: \w+)?", r"kantor(?: \w+)?", r"sekolah(?:an)?", r"sdn?", r"smpn?", r"sman?", r"smkn?",
    r"masjid", r"mushol\w+", r"musala", r"gereja", r"pasar", r"puskesmas", r"kelurahan", r"kecamatan", r"terminal",
    r"stasiun", r"spbu", r"pom bensin", r"polsek", r"polres\w*", r"makam", r"bank", r"toko", r"pabrik", r"kampus",
    r"hotel", r"apote?i?k", r"lapangan", r"stadion", r"gor", r"rsud", r"koramil", r"minimarket", r"alun-alun",
)  # fmt: skip
_TELL = r"(?:me?|di)?(?:lapor|ngadu|tegur|komplain|usul)(?:kan|in)?"
_TOLD = r"(?:(?:ke|kpd|kepada|lewat|lwt|melalui|sama|oleh|pak|bu|ketua|dan|atau|pihak|kantor|,)\s*)*"
_WHOM = r"(?:rt|rw|lurah|camat|kades|kelurahan|kecamatan|kel|kec|aplikasi|desa)"


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})"


_ASIDE = re.compile(
    rf"\b(?:{_any(_BESIDE)}\s+(?:{_any(_PART)}\s+)?{_any(_PLACE)}"
    rf"|{_TELL}\s+(?:{_TOLD}\b{_WHOM}\b\s*)+"
    r"|r[tw](?:\s*[./])?\s*\d+)\b",
    re.IGNORECASE,
)
