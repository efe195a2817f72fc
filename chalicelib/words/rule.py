"""Why a step is not possible now and what to do instead. Keys are the rules of `domain.errors.ForbiddenStep`."""

WORDS = {
    "proof_needed": (
        "Layanan ini perlu foto bukti: lampirkan foto sesudah pekerjaan.",
        "This service needs proof: add photos of the finished work.",
    ),
    "text_needed": ("Tulis dulu keterangannya.", "Write a few words first."),
    "one_lead": (
        "Harus ada tepat satu penanggung jawab.",
        "Exactly one department must be in charge.",
    ),
    "ticket_status": (
        "Laporan ini berstatus “{status}”, jadi langkah ini tidak bisa dilakukan.",
        "This report is “{status}”, so this step is not possible.",
    ),
    "ticket_step": (
        "Laporan berstatus “{status}” tidak bisa menjadi “{to}”.",
        "A report that is “{status}” cannot become “{to}”.",
    ),
    "part_step": (
        "Bagian ini berstatus “{status}”, jadi langkah ini tidak bisa dilakukan.",
        "This part is “{status}”, so this step is not possible.",
    ),
    "no_part": (
        "{opd} tidak punya bagian dalam laporan ini.",
        "{opd} has no part in this report.",
    ),
    "already_has_part": (
        "{opd} sudah punya bagian dalam laporan ini.",
        "{opd} already has a part in this report.",
    ),
    "has_lead": (
        "{opd} sudah menjadi penanggung jawab. Alihkan dulu, atau libatkan OPD ini sebagai pendukung.",
        "{opd} is in charge already. Move that first, or call this department in as support.",
    ),
    "needs_lead": (
        "Tentukan dulu OPD penanggung jawab.",
        "Choose the department in charge first.",
    ),
    "leads_already": (
        "{opd} sudah menjadi penanggung jawab.",
        "{opd} is in charge already.",
    ),
    "not_offered": (
        "Penanggung jawab belum menawarkan posisinya kepada {opd}.",
        "The department in charge has not asked {opd} to take over.",
    ),
    "waits_for": (
        "Bagian ini menunggu {opd} selesai lebih dulu.",
        "This part waits until {opd} is finished.",
    ),
    "waits_in_circle": (
        "{opd} sudah menunggu bagian ini. Dua bagian tidak bisa saling menunggu.",
        "{opd} already waits for this part. Two parts cannot wait for each other.",
    ),
    "second_person": (
        "Pemeriksaan harus dilakukan orang lain dari yang mengerjakan.",
        "Another person than the one who did the work must check it.",
    ),
    "parts_open": (
        "Belum bisa diselesaikan: {opd} masih mengerjakan bagiannya.",
        "It cannot be resolved yet: {opd} is still at work.",
    ),
    "nothing_on_desk": (
        "Tidak ada yang menunggu keputusan koordinator.",
        "Nothing waits for the coordinator's decision.",
    ),
    "on_desk": (
        "Koordinator harus memutuskan dulu bagian yang dikembalikan.",
        "The coordinator must first decide about the part that was returned.",
    ),
    "dispute_over": (
        "Waktu 10 hari kerja untuk membantah sudah lewat. Buat laporan baru bila masalahnya masih ada.",
        "The 10 working days to object are over. Make a new report if the problem is still there.",
    ),
    "already_worked_on": (
        "Dinas sudah mengerjakan laporan ini, jadi tidak bisa ditarik lagi. Tulis pesan kepada dinas.",
        "Departments are at work on this report, so it cannot be taken back. Write them a message.",
    ),
    "rated_already": ("Anda sudah memberi nilai.", "You have rated this already."),
    "stars": ("Beri nilai 1 sampai 5.", "Give 1 to 5."),
}
