"""Ticket status: its name, and one sentence (`<status>_means`) of what it means for the citizen."""

WORDS = {
    "received": ("Diterima", "Received"),
    "received_means": (
        "Laporan sudah masuk. Kami sedang mencarikan dinas yang menanganinya.",
        "The report is in. We are finding out which department handles it.",
    ),
    "incomplete": ("Perlu dilengkapi", "More details needed"),
    "incomplete_means": (
        "Petugas membutuhkan keterangan tambahan sebelum bisa melanjutkan.",
        "The officer needs more details before going on.",
    ),
    "dispatched": ("Terdisposisi", "Passed on"),
    "dispatched_means": (
        "Laporan sudah diteruskan kepada dinas yang berwenang. Sekarang giliran dinas itu menanganinya.",
        "The report is with the responsible department. It is now their turn.",
    ),
    "in_progress": ("Diproses", "In progress"),
    "in_progress_means": ("Petugas sedang menangani laporan ini.", "Officers are working on it."),
    "resolved": ("Selesai", "Resolved"),
    "resolved_means": (
        "Semua dinas yang terlibat menyatakan pekerjaannya selesai.",
        "All departments involved say that their work is done.",
    ),
    "closed": ("Ditutup", "Closed"),
    "closed_means": ("Laporan selesai dan sudah ditutup.", "The report is finished and closed."),
    "referred": ("Bukan wewenang, dirujuk", "Not ours, referred"),
    "referred_means": (
        "Ini wewenang instansi lain. Keterangannya ada di riwayat.",
        "Another institution is responsible. The history tells which.",
    ),
    "archived": ("Diarsipkan", "Archived"),
    "archived_means": (
        "Laporan tidak ditindaklanjuti. Alasannya ada di riwayat.",
        "The report is not followed up. The history tells why.",
    ),
    "duplicate": ("Duplikat", "Duplicate"),
    "duplicate_means": (
        "Hal yang sama sudah dilaporkan sebelumnya dan ditangani di sana.",
        "The same thing was reported before and is handled there.",
    ),
}
