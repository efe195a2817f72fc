"""The report form: choosing a service (step 1) and describing what happened (step 2)."""

WORDS = {
    "choose_title": ("Apa yang ingin Anda laporkan?", "What do you want to report?"),
    "step": ("Langkah {now} dari {all}", "Step {now} of {all}"),
    "search_label": ("Cari layanan", "Find a service"),
    "search_hint": (
        "Tulis dengan kata sendiri, misalnya “lampu mati”.",
        "Use your own words, for example “lampu mati”.",
    ),
    "search": ("Cari", "Find"),
    "search_results": ("Yang cocok dengan “{words}”", "Matches for “{words}”"),
    "search_none": (
        "Tidak ada layanan yang cocok dengan “{words}”. Coba kata lain, pilih dari daftar, atau pakai “{other}”.",
        "No service matches “{words}”. Try other words, choose from the list, or use “{other}”.",
    ),
    "search_some": ("Layanan yang cocok: {count}", "Matching services: {count}"),
    "by_group": ("Atau pilih dari daftar", "Or choose from the list"),
    "unsure": ("Tidak tahu harus pilih yang mana?", "Not sure which one?"),
    "unsure_hint": (
        "Ceritakan saja. Kami yang mencarikan dinas yang tepat.",
        "Just tell us. We will find the right department.",
    ),
    "title": ("Ceritakan masalahnya", "Tell us what is wrong"),
    "service": ("Layanan", "Service"),
    "change": ("Ganti layanan", "Change service"),
    "change_to": ("Layanan lain", "Another service"),
    "change_button": ("Ganti", "Change"),
    "problems": ("Ada yang perlu diperbaiki", "There is a problem"),
    "field_error": ("Kesalahan:", "Error:"),
    "optional": ("(boleh dikosongkan)", "(optional)"),
    "description": ("Ada masalah apa?", "What is the problem?"),
    "description_hint": (
        "Ceritakan sejak kapan dan apa akibatnya. Jangan tulis nama, nomor HP, atau NIK siapa pun di sini.",
        "Tell us since when and what it causes. Do not write anyone's name, phone number or ID number here.",
    ),
    "count_left": ("Sisa {count} huruf", "{count} characters left"),
    "count_over": ("Kelebihan {count} huruf", "{count} characters too many"),
    "count_short": ("Tulis paling sedikit {count} huruf lagi", "Write at least {count} more characters"),
    "where": ("Di mana tempatnya?", "Where is it?"),
    "where_hint": (
        "Pilih desa atau kelurahan, atau pakai lokasi HP kalau Anda sedang di tempatnya.",
        "Choose the village, or use your phone's location if you are there now.",
    ),
    "locate": ("Pakai lokasi saya", "Use my location"),
    "locating": ("Mencari lokasi Anda…", "Finding your location…"),
    "located": (
        "Lokasi tercatat, ketelitian sekitar {metres} meter.",
        "Location noted, accurate to about {metres} metres.",
    ),
    "located_before": ("Lokasi tercatat.", "Location noted."),
    "locate_denied": (
        "HP tidak mengizinkan lokasi. Tidak apa-apa: pilih desa atau kelurahan di bawah.",
        "The phone does not allow location. No matter: choose the village below.",
    ),
    "locate_failed": (
        "Lokasi tidak ditemukan. Tidak apa-apa: pilih desa atau kelurahan di bawah.",
        "No location found. No matter: choose the village below.",
    ),
    "locate_outside": (
        "Anda sedang di luar {city}, jadi lokasi HP tidak dipakai. Pilih desa atau kelurahan tempat kejadian.",
        "You are outside {city} now, so the phone's location is not used. Choose the village where it is.",
    ),
    "locate_clear": ("Hapus lokasi", "Remove location"),
    "area": ("Desa atau kelurahan", "Village"),
    "area_none": ("Pilih desa atau kelurahan", "Choose a village"),
    "area_whole": ("Kecamatan {name} (desa tidak tahu)", "Kecamatan {name} (village not known)"),
    "area_search": ("Ketik nama desa, lalu pilih dari daftar.", "Type the village's name, then choose from the list."),
    "area_found": ("Desa yang cocok: {count}", "Matching villages: {count}"),
    "area_not_found": ("Tidak ada desa dengan nama itu", "No village of that name"),
    "address": ("Patokan atau alamat", "Landmark or address"),
    "address_hint": (
        "Misalnya: depan balai desa, 50 meter dari jembatan. Memudahkan petugas menemukannya.",
        "For example: in front of the village hall, 50 metres from the bridge. It helps officers find it.",
    ),
    "coordinates": ("Isi titik koordinat sendiri", "Write coordinates yourself"),
    "lat": ("Lintang", "Latitude"),
    "long": ("Bujur", "Longitude"),
    "visibility": ("Siapa yang boleh melihat?", "Who may see it?"),
    "public": ("Publik", "Public"),
    "public_hint": (
        "Siapa pun bisa membaca laporan ini di situs. Nama dan kontak Anda tidak pernah ditampilkan.",
        "Anyone can read this report on the site. Your name and contact are never shown.",
    ),
    "anonymous": ("Anonim", "Anonymous"),
    "anonymous_hint": (
        "Laporannya tampil, tetapi tidak seorang pun, termasuk petugas dinas, melihat siapa Anda.",
        "The report is shown, but nobody, not even the department's officers, sees who you are.",
    ),
    "confidential": ("Rahasia", "Confidential"),
    "confidential_hint": (
        "Isinya juga tidak tampil di situs: yang terlihat hanya nomor dan statusnya.",
        "What you write is not shown on the site either: only the number and the status are.",
    ),
    "contact": ("Kontak Anda (boleh dikosongkan)", "Your contact (optional)"),
    "contact_why": (
        (
            "Hanya dipakai kalau petugas perlu bertanya kepada Anda, dan untuk mengabari Anda kalau Anda memintanya. "
            "Disimpan terenkripsi dan tidak pernah ditampilkan."
        ),
        (
            "Used only if an officer has to ask you something, and to tell you the news if you want that. "
            "It is stored encrypted and never shown."
        ),
    ),
    "name": ("Nama", "Name"),
    "phone": ("Nomor HP", "Mobile number"),
    "phone_hint": ("Misalnya 0812 3456 7890", "For example 0812 3456 7890"),
    "email": ("Surel (e-mail)", "E-mail"),
    "next": (
        "Setelah dikirim, Anda langsung mendapat nomor laporan, dan laporan diteruskan kepada dinas yang berwenang.",
        "Once sent, you get a report number at once, and the report goes to the department in charge.",
    ),
    "send": ("Kirim laporan", "Send report"),
    "sending": ("Mengirim…", "Sending…"),
    "busy_title": ("Belum terkirim: sedang ramai", "Not sent yet: many are reporting"),
    "busy_wait": (
        "Tunggu {seconds} detik, lalu tekan tombol kirim sekali lagi. Semua isian dan foto masih ada.",
        "Wait {seconds} seconds, then press the send button once more. Everything you filled in is still here.",
    ),
    "busy_working": (
        (
            "Banyak yang melapor dari jaringan ini. HP Anda menyelesaikan hitungan dulu, biasanya beberapa detik, "
            "paling lama beberapa menit; lalu laporan terkirim sendiri. Biarkan halaman ini terbuka."
        ),
        (
            "Many are reporting from this network. Your phone does a calculation first, usually for a few seconds, "
            "at most for a few minutes; then the report is sent by itself. Leave this page open."
        ),
    ),
    "offline_title": ("Belum terkirim", "Not sent yet"),
    "offline": (
        (
            "Tidak ada sambungan internet. Tulisan Anda tidak hilang: biarkan halaman ini terbuka, tunggu sinyal, lalu "
            "coba lagi. Laporan tidak akan tercatat dua kali."
        ),
        (
            "There is no internet connection. Nothing you wrote is lost: leave this page open, wait for a signal, then "
            "try again. The report will not be recorded twice."
        ),
    ),
    "retry": ("Coba kirim lagi", "Try to send again"),
    "draft_restored": (
        "Tulisan Anda yang belum terkirim kami kembalikan. Kontak tidak ikut disimpan di HP.",
        "What you had not sent yet is back. Your contact was not kept on the phone.",
    ),
    "draft_drop": ("Hapus dan mulai baru", "Delete and start anew"),
    "call_now": ("Ini bisa membahayakan nyawa. Telepon sekarang:", "This can endanger lives. Call now:"),
    "call_then": (
        "Sedulur bukan layanan darurat. Telepon dulu, baru lanjutkan laporan ini.",
        "Sedulur is no emergency line. Call first, then go on with this report.",
    ),
    "elsewhere": (
        "Ini wewenang {name}, bukan pemerintah kabupaten.",
        "This is the responsibility of {name}, not of the regency.",
    ),
    "elsewhere_contact": (
        "Paling cepat, hubungi langsung: {contact}",
        "The quickest way is to contact them: {contact}",
    ),
    "elsewhere_still": (
        "Anda tetap boleh mengirim laporan ini. Koordinator kami yang meneruskannya.",
        "You may still send this report. Our coordinator passes it on.",
    ),
    "draft_waits": ("Lanjutkan laporan yang belum terkirim", "Go on with the report you have not sent yet"),
    "search_else": (
        "Tidak ada yang langsung cocok. Tekan “Cari”, pilih dari daftar, atau ceritakan saja.",
        "Nothing fits at once. Press “Find”, choose from the list, or just tell us.",
    ),
    "key_missing": (
        "Formulir ini sudah kedaluwarsa. Isinya masih ada di bawah. Tekan “Kirim laporan” sekali lagi.",
        "This form has expired. What you wrote is still below. Press “Send report” once more.",
    ),
    "same_title": ("Laporan yang sama sudah kami terima", "We already have this same report"),
    "same": (
        "Isi dan tempatnya sama dengan laporan yang baru Anda kirim dari HP ini. Satu sudah cukup: pakai nomor ini.",
        "What it says and where is the same as in a report that you have just sent from this phone. One is enough.",
    ),
    "same_then": (
        "Isian di bawah tidak dikirim. Kalau ini hal lain, ubah dulu isinya, lalu kirim.",
        "What is below was not sent. If it is about something else, change it first, then send.",
    ),
    "already_title": ("Laporan Anda sebelumnya sudah kami terima", "We already have your earlier report"),
    "already": (
        (
            "Kiriman pertama sudah masuk, sebelum Anda mengubah isinya. Simpan nomornya. Kode rahasianya tampil lagi "
            "hanya bila isi yang pertama dikirim sekali lagi tanpa diubah."
        ),
        (
            "The first one arrived before you changed it. Keep its number. Its secret code is shown again only if the "
            "first text is sent once more unchanged."
        ),
    ),
    "already_then": (
        "Perubahan di bawah belum terkirim. Kirim lagi hanya kalau ini laporan lain.",
        "The changes below have not been sent. Send again only if this is another report.",
    ),
}
