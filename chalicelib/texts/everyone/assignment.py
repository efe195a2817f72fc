"""Status of an assignment, with its meaning (`<status>_means`), and the roles."""

WORDS = {
    "assigned": ("Ditugaskan", "Assigned"),
    "assigned_means": ("Sudah diberi tahu, belum menjawab.", "Has been told, has not answered yet."),
    "assigned_asking_means": (
        "Sudah bertanya kepada pelapor dan menunggu jawabannya.",
        "Has asked the reporter and waits for the answer.",
    ),
    "assigned_answered_means": (
        "Sudah memberi tanggapan, belum mulai mengerjakan.",
        "Has responded, has not begun the work yet.",
    ),
    "accepted": ("Diterima dinas", "Accepted"),
    "accepted_means": ("Sudah menerima tugas ini.", "Has accepted this task."),
    "in_progress": ("Dikerjakan", "In progress"),
    "in_progress_means": ("Sedang mengerjakannya.", "Is working on it."),
    "awaiting_validation": ("Menunggu pemeriksaan", "Being checked"),
    "awaiting_validation_means": (
        "Pekerjaan dilaporkan selesai dan sedang diperiksa.",
        "The work is said to be done and is being checked.",
    ),
    "done": ("Selesai", "Done"),
    "done_means": ("Bagiannya sudah selesai.", "Has finished its part."),
    "returned": ("Dikembalikan", "Returned"),
    "returned_means": (
        "Menyatakan bahwa ini bukan tugasnya. Koordinator menentukan langkah berikutnya.",
        "Says that this is not its task. The coordinator decides what is next.",
    ),
    "waived": ("Dibebaskan", "Waived"),
    "waived_means": ("Tidak perlu ikut lagi.", "Does not need to take part any more."),
    "waiting": ("Menunggu giliran", "Waiting"),
    "waiting_means": (
        "Menunggu {opd} selesai lebih dulu. Batas waktunya ikut bergeser.",
        "Waits until {opd} is finished. The due date moves with it.",
    ),
    "coordinator": ("Koordinator", "The coordinator"),
    "lead": ("Penanggung jawab", "In charge"),
    "support": ("Pendukung", "Supporting"),
}
