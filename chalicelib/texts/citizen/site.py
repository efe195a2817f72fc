"""The frame around every page: name, menu, emergency box, footer, and the home page."""

WORDS = {
    "tagline": ("Layanan laporan warga", "Citizen reports"),
    "skip": ("Langsung ke isi", "Skip to content"),
    "menu": ("Menu utama", "Main menu"),
    "report": ("Buat laporan", "Make a report"),
    "track": ("Lacak laporan", "Track a report"),
    "menu_report": ("Lapor", "Report"),
    "menu_track": ("Lacak", "Track"),
    "menu_list": ("Laporan warga", "All reports"),
    "menu_figures": ("Statistik", "Figures"),
    "home": ("Beranda", "Home"),
    "error_prefix": ("Kesalahan: {title}", "Error: {title}"),
    "emergency_title": ("Keadaan darurat?", "Emergency?"),
    "emergency_text": (
        "Sedulur bukan layanan darurat dan tidak dipantau setiap saat. Kalau ada nyawa dalam bahaya, telepon sekarang:",
        "Sedulur is no emergency line and is not watched at all hours. If a life is in danger, call now:",
    ),
    "emergency_short": ("Nyawa dalam bahaya? Telepon", "A life in danger? Call"),
    "emergency_more": ("Nomor darurat lain", "Other emergency numbers"),
    "city_contacts": ("Kontak {city}", "Contact {city}"),
    "about": (
        "Sedulur, bahasa Jawa untuk saudara: dulure dewe bisa membantu.",
        "Sedulur is Javanese for kin: our own kin can help.",
    ),
    "privacy": (
        "Tanpa akun, tanpa pelacak. Nama dan kontak pelapor disimpan terenkripsi dan tidak pernah ditampilkan.",
        "No account, no trackers. Names and contacts of reporters are stored encrypted and never shown.",
    ),
    "website": ("Situs", "Website"),
    "email": ("Surel", "E-mail"),
    "phone": ("Telepon", "Phone"),
    "whatsapp": ("WhatsApp", "WhatsApp"),
    "address": ("Alamat", "Address"),
    "home_title": ("Ada yang perlu dibenahi di {city}?", "Something to fix in {city}?"),
    "home_lead": (
        (
            "Laporkan sekali: jalan rusak, lampu mati, sampah, bantuan sosial, atau pelayanan kantor. "
            "Kami teruskan kepada dinas yang berwenang, dan Anda bisa melihat siapa mengerjakan apa."
        ),
        (
            "Report it once: a broken road, a dead street lamp, waste, social aid or service at an office. "
            "We pass it on to the department in charge, and you can see who does what."
        ),
    ),
    "home_quick": ("Kurang dari dua menit. Tidak perlu akun.", "Less than two minutes. No account needed."),
    "home_next": ("Setelah Anda melapor", "After you report"),
    "home_next_1": (
        "Anda langsung mendapat nomor laporan. Simpan nomor itu.",
        "You get a report number at once. Keep it.",
    ),
    "home_next_2": (
        "Dinas yang berwenang langsung diberi tahu, lengkap dengan batas waktunya.",
        "The department in charge is told at once, with a date by which it is due.",
    ),
    "home_next_3": (
        "Lihat perkembangannya kapan saja dengan nomor itu.",
        "See how it goes at any time with that number.",
    ),
    "home_list": (
        "Baca laporan terbaru dari warga lain",
        "Read the latest reports of other citizens",
    ),
    "number_label": ("Nomor laporan", "Report number"),
    "number_hint": (
        "Tertulis di bukti laporan Anda, misalnya {example}. Huruf besar atau kecil sama saja.",
        "It is on your receipt, for example {example}. Capital or small letters do not matter.",
    ),
    "find": ("Cari", "Find"),
    "number_missing": ("Isi nomor laporan Anda.", "Write your report number."),
}
