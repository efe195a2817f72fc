"""Promises and their status. Keys are the states of `domain.deadlines.promise_status`.

Those of an assignment begin with `part_`, those of the report do not.
"""

WORDS = {
    "running": ("Dijanjikan selesai {day}.", "Promised to be done by {day}."),
    "paused": (
        (
            "Waktu berhenti sejak {since}, karena petugas menunggu jawaban pelapor. "
            "Tadinya dijanjikan selesai {day}; sesudah dijawab, tanggal itu bergeser selama waktu berhenti."
        ),
        (
            "The clock has stood since {since}, because the officers wait for the reporter's answer. "
            "The promise was {day}; once there is an answer, it moves by the time that the clock stood."
        ),
    ),
    "missed": (
        "Dijanjikan selesai {day}, tetapi belum selesai: {late}.",
        "Promised to be done by {day}, but it is not: {late}.",
    ),
    "kept": ("Dijanjikan selesai {day}. Selesai {done}: tepat waktu.", "Promised by {day}. Done on {done}: on time."),
    "late": ("Dijanjikan selesai {day}. Selesai {done}: {late}.", "Promised by {day}. Done on {done}: {late}."),
    "no_opd_yet": (
        "Dijanjikan selesai {day}. Dinas yang menanganinya masih ditentukan.",
        "Promised to be done by {day}. Which department handles it is still being decided.",
    ),
    "missed_stands": (
        "Sejak {since} waktu berhenti, karena petugas menunggu jawaban pelapor.",
        "Since {since} the clock stands, because the officers wait for the reporter's answer.",
    ),
    "undecided": (
        "Keputusan koordinator seharusnya ada {due}: {late}.",
        "The coordinator's decision was due {due}: {late}.",
    ),
    "missed_opds": ("Yang terlambat: {opds}.", "Who is late: {opds}."),
    "missed_told": (
        "Keterlambatan ini sudah disampaikan kepada {who}. Semua langkahnya tercatat di riwayat.",
        "This was brought to the attention of {who}. Every step of it stands in the history.",
    ),
    "missed_next": (
        "Keterlambatan ini disampaikan kepada atasan sampai ada penyelesaian. Semua langkahnya tercatat di riwayat.",
        "It is brought to the superiors until it is settled. Every step of it stands in the history.",
    ),
    "part_running": ("Batas waktu: {due}", "Due: {due}"),
    "part_paused": (
        "Waktu berhenti sejak {since}: menunggu jawaban pelapor. Batas waktu semula: {due}",
        "The clock has stood since {since}: it waits for the reporter's answer. It was due: {due}",
    ),
    "part_waiting": (
        "Waktu berhenti sejak {since}: menunggu dinas lain. Batas waktu semula: {due}",
        "The clock has stood since {since}: it waits for others. It was due: {due}",
    ),
    "part_missed": ("Batas waktu: {due}. {late}.", "Due: {due}. {late}."),
    "part_kept": ("Selesai {done}: tepat waktu.", "Done on {done}: on time."),
    "part_late": ("Selesai {done}: {late}. Batas waktunya {due}.", "Done on {done}: {late}. It was due {due}."),
    "part_answer": ("Jawaban pertama paling lambat {due}", "First answer by {due}"),
    "part_answer_missed": ("Jawaban pertama seharusnya {due}. {late}.", "The first answer was due {due}. {late}."),
    "late_by_0": ("terlambat kurang dari satu hari kerja", "late by less than one working day"),
    "late_by_1": ("terlambat 1 hari kerja", "late by 1 working day"),
    "late_by": ("terlambat {days} hari kerja", "late by {days} working days"),
}
