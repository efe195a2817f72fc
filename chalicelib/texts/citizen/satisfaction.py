"""The satisfaction index (IKM, Permenpan RB 14/2017) on the pages of figures: result, grades, computation."""

WORDS = {
    "index": ("Indeks Kepuasan Masyarakat (IKM)", "Index of public satisfaction (IKM)"),
    "result": (
        "IKM {value} (mutu {grade}, {word}), dari {answers} isian.",
        "IKM {value} (grade {grade}, {word}), from {answers} answers.",
    ),
    "rule": (
        (
            "Dihitung menurut Permenpan RB 14/2017: rata-rata tiap unsur (1 sampai 4) dikali bobotnya, dijumlahkan, "
            "lalu dikali 25. Bobot yang dipakai di sini 1/9 untuk tiap unsur; peraturan menuliskannya 0,11, dan "
            "sebagian instansi memakai 0,111, sehingga hasilnya bisa berbeda sampai satu poin. "
            "Mutu: A 88,31 sampai 100; B 76,61 sampai 88,30; C 65,00 sampai 76,60; D 25,00 sampai 64,99."
        ),
        (
            "By Permenpan RB 14/2017: the mean of each element (1 to 4) times its weight, added up, times 25. "
            "The weight used here is 1/9 for each element; the rule prints it as 0.11 and some agencies use 0.111, so "
            "results can differ by up to one point. "
            "Grades: A 88.31 to 100; B 76.61 to 88.30; C 65.00 to 76.60; D 25.00 to 64.99."
        ),
    ),
    "few": (
        "Baru {answers} isian: terlalu sedikit untuk dihitung.",
        "Only {answers} answers: too few for an index.",
    ),
    "grade_a": ("sangat baik", "very good"),
    "grade_b": ("baik", "good"),
    "grade_c": ("kurang baik", "not so good"),
    "grade_d": ("tidak baik", "not good"),
    "element": ("Unsur", "Element"),
    "mean": ("Rata-rata (1 sampai 4)", "Mean (1 to 4)"),
}
