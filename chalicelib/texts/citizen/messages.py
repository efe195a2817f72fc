"""Messages to reporters: the choice in the form, and the page that their links lead to."""

WORDS = {
    "sms": ("Kabari saya lewat SMS", "Tell me the news by SMS"),
    "email": ("Kabari saya lewat surel (e-mail)", "Tell me the news by e-mail"),
    "consent": (
        (
            "Beberapa pesan saja: saat laporan diterima, saat petugas bertanya, dan saat selesai. "
            "Isi laporan tidak ditulis di SMS. Anda bisa berhenti kapan saja lewat tautan di setiap pesan."
        ),
        (
            "A few messages only: when the report has arrived, when officers ask you something, and when it is done. "
            "What you reported is not in an SMS. You can stop at any time with the link in each message."
        ),
    ),
    "wished_sms": (
        (
            "Perkembangannya kami kabarkan lewat SMS. Kalau nomor Anda belum pernah setuju, SMS pertama menanyakannya: "
            "buka tautannya dan tekan setuju."
        ),
        (
            "We tell you the news by SMS. If your number has not agreed before, the first SMS asks: open its link and "
            "press the button to agree."
        ),
    ),
    "wished_email": (
        (
            "Perkembangannya kami kabarkan lewat surel. Kalau alamat Anda belum pernah setuju, surel pertama "
            "menanyakannya: buka tautannya dan tekan setuju."
        ),
        (
            "We tell you the news by e-mail. If your address has not agreed before, the first letter asks: open its "
            "link and press the button to agree."
        ),
    ),
    "question": ("Anda mau dikabari lewat {channel}?", "Do you want to get news by {channel}?"),
    "question_why": (
        (
            "Nomor atau alamat Anda ditulis di sebuah laporan dengan permintaan dikabari. Kami menunggu persetujuan "
            "Anda, karena siapa pun bisa menulis nomor orang lain."
        ),
        (
            "Your number or address was written in a report, with the wish to be told the news. We wait for your word, "
            "since anybody can write a stranger's number."
        ),
    ),
    "agree": ("Ya, saya setuju", "Yes, I agree"),
    "refuse": ("Bukan saya, jangan kirim", "Not me, send nothing"),
    "channel_sms": ("SMS", "SMS"),
    "channel_email": ("surel", "e-mail"),
    "title": ("Kabar laporan Anda", "News of your report"),
    "number": ("Nomor laporan", "Report number"),
    "state": ("Keadaan sekarang", "Where it stands"),
    "see": ("Lihat laporan", "See the report"),
    "anonymous": (
        (
            "Laporan ini anonim, jadi nomornya tidak kami tampilkan di sini. "
            "Untuk melihatnya, tulis nomor dari tanda terima Anda."
        ),
        "This report is anonymous, so we do not show its number here. To see it, type the number from your receipt.",
    ),
    "track": ("Buka Lacak laporan", "Open Track a report"),
    "secret": (
        "Untuk menjawab petugas, menyetujui, atau membantah, siapkan kode rahasia dari tanda terima Anda.",
        "To answer the officers, to agree or to object, have the secret code from your receipt ready.",
    ),
    "now": ("Pesan lewat {channel}", "Messages by {channel}"),
    "on": (
        "Anda menerima {channel} tentang laporan ini.",
        "You get {channel} messages about this report.",
    ),
    "off": (
        "Anda tidak lagi menerima {channel} tentang laporan ini. Laporannya tetap kami tangani.",
        "You get no more {channel} messages about this report. The report is dealt with all the same.",
    ),
    "stop": ("Berhenti mengirim {channel}", "Stop sending {channel} messages"),
    "resume": ("Kirimi saya {channel} lagi", "Send me {channel} messages again"),
    "stopped": ("Baik, kami berhenti.", "All right, we stop."),
    "resumed": ("Baik, kami kabari lagi.", "All right, we tell you again."),
}
