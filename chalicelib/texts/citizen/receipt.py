"""The receipt: number, secret, how to come back, what happens next."""

WORDS = {
    "title": ("Laporan Anda sudah kami terima", "We have your report"),
    "number": ("Nomor laporan", "Report number"),
    "secret": ("Kode rahasia", "Secret code"),
    "keep": (
        "Simpan halaman ini: ambil tangkapan layar, cetak, atau catat nomor dan kodenya.",
        "Keep this page: take a screenshot, print it, or write down the number and the code.",
    ),
    "keep_first": (
        (
            "Catat dulu sebelum membuka halaman lain. Kalau Anda kembali ke sini, peramban menawarkan kirim ulang. "
            "Itu aman: laporannya tetap satu."
        ),
        (
            "Write it down before you open another page. If you come back here, the browser offers to send again. "
            "That is safe: it stays one report."
        ),
    ),
    "secret_why": (
        (
            "Kode rahasia adalah bukti bahwa laporan ini milik Anda. Kode hanya tampil sekali ini. "
            "Jangan berikan kepada siapa pun, termasuk petugas."
        ),
        (
            "The secret code proves that this report is yours. It is shown only this once. "
            "Give it to nobody, not even to an officer."
        ),
    ),
    "secret_for": (
        (
            "Dengan kode ini, di halaman laporan, Anda bisa menjawab pertanyaan dinas, menulis pesan, menyetujui atau "
            "membantah hasilnya, memberi nilai, dan menarik laporan."
        ),
        (
            "With it, on the report's page, you can answer the departments' questions, write to them, agree or object "
            "to the end, rate it, and take the report back."
        ),
    ),
    "private": ("Tautan pribadi laporan Anda", "Your report's private link"),
    "private_means": (
        "Tautan ini membawa kode rahasianya. Simpan untuk Anda sendiri, jangan dibagikan.",
        "This link carries the secret code. Keep it for yourself and do not share it.",
    ),
    "back": ("Cara melihat perkembangannya", "How to see its progress"),
    "back_how": (
        "Pindai kode QR ini, buka alamat di bawahnya, atau tulis nomor laporan di halaman “{track}”.",
        "Scan this QR code, open the address below it, or write the number on the page “{track}”.",
    ),
    "qr": ("Kode QR alamat laporan {number}", "QR code of the address of report {number}"),
    "open": ("Lihat laporan ini", "See this report"),
    "another": ("Buat laporan lain", "Make another report"),
    "next": ("Apa yang terjadi selanjutnya", "What happens next"),
    "next_passed": (
        "Laporan diteruskan kepada dinas yang berwenang. Biasanya hanya beberapa detik, paling lambat {day}.",
        "The report goes to the department in charge. It usually takes seconds, at the latest until {day}.",
    ),
    "next_answer": (
        "Dinas itu memberi jawaban pertama, paling lambat {day}.",
        "The department gives a first answer by {day}.",
    ),
    "next_done": ("Dijanjikan selesai {day}.", "Promised to be done by {day}."),
    "call_too": (
        "Sedulur bukan layanan darurat. Laporan ini sudah tercatat, tetapi petugas belum tentu membacanya sekarang.",
        "Sedulur is no emergency line. This report is recorded, but perhaps no officer is reading it right now.",
    ),
    "confidential": (
        "Laporan ini rahasia: di situs hanya terlihat nomor dan statusnya.",
        "This report is confidential: the site shows only its number and its status.",
    ),
}
