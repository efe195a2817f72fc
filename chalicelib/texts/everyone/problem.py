"""What is wrong with one field and what to do about it: every problem code of `domain/intake/submission.py`."""

WORDS = {
    "service_missing": ("Pilih layanan yang paling sesuai.", "Choose the service that fits best."),
    "service_unknown": (
        "Layanan ini tidak ada dalam daftar. Pilih salah satu dari daftar, atau “Lainnya”.",
        "This service is not in the list. Choose one from the list, or “Other”.",
    ),
    "password_wrong": ("Kata sandi ini salah.", "This password is wrong."),
    "purpose_missing": ("Pilih untuk apa kontak dibuka.", "Choose what the contact is opened for."),
    "purpose_unknown": ("Tujuan ini tidak ada dalam daftar.", "This purpose is not in the list."),
    "reason_short": (
        "Tulis alasannya dengan jelas, paling sedikit {least} huruf.",
        "Say clearly why, in at least {least} characters.",
    ),
    "day": ("Isi dengan tanggal, misalnya 2026-12-10.", "Give a date, for instance 2026-12-10."),
    "days": ("Isi dengan jumlah hari kerja.", "Give a number of working days."),
    "until_or_days": (
        "Isi salah satu: tanggal, atau jumlah hari kerja.",
        "Give one of the two: a date, or a number of working days.",
    ),
    "days_many": ("Terlalu lama: paling banyak {most} hari kerja.", "Too long: at most {most} working days."),
    "too_short": (
        "Isi paling sedikit {least} huruf agar petugas paham. Sekarang baru {given}.",
        "Write at least {least} characters so that the officer understands. There are {given} now.",
    ),
    "too_long": (
        "Terlalu panjang: {given} huruf. Persingkat menjadi paling banyak {most}.",
        "Too long: {given} characters. Shorten it to at most {most}.",
    ),
    "text": ("Isi dengan tulisan biasa.", "Write plain text here."),
    "object": ("Bagian ini harus berisi beberapa kolom bernama.", "This part must be an object with named fields."),
    "control_characters": (
        "Ada tanda yang tidak terbaca. Hapus, lalu ketik ulang bagian itu.",
        "There are characters that cannot be read. Delete them and type that part again.",
    ),
    "visibility_unknown": (
        "Pilih siapa yang boleh melihat: publik, anonim, atau rahasia.",
        "Choose who may see it: public, anonymous or confidential.",
    ),
    "area_unknown": (
        "Desa atau kelurahan ini tidak ada dalam daftar. Pilih dari daftar.",
        "This village is not in the list. Choose one from the list.",
    ),
    "place_missing": (
        "Pilih desa atau kelurahan tempat kejadian, atau gunakan lokasi HP Anda.",
        "Choose the village where it is, or use your phone's location.",
    ),
    "coordinates_incomplete": (
        "Isi kedua koordinat: lintang dan bujur. Atau kosongkan keduanya dan pilih desa.",
        "Give both coordinates: latitude and longitude. Or leave both empty and choose a village.",
    ),
    "coordinate": (
        "Isi koordinat dengan angka, misalnya -6.75123.",
        "Write the coordinate as a number, for example -6.75123.",
    ),
    "outside_city": (
        "Titik ini berada di luar {city}. Kosongkan koordinatnya dan pilih desa atau kelurahan tempat kejadian.",
        "This point is outside {city}. Clear the coordinates and choose the village where it is.",
    ),
    "attribute_unknown": (
        "Pertanyaan ini tidak ada pada layanan yang dipilih. Kosongkan.",
        "The chosen service has no such question. Leave it out.",
    ),
    "answer_missing": ("Pertanyaan ini perlu dijawab.", "This question needs an answer."),
    "answer_unknown": ("Pilih salah satu jawaban yang tersedia.", "Choose one of the answers given."),
    "answer_number": (
        "Jawab dengan angka saja, misalnya 3 atau 2,5.",
        "Answer with a number only, for example 3 or 2.5.",
    ),
    "phone": (
        "Tulis nomor HP Indonesia yang lengkap, misalnya 0812 3456 7890. Boleh juga dikosongkan.",
        "Write a complete Indonesian mobile number, for example 0812 3456 7890. You may leave it empty.",
    ),
    "email": (
        "Tulis alamat surel yang lengkap, misalnya nama@contoh.id. Boleh juga dikosongkan.",
        "Write a complete e-mail address, for example nama@contoh.id. You may leave it empty.",
    ),
    "channel_unknown": ("Kabar bisa dikirim lewat sms dan email.", "News can come by sms and email."),
    "phone_for_sms": (
        "Tulis nomor HP Anda, supaya kami bisa mengirim SMS. Atau hapus tanda pada kotak SMS.",
        "Write your mobile number, so that we can send you SMS. Or untick the box for SMS.",
    ),
    "email_for_letters": (
        "Tulis alamat surel Anda, supaya kami bisa mengirim kabar. Atau hapus tanda pada kotak surel.",
        "Write your e-mail address, so that we can send you news. Or untick the box for e-mail.",
    ),
    "cursor": (
        "Penanda halaman ini tidak berlaku. Mulai dari halaman pertama.",
        "This page marker is not valid. Start at the first page.",
    ),
    "filter_one": ("Saring menurut satu hal saja.", "Filter by one thing only."),
    "filter_unknown": ("Pilihan saringan ini tidak dikenal.", "This filter value is not known."),
    "key_invalid": (
        "Kunci pengiriman tidak sah. Pakai UUID, atau 22 sampai 128 huruf dan angka yang benar-benar acak.",
        "The idempotency key is not valid. Use a UUID, or 22 to 128 letters and digits that are truly random.",
    ),
    "missing": ("Isi bagian ini.", "Fill this in."),
    "code_wrong": (
        "Kode ini salah atau sudah lewat waktunya. Ketik kode yang terbaru, enam angka.",
        "This code is wrong or too old. Type the newest one, six digits.",
    ),
    "password_weak": (
        "Kata sandi terlalu lemah. Pakai paling sedikit 12 tanda: huruf besar, huruf kecil, angka, dan tanda baca.",
        "The password is too weak. Use at least 12 characters: capital and small letters, digits and punctuation.",
    ),
    "opd_missing": ("Pilih OPD.", "Choose a department."),
    "opd_unknown": (
        "OPD ini tidak ada dalam daftar. Pilih dari daftar.",
        "This department is not in the list. Choose one from the list.",
    ),
    "opds_many": (
        "Laporan ini sudah melibatkan {most} OPD, yang terbanyak untuk satu laporan.",
        "This report has {most} departments already, the most that one report may have.",
    ),
    "role_unknown": ("Pilih peran: penanggung jawab atau pendukung.", "Choose a role: lead or support."),
    "institution_missing": ("Pilih instansi yang berwenang.", "Choose the institution that is responsible."),
    "institution_unknown": (
        "Instansi ini tidak ada dalam daftar instansi di luar pemerintah daerah.",
        "This is not in the list of institutions outside the local government.",
    ),
    "opds": ("Tulis daftar kode OPD.", "Give a list of codes of departments."),
    "number_missing": ("Tulis nomor laporan yang lain.", "Write the number of the other report."),
    "number_mistyped": (
        "Ada huruf atau angka yang salah ketik pada nomor ini. Periksa lagi.",
        "There is a typing error in this number. Check it again.",
    ),
    "number_unknown": ("Tidak ada laporan dengan nomor ini.", "There is no report with this number."),
    "field_unknown": (
        "Isian ini tidak dikenal di sini. Periksa ejaannya, atau hapus.",
        "This field is not known here. Check its spelling, or leave it out.",
    ),
    "said_twice": (
        "Tulis keterangannya di satu isian saja: text atau reason.",
        "Write the words in one field only: text or reason.",
    ),
    "notice_unknown": (
        "Tidak ada pemberitahuan seperti itu pada laporan ini.",
        "This report has no such notice.",
    ),
    "version": ("Isi dengan angka versi laporan.", "Give the report's version, a whole number."),
    "stars": ("Beri nilai 1 sampai 5.", "Give 1 to 5."),
    "month": (
        "Tulis periode seperti 2026-11, 2026-Q4 atau 2026, yang sudah mulai.",
        "Give a period as in 2026-11, 2026-Q4 or 2026 that has begun.",
    ),
    "survey_answer": ("Pilih salah satu jawaban.", "Choose one of the answers."),
    "photos": ("Tulis daftar id foto dari /v1/photos.", "Give a list of photo ids from /v1/photos."),
    "photos_many": ("Paling banyak {most} foto. Hapus beberapa.", "At most {most} photos. Remove some."),
    "photo_unknown": (
        "Id foto ini tidak mungkin ada. Kirim fotonya lagi.",
        "There can be no such photo id. Send the photo again.",
    ),
    "photo_again": (
        "Foto belum ikut tersimpan. Pilih fotonya sekali lagi.",
        "The photo was not kept. Choose it once more.",
    ),
    "photo_kind": ("Kirim foto JPEG, PNG, WebP, atau HEIC.", "Send a JPEG, PNG, WebP or HEIC photo."),
    "photo_large": (
        "Foto ini terlalu besar. Paling besar {most} MB.",
        "This photo is too big. It can have {most} MB at most.",
    ),
    "photo_empty": (
        "Berkas foto ini kosong. Pilih foto lain.",
        "This photo file is empty. Choose another one.",
    ),
    "photo_size": (
        "Tulis ukuran foto dalam byte, bilangan bulat.",
        "Give the size of the photo in bytes, a whole number.",
    ),
    "photo_unreadable": (
        "Berkas ini bukan foto yang bisa dibuka. Pilih foto lain.",
        "This file is no photo that can be opened. Choose another one.",
    ),
    "flag_unknown": ("Pilih salah satu alasan dari daftar.", "Choose one of the reasons in the list."),
    "passages": ("Tulis daftar bagian teks.", "Give a list of passages."),
    "passages_many": ("Paling banyak {most} bagian sekaligus.", "At most {most} passages at once."),
    "passage_unknown": (
        "Bagian ini tidak ada di isi laporan: “{passage}”. Salin persis seperti tertulis.",
        "This is not in the report: “{passage}”. Copy it as it is written.",
    ),
    "truth": ("Isi dengan true atau false.", "Give true or false."),
    "blank": ("Isi dulu bagian {blank}.", "Fill in {blank} first."),
}
