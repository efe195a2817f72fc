"""The console's lists: search, undelivered notices, the overview, the access log."""

WORDS = {
    # who should have got it, and why it did not arrive
    "to_coordinator": ("koordinator", "the coordinator"),
    "to_leaders": ("pimpinan", "the leaders"),
    "to_reporter": ("pelapor", "the reporter"),
    "to_reporter_sms": ("pelapor lewat SMS", "the reporter by SMS"),
    "to_reporter_email": ("pelapor lewat surel", "the reporter by e-mail"),
    "reason_NotFound": (
        "saluran OPD ini belum dibuat. Administrator menjalankan “infra deploy”",
        "the channel of this department does not exist yet. The administrator runs “infra deploy”",
    ),
    "reason_NotFoundException": (
        "saluran OPD ini belum dibuat. Administrator menjalankan “infra deploy”",
        "the channel of this department does not exist yet. The administrator runs “infra deploy”",
    ),
    "reason_AuthorizationError": (
        "sistem tidak diizinkan memakai saluran ini. Hubungi administrator",
        "the system may not use this channel. Ask the administrator",
    ),
    "reason_AuthorizationErrorException": (
        "sistem tidak diizinkan memakai saluran ini. Hubungi administrator",
        "the system may not use this channel. Ask the administrator",
    ),
    "reason_KMSAccessDenied": (
        "kunci sandi saluran ini tidak bisa dipakai. Hubungi administrator",
        "the key of this channel cannot be used. Ask the administrator",
    ),
    "reason_InvalidParameter": (
        "isi pemberitahuan ditolak layanan pengiriman. Hubungi administrator",
        "the delivery service refused the notice. Ask the administrator",
    ),
    "reason_Throttling": (
        "layanan pengiriman sedang terlalu sibuk. Kirim ulang sebentar lagi",
        "the delivery service was too busy. Send it again in a while",
    ),
    "reason_ThrottledException": (
        "layanan pengiriman sedang terlalu sibuk. Kirim ulang sebentar lagi",
        "the delivery service was too busy. Send it again in a while",
    ),
    "reason_EndpointConnectionError": (
        "layanan pengiriman tidak bisa dihubungi. Kirim ulang sebentar lagi",
        "the delivery service could not be reached. Send it again in a while",
    ),
    "reason_ConnectTimeoutError": (
        "layanan pengiriman tidak bisa dihubungi. Kirim ulang sebentar lagi",
        "the delivery service could not be reached. Send it again in a while",
    ),
    "reason_ReadTimeoutError": (
        "layanan pengiriman tidak menjawab. Kirim ulang sebentar lagi",
        "the delivery service did not answer. Send it again in a while",
    ),
    "reason_InternalError": (
        "layanan pengiriman sedang terganggu. Kirim ulang sebentar lagi",
        "the delivery service had a fault. Send it again in a while",
    ),
    "reason_InternalErrorException": (
        "layanan pengiriman sedang terganggu. Kirim ulang sebentar lagi",
        "the delivery service had a fault. Send it again in a while",
    ),
    "reason_opted_out": (
        "pemilik nomor atau alamat ini menolak pesan",
        "the owner of this number or address refuses messages",
    ),
    "reason_number_invalid": ("nomor HP ini tidak bisa menerima SMS", "this number cannot receive SMS"),
    "reason_too_many": (
        "lebih dari sepuluh laporan memakai nomor atau alamat ini dalam sehari",
        "more than ten reports had this number or address within a day",
    ),
    "reason_sms_budget": (
        "jatah SMS hari ini sudah habis. Kirim ulang besok",
        "today's SMS are used up. Send it again tomorrow",
    ),
    "reason_address_invalid": ("alamat surel ini tidak ada atau salah tulis", "this e-mail address is wrong"),
    "reason_sandbox": (
        "pengiriman ke warga belum dibuka oleh penyedia layanan. Hubungi administrator",
        "the provider has not opened messages to citizens yet. Ask the administrator",
    ),
    "reason_other": ("ditolak layanan pengiriman ({code})", "refused by the delivery service ({code})"),
    # search
    "by_place": ("Menurut tempat", "By place"),
    "by_place_own": (
        "Laporan yang menjadi tugas OPD Anda, termasuk yang rahasia.",
        "The reports in which your department has a part, confidential ones too.",
    ),
    "by_place_all": (
        "Laporan rahasia tidak bercampur dengan yang lain: pilih satu OPD, atau cari yang rahasia saja.",
        "Confidential reports are kept apart: choose one department, or search for confidential ones only.",
    ),
    "field_wilayah": ("Kecamatan, desa, atau kelurahan", "Kecamatan, desa or kelurahan"),
    "whole_kecamatan": ("Seluruh Kecamatan {name}", "All of Kecamatan {name}"),
    "all_opds": ("Semua OPD", "All departments"),
    "confidential_only": ("Hanya laporan rahasia", "Confidential reports only"),
    "by_phone": ("Menurut nomor HP pelapor", "By the reporter's mobile number"),
    "by_phone_lead": (
        "Menunjukkan laporan siapa saja ini. Nama Anda dan alasannya tercatat untuk inspektorat; nomornya tidak.",
        "It shows whose reports these are. Your name and the reason are recorded for the auditors; the number is not.",
    ),
    "field_phone": ("Nomor HP, ditulis lengkap", "The whole mobile number"),
    "field_text": ("Alasan mencari", "Why you search"),
    "search_phone": ("Cari menurut nomor HP", "Search by mobile number"),
    "found_place": ("Laporan di {place}", "Reports in {place}"),
    "found_confidential": ("Laporan rahasia di {place}", "Confidential reports in {place}"),
    "found_phone": ("{count} laporan dari nomor itu", "{count} reports from that number"),
    "found_none": ("Tidak ada laporan yang ditemukan.", "No reports were found."),
    "found_caption": ("Laporan yang ditemukan, yang terbaru di atas", "Reports found, the latest first"),
    "column_received": ("Diterima", "Received"),
    "status_inside": ("buka untuk melihat statusnya", "open it to see how it stands"),
    # what did not arrive
    "lost_title": ("Pemberitahuan yang tidak sampai", "Notices that did not arrive"),
    "lost_short": ("Tidak sampai", "Not arrived"),
    "lost_lead": (
        "Sistem sudah mencoba beberapa kali. Perbaiki sebabnya, lalu kirim ulang. Tidak ada yang terkirim dua kali.",
        "The system has tried several times. Mend the cause, then send it again. Nothing goes out twice.",
    ),
    "lost_to": ("Kepada {to}:", "To {to}:"),
    "lost_why": ("{reason}.", "{reason}."),
    "lost_tries": ("{tries} kali dicoba, terakhir {at}", "tried {tries} times, last {at}"),
    "lost_none": ("Semua pemberitahuan sampai.", "All notices have arrived."),
    "send_again": ("Kirim ulang", "Send again"),
    "under_way": ("Sedang dikirim ulang.", "It is being sent again."),
    "drop": ("Tidak perlu lagi", "No longer needed"),
    "of": ("{number} kepada {to}", "{number} to {to}"),
    # the overview
    "overview": ("Ringkasan", "Overview"),
    "overview_title": ("Ringkasan semua OPD", "All departments at a glance"),
    "overview_at": ("Keadaan pada {at}.", "As of {at}."),
    "overview_hint": (
        (
            "Satu laporan bisa menjadi tugas beberapa OPD. Terlambat dan segera jatuh tempo dihitung menurut "
            "peringatan yang sudah dikirim, jadi bisa tertinggal beberapa menit."
        ),
        (
            "One report can be a task of several departments. Late and due soon are counted by the warnings that went "
            "out, so they may lag by some minutes."
        ),
    ),
    "parts_late": ("Tugas OPD terlambat", "Tasks of departments, late"),
    "parts_soon": ("Tugas OPD segera jatuh tempo", "Tasks of departments, due soon"),
    "parts_open": ("Tugas OPD belum selesai", "Tasks of departments, open"),
    "worst": ("Paling lama terlambat", "Late the longest"),
    "worst_hint": (
        "{count} tugas yang tenggatnya paling lama lewat, paling banyak 10. Yang sedang menunggu warga tidak termasuk.",
        "The {count} tasks that are late the longest, 10 at most. Those that wait for a citizen are left out.",
    ),
    "worst_none": ("Tidak ada yang terlambat.", "Nothing is late."),
    "loads": ("Pekerjaan tiap OPD", "What each department has in hand"),
    "late_of": ("laporan {opd} yang terlambat", "late reports of {opd}"),
    "idle": ("{count} OPD tanpa tugas", "{count} departments with nothing in hand"),
    # who looked at whom
    "reads_short": ("Pembacaan", "Reads"),
    "reads_title": (
        "Siapa membuka identitas pelapor dan laporan rahasia",
        "Who opened identities and confidential reports",
    ),
    "reads_lead": (
        (
            "Semua pembacaan identitas dan laporan rahasia, dan pencarian menurut nomor HP, terbaru di atas. "
            "Nomor yang dicari tidak dicatat."
        ),
        (
            "All readings of an identity or of a confidential report, and searches by phone, the latest first. "
            "The number searched for is not recorded."
        ),
    ),
    "reads_none": ("Belum ada yang membukanya.", "Nobody has yet."),
    "read_identity": ("membuka identitas pelapor", "read who reported"),
    "read_text": ("membaca laporan rahasia", "read the confidential report"),
    "read_phone": ("mencari laporan menurut nomor HP", "searched for reports by a phone number"),
    # many at once, and moving about
    "pick": ("Pilih {number}", "Choose {number}"),
    "pick_all": ("Pilih semua di halaman ini", "Choose all on this page"),
    "accept_chosen": ("Terima yang dipilih", "Accept the chosen ones"),
    "accept_refused_title": ("Sebagian belum diterima", "Some were not accepted"),
    "accepted_some": ("{count} tugas diterima.", "{count} were accepted."),
    "accept_refused": ("{count} laporan tidak bisa diterima:", "{count} reports could not be accepted:"),
    "list_back": ("Kembali ke daftar", "Back to the list"),
    "list_next": ("Berikutnya", "Next"),
    "list_previous": ("Sebelumnya", "Previous"),
    "list_place": ("{place} dari {count}", "{place} of {count}"),
    "keys": (
        "Papan ketik: panah bawah dan atas berpindah baris dari nomor laporan, Enter membuka.",
        "Keyboard: from a report's number, arrow down and up move between lines, Enter opens.",
    ),
}
