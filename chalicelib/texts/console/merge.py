"""Duplicates, on the report's page and in the console, and “saya juga” (me too)."""

WORDS = {
    # the page of a duplicate, and of the report that it follows
    "follows": ("Ditangani bersama laporan lain", "Handled together with another report"),
    "follows_lead": (
        "Laporan ini tentang hal yang sama dengan laporan {number}. Semua pelapornya mengikuti laporan itu.",
        "This report is about the same as {number}. All who reported follow that one.",
    ),
    "follows_status": ("Keadaannya sekarang", "How it stands now"),
    "follows_open": ("Buka laporan {number}", "Open report {number}"),
    "stands_for": (
        "Laporan ini mewakili {count} laporan warga tentang hal yang sama.",
        "This report stands for {count} reports about the same thing.",
    ),
    # its reporter
    "contest": ("Ini bukan hal yang sama", "This is not the same"),
    "contest_text": ("Apa bedanya, atau apa yang belum beres?", "What is different, or not right yet?"),
    "contest_hint": (
        "Hanya koordinator, dinas, dan Anda yang membacanya. Koordinator memutuskan apakah laporan Anda dipisahkan.",
        "Only the coordinator, the departments and you read it. The coordinator decides whether to separate yours.",
    ),
    "contest_send": ("Sampaikan keberatan", "Send the objection"),
    "dispute_hint": (
        "Dibaca koordinator, dinas, dan pelapor {number}. Kalau bukan hal yang sama, tulis bedanya.",
        "The coordinator, the departments and the reporter of {number} read it. If it is not the same, say so.",
    ),
    "contested": (
        "Keberatan Anda sudah sampai. Koordinator memutuskan paling lambat {day}.",
        "Your objection has arrived. The coordinator decides by {day} at the latest.",
    ),
    "mine_merged": (
        "Kalau ini laporan Anda dan masalahnya tidak sama, buka dengan kode rahasia lalu sampaikan.",
        "If this is your report and it is not the same, open it with the secret code and say so.",
    ),
    # me too
    "support": ("Anda mengalami hal yang sama?", "Are you troubled by the same?"),
    "support_send": ("Saya juga", "Me too"),
    "support_hint": (
        "Satu kali untuk setiap peramban, tanpa nama. Membantu dinas melihat mana yang mendesak.",
        "Once per browser, without a name. It helps the departments see what is urgent.",
    ),
    "supporters": ("{count} orang lain juga mengalaminya.", "{count} others are troubled by the same."),
    "supporters_one": ("Satu orang lain juga mengalaminya.", "One other person is troubled by the same."),
    "said_ya": ("Terima kasih, sudah dihitung.", "Thank you, you were counted."),
    "said_sudah": ("Anda sudah dihitung. Terima kasih.", "You were counted already. Thank you."),
    # the console
    "together": ("Laporan yang sama", "Reports about the same"),
    "into": (
        "Laporan ini mengikuti {number}. Pekerjaannya dilanjutkan di sana.",
        "This report follows {number}. The work goes on there.",
    ),
    "stands_for_these": ("Laporan ini juga mewakili:", "This report also stands for:"),
    "find": ("Gabungkan dengan laporan lain", "Merge with another report"),
    "title": ("Gabungkan", "Merge"),
    "lead": (
        "Laporan {number} akan mengikuti laporan yang Anda pilih. Tenggat yang lebih awal berlaku. Bisa dibatalkan.",
        "Report {number} will follow the one that you choose. The earlier dates stand, and it can be undone.",
    ),
    "likely": ("Mungkin sama", "Perhaps the same"),
    "likely_lead": (
        "Layanan yang sama, paling jauh 100 meter, dalam 14 hari. Bandingkan dulu.",
        "Of the same service, within 100 metres and 14 days. Compare first.",
    ),
    "likely_none": (
        "Tidak ada laporan serupa yang masih ditangani di sekitar sini.",
        "There is no similar report in work close by.",
    ),
    "metres": ("{metres} meter dari sini", "{metres} metres away"),
    "village": ("desa yang sama, titiknya tidak diketahui", "same village, exact place unknown"),
    "number": ("Nomor laporan yang diikuti", "Number of the report to follow"),
    "compare": ("Bandingkan", "Compare"),
    "compare_with": ("Bandingkan", "Compare"),
    "this_one": ("Yang digabung", "The one that is merged"),
    "that_one": ("Yang diikuti", "The one that it follows"),
    "say_why": ("Alasan, terbaca siapa saja di halaman laporan", "Reason, everybody can read it on the report's page"),
    "say_why_hint": (
        "Misalnya: tiang lampu yang sama. Jangan tulis siapa pelapornya.",
        "For instance: the same lamp post. Do not write who reported.",
    ),
    "do": ("Gabungkan ke {number}", "Merge into {number}"),
    "other_way": ("Tukar arah", "The other way round"),
    "cancel": ("Kembali ke laporan", "Back to the report"),
    "parts_here": ("Ditangani", "Handled by"),
    "nobody": ("Belum ada OPD", "No department yet"),
    "due": ("tenggat {day}", "due {day}"),
}
