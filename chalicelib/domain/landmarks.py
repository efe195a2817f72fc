"""Landmarks tell where something is, not what it is about: `depan balai desa` must not send a lamp to the village."""

import re


def without_landmarks(text: str) -> str:
    """The text without buildings and places that only say where; everything else stays as it is."""
    return _LANDMARK.sub(" ", text)


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

_LANDMARK = re.compile(
    rf"\b(?:{'|'.join(_BESIDE)})\s+(?:(?:{'|'.join(_PART)})\s+)?(?:{'|'.join(_PLACE)})\b", re.IGNORECASE
)
