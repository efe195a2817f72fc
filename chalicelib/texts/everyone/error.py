"""Errors: a title (`<code>`) and what to do (`<code>_detail`), for pages and API alike."""

WORDS = {
    "invalid": ("Ada isian yang perlu diperbaiki", "Some fields need correcting"),
    "invalid_detail": (
        "Perbaiki isian yang ditandai, lalu kirim lagi. Tidak ada yang hilang.",
        "Correct the fields that are marked and send again. Nothing is lost.",
    ),
    "mistyped_number": ("Nomor laporan salah ketik", "The report number has a typing error"),
    "mistyped_number_detail": (
        "Nomor itu tidak mungkin ada. Cocokkan lagi dengan catatan Anda, huruf demi huruf. Contoh: {example}.",
        "There can be no such number. Compare it with your note, character by character. Example: {example}.",
    ),
    "unknown_ticket": ("Laporan tidak ditemukan", "Report not found"),
    "unknown_ticket_detail": (
        "Nomornya sudah benar bentuknya, tetapi tidak ada laporan dengan nomor itu di {city}.",
        "The number is well formed, but there is no report with it in {city}.",
    ),
    "unknown_link": ("Tautan ini tidak kami kenal", "We do not know this link"),
    "unknown_link_detail": (
        "Salin tautan dari pesan Anda dengan lengkap, sampai huruf terakhir.",
        "Copy the link from your message whole, to its last letter.",
    ),
    "key_reused": ("Laporan ini sudah kami terima", "We already have this report"),
    "key_reused_detail": (
        "Laporan dengan isi lain sudah dikirim dengan kunci yang sama. Pakai kunci baru untuk laporan baru.",
        "A report with other content was already sent with the same key. Use a new key for a new report.",
    ),
    "body_too_large": ("Kiriman terlalu besar", "Too much was sent"),
    "body_too_large_detail": (
        "Kiriman paling besar {most} KB. Persingkat isi laporan, lalu kirim lagi.",
        "At most {most} KB can be sent. Shorten the report and send it again.",
    ),
    "broken_text": ("Kiriman tidak terbaca", "What was sent cannot be read"),
    "broken_text_detail": (
        "Tulisan rusak di perjalanan (bukan UTF-8 yang sah). Buka formulir lagi, lalu kirim ulang.",
        "The text was damaged on its way (not valid UTF-8). Open the form again and send once more.",
    ),
    "broken_json": ("JSON tidak terbaca", "The JSON cannot be read"),
    "broken_json_detail": (
        "Isi permintaan harus berupa satu objek JSON yang sah.",
        "The body must be one valid JSON object.",
    ),
    "wrong_type": ("Jenis kiriman tidak dikenal", "This kind of content is not accepted"),
    "wrong_type_detail": (
        "Kirim laporan lewat formulir di situs ini, atau sebagai JSON lewat API.",
        "Send reports with the form on this site, or as JSON through the API.",
    ),
    "wrong_method": ("Cara membuka halaman ini tidak tepat", "This address does not work that way"),
    "wrong_method_detail": (
        "Alamat ini tidak melayani permintaan seperti itu. Mulai lagi dari beranda.",
        "This address does not serve that kind of request. Start again at the home page.",
    ),
    "not_found": ("Halaman tidak ditemukan", "Page not found"),
    "not_found_detail": (
        "Periksa lagi alamatnya. Kalau Anda menyalinnya, pastikan lengkap.",
        "Check the address. If you copied it, make sure that it is complete.",
    ),
    "internal": ("Maaf, ada gangguan di pihak kami", "Sorry, something went wrong on our side"),
    "internal_detail": (
        "Coba lagi sebentar lagi. Laporan yang sudah mendapat nomor tetap aman.",
        "Please try again in a moment. Reports that already have a number are safe.",
    ),
    "outdated": ("Laporan sudah berubah", "The report has changed"),
    "outdated_detail": (
        "Orang lain baru saja mengubah laporan ini. Muat ulang, lalu coba lagi.",
        "Someone else has just changed this report. Load it again, then retry.",
    ),
    "forbidden_step": ("Langkah ini tidak bisa dilakukan", "This step is not possible"),
    "forbidden_step_detail": (
        "Keadaan laporan saat ini tidak mengizinkannya. Muat ulang untuk melihat keadaan terakhir.",
        "The report is in a state that does not allow it. Load it again to see where it stands.",
    ),
    "busy": ("Sedang sangat ramai", "Very busy right now"),
    "busy_detail": (
        "Tunggu sebentar, lalu kirim lagi. Laporan yang sama tidak akan tercatat dua kali.",
        "Wait a moment and send again. The same report will not be recorded twice.",
    ),
    "sign_in_refused": ("Tidak bisa masuk", "Sign-in refused"),
    "sign_in_refused_detail": (
        "Nama pengguna atau kata sandi salah. Kalau sudah salah beberapa kali, tunggu 15 menit, lalu coba lagi.",
        "User name or password is wrong. If it was wrong several times, wait 15 minutes and try again.",
    ),
    "sign_in_over": ("Waktu untuk masuk sudah habis", "The sign-in took too long"),
    "sign_in_over_detail": (
        "Mulai lagi dengan nama pengguna dan kata sandi.",
        "Begin again with user name and password.",
    ),
    "not_signed_in": ("Anda belum masuk", "You are not signed in"),
    "not_signed_in_detail": (
        "Sesi tidak ada atau sudah berakhir. Masuk dengan akun petugas Anda.",
        "There is no session, or it is over. Sign in with your staff account.",
    ),
    "forged_form": ("Formulir sudah tidak berlaku", "This form is no longer valid"),
    "forged_form_detail": (
        "Formulir ini lama terbuka, dari situs lain, atau peramban menolak kuki. Buka lagi halamannya, lalu kirim.",
        "This form was open for long, is of another site, or cookies are refused. Open the page again, then send it.",
    ),
    "not_allowed": ("Anda tidak berwenang", "You may not do this"),
    "not_allowed_detail": (
        "Langkah ini bukan wewenang Anda pada laporan ini. Hubungi koordinator bila perlu.",
        "This step is not yours to take on this report. Ask the coordinator if it is needed.",
    ),
    "wrong_secret": ("Kode rahasia tidak cocok", "The secret does not fit"),
    "wrong_secret_detail": (
        "Hanya pelapor yang bisa melakukan ini. Pakai kode rahasia dari tanda terima laporan.",
        "Only the reporter can do this. Use the secret from the receipt of the report.",
    ),
    "rate_limited": ("Sedang banyak kiriman dari jaringan Anda", "Much is being sent from your network"),
    "rate_limited_detail": (
        "Tunggu {seconds} detik, lalu kirim lagi. Tidak ada yang hilang.",
        "Wait {seconds} seconds, then send again. Nothing is lost.",
    ),
    "too_many_tries": ("Terlalu sering mencoba", "Too many tries"),
    "too_many_tries_detail": (
        "Tunggu 15 menit, lalu coba lagi.",
        "Wait 15 minutes and try again.",
    ),
}
