"""The index of public satisfaction (IKM) by the nine elements of Permenpan RB 14/2017.

The rule weighs each of the nine elements with 1/9, which it prints, rounded, as 0.11. The weight used here is 1/9
itself: with 0.11 nobody could ever reach the 100 with which the rule's own table of grades ends (4 x 9 x 0.11 x 25
is 99).

    mean of an element   = sum of its answers (1 to 4) / number of answers
    value (1 to 4)       = sum of the nine means x 1/9
    index (25 to 100)    = value x 25
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

ELEMENTS: tuple[str, ...] = (
    "requirements", "procedure", "time", "cost", "product", "competence", "conduct", "complaints", "facilities",
)  # fmt: skip
"""In the rule's order: persyaratan; sistem, mekanisme dan prosedur; waktu penyelesaian; biaya/tarif; produk spesifikasi
jenis pelayanan; kompetensi pelaksana; perilaku pelaksana; penanganan pengaduan, saran dan masukan; sarana dan
prasarana."""

WORST, BEST = 1, 4
WEIGHT = Fraction(1, len(ELEMENTS))

GRADES: tuple[tuple[str, Fraction], ...] = (
    ("A", Fraction("88.31")),
    ("B", Fraction("76.61")),
    ("C", Fraction("65.00")),
    ("D", Fraction("25.00")),
)
"""The least index of each grade, with two digits as the rule prints them: very good, good, not so good, not good."""


class Index(NamedTuple):
    """`value` 25.00 to 100.00, `grade` A to D, `means` 1 to 4 by element, `answers` the number of questionnaires."""

    value: float
    grade: str
    means: Mapping[str, float]
    answers: int


def index(sums: Mapping[str, int], answers: int) -> Index | None:
    """The index of this many complete questionnaires; None if there is none.

    `sums`: the sum of the answers to each element.
    """
    if answers <= 0:
        return None
    means = {element: Fraction(sums.get(element, 0), answers) for element in ELEMENTS}
    rounded = _two_digits(sum(means.values()) * WEIGHT * 25)
    rounded_means = {element: float(_two_digits(mean)) for element, mean in means.items()}
    return Index(float(rounded), grade(rounded), rounded_means, answers)


def grade(satisfaction: float | Fraction) -> str:
    """The grade, A to D, of an index with two digits."""
    rounded = Fraction(round(satisfaction * 100), 100)
    return next((name for name, lowest in GRADES if rounded >= lowest), GRADES[-1][0])


def _two_digits(number: Fraction) -> Fraction:
    """The number with two digits, rounded half up as in the rule's examples."""
    return Fraction(int(number * 100 + Fraction(1, 2)), 100)
