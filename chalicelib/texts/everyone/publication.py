"""What the public reads of a report, and why it does not read the rest.

Keys `is_…` are states, `why_…` reasons for a check, `covered_…` what stands in the place of a covered passage.
"""

WORDS = {
    "is_published": ("Tampil untuk umum", "Public"),
    "is_held": ("Tampil setelah diperiksa", "Public once it is checked"),
    "is_hidden": ("Disembunyikan dari umum", "Hidden from the public"),
    "is_withdrawn": ("Ditarik oleh pelapor", "Taken back by the reporter"),
    "means_held": (
        "Isi laporan ini tampil setelah diperiksa koordinator, paling lama satu hari kerja. Penanganan tidak menunggu.",
        "The report is shown once the coordinator has checked it, within one working day. Work on it does not wait.",
    ),
    "means_hidden": (
        "Koordinator menyembunyikan isi laporan ini dari umum. Statusnya tetap bisa dilihat.",
        "The coordinator has hidden what this report says from the public. Its status can still be seen.",
    ),
    "means_withdrawn": (
        "Pelapor menarik laporan ini, maka isinya tidak ditampilkan lagi.",
        "The reporter took this report back, so what it says is not shown any more.",
    ),
    "held_until": (
        "Isinya tampil untuk umum setelah diperiksa, paling lambat {day}. Alasannya: {why}. OPD sudah bisa membacanya.",
        "It is public once it is checked, by {day} at the latest. The reason: {why}. Departments can read it already.",
    ),
    "yours_held": (
        "Untuk umum, isi laporan Anda tampil setelah diperiksa, paling lambat {day}. Alasannya: {why}.",
        "For the public, your report is shown once it is checked, by {day} at the latest. The reason: {why}.",
    ),
    "yours_hidden": (
        "Umum tidak bisa membaca isi laporan Anda. Alasan koordinator tertulis di riwayat.",
        "The public cannot read your report. The history gives the coordinator's reason.",
    ),
    "yours_covered": (
        "Data pribadi dan bagian yang ditutup koordinator hanya terbaca oleh Anda dan OPD.",
        "Only you and the departments can read personal data and what the coordinator has covered.",
    ),
    "why_accusation": ("menuduh orang yang bisa dikenali", "it accuses somebody who can be recognised"),
    "why_insult": ("ada kata kasar", "it has insulting words"),
    "why_spam": ("tampak seperti iklan", "it looks like advertising"),
    "why_personal_data": ("memuat data pribadi", "it has personal data"),
    "why_other": ("ada yang tidak pantas", "something in it is not fit for the public"),
    "why_every_report": ("setiap laporan diperiksa dulu", "every report is checked first"),
    "covered_nik": ("[NIK ditutup]", "[identity number covered]"),
    "covered_phone": ("[nomor telepon ditutup]", "[phone number covered]"),
    "covered_account": ("[nomor ditutup]", "[number covered]"),
    "covered_plate": ("[pelat nomor ditutup]", "[number plate covered]"),
    "covered_email": ("[surel ditutup]", "[e-mail covered]"),
    "covered_link": ("[tautan ditutup]", "[link covered]"),
    "covered_redacted": ("[ditutup]", "[covered]"),
    "flag": ("Laporkan isi ini", "Report this content"),
    "flag_lead": (
        "Ada yang tidak boleh tampil di halaman ini? Koordinator memeriksanya paling lama dalam satu hari kerja.",
        "Is there something that must not be shown here? The coordinator checks it within one working day.",
    ),
    "flag_what": ("Apa yang salah?", "What is wrong?"),
    "flag_personal_data": ("Ada data pribadi atau wajah orang", "It shows personal data or a face"),
    "flag_accusation": ("Menuduh orang", "It accuses somebody"),
    "flag_insult": ("Menghina atau kasar", "It insults"),
    "flag_spam": ("Iklan", "Advertising"),
    "flag_other": ("Hal lain yang tidak pantas", "Something else that is not fit"),
    "flag_send": ("Kirim", "Send"),
    "flagged": (
        "Terima kasih. Koordinator memeriksa isi laporan ini.",
        "Thank you. The coordinator checks this content.",
    ),
    "flagged_already": (
        "Terima kasih. Hal itu sudah pernah dilaporkan dan diperiksa koordinator.",
        "Thank you. This was reported before, and the coordinator looks at it.",
    ),
    "list_title": ("Isi yang perlu diperiksa", "Content to check"),
    "list_short": ("Tampilan umum", "Public view"),
    "list_lead": (
        "Laporan yang tertahan oleh aturan, dan yang isinya dilaporkan pembaca. Putuskan dalam satu hari kerja.",
        "Reports that rules have held, and reports whose content readers have flagged. Decide within one working day.",
    ),
    "list_none": ("Tidak ada isi yang perlu diperiksa.", "There is nothing to check."),
    "due": ("Periksa: {left}", "Check: {left}"),
    "look": ("Periksa", "Check"),
    "for_public": ("Untuk umum", "For the public"),
    "to_check": ("Perlu diperiksa: {why}.", "To be checked: {why}."),
    "version": ("Yang dibaca umum", "What the public reads"),
    "same": ("Umum membaca semuanya.", "The public reads all of it."),
}
