"""The console's lists: search, what did not arrive, the overview, who looked at whom."""

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
    "reason_address_invalid": ("alamat surel ini tidak ada atau salah tulis", "this e-mail address is wrong"),
    "reason_sandbox": (
        "pengiriman ke warga belum dibuka oleh penyedia layanan. Hubungi administrator",
        "the provider has not opened messages to citizens yet. Ask the administrator",
    ),
    "reason_other": ("ditolak layanan pengiriman ({code})", "refused by the delivery service ({code})"),
}
