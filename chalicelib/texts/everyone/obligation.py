"""Kinds of obligation, for use within a sentence. Keys are `domain.deadlines.obligation.OBLIGATION_KINDS`."""

WORDS = {
    "resolution": ("penyelesaian", "the solution"),
    "answer": ("jawaban pertama kepada pelapor", "the first answer to the reporter"),
    "verification": ("pemeriksaan laporan dan penunjukan dinas", "checking the report and choosing the department"),
    "returned": ("keputusan atas tugas yang dikembalikan", "the decision on the task that was handed back"),
    "proof": ("pemeriksaan foto bukti", "the check of a photo of the work"),
    "publication": ("pemeriksaan isi laporan sebelum tampil", "checking the content for the public"),
    "disputed": ("keputusan atas bantahan pelapor", "the decision on the reporter's objection"),
}
