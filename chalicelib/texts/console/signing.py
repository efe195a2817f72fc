"""Signing in to the console, a forgotten password, and one's own account."""

WORDS = {
    # signing in
    "sign_in": ("Masuk", "Sign in"),
    "sign_in_title": ("Masuk sebagai petugas", "Sign in as staff"),
    "sign_in_lead": (
        "Untuk petugas OPD, koordinator, pimpinan, dan inspektorat. Warga tidak perlu akun.",
        "For officers, coordinators, leaders and auditors. Citizens need no account.",
    ),
    "username": ("Nama pengguna", "User name"),
    "password": ("Kata sandi", "Password"),
    "forgot": ("Lupa kata sandi?", "Forgot your password?"),
    "forgot_title": ("Lupa kata sandi", "Forgotten password"),
    "forgot_lead": (
        "Tulis nama pengguna Anda. Kode dikirim ke alamat surel yang tercatat untuk akun itu.",
        "Write your user name. A code is sent to the e-mail address of that account.",
    ),
    "forgot_none": (
        "Tidak ada surel? Minta administrator Sedulur menyetel ulang kata sandi Anda.",
        "No e-mail? Ask the administrator of Sedulur to reset your password.",
    ),
    "send_code": ("Kirim kode", "Send a code"),
    "code_sent": (
        "Kalau akun itu ada dan punya alamat surel, kodenya sudah dikirim. Periksa surel Anda.",
        "If there is such an account with an e-mail address, the code was sent. Look into your mail.",
    ),
    "code": ("Kode enam angka", "Six-digit code"),
    "code_mail": ("Kode dari surel", "Code from the e-mail"),
    "code_app": ("Kode dari aplikasi autentikator", "Code of your authenticator app"),
    "new_password": ("Kata sandi baru", "New password"),
    "new_password_title": ("Buat kata sandi Anda sendiri", "Choose a password of your own"),
    "new_password_lead": (
        "Ini pertama kali Anda masuk. Ganti kata sandi sementara dengan yang hanya Anda ketahui.",
        "This is your first sign-in. Replace the temporary password by one that only you know.",
    ),
    "new_password_hint": (
        "Paling sedikit 12 tanda: huruf besar, huruf kecil, angka, dan tanda baca.",
        "At least 12 characters: capital and small letters, digits and punctuation.",
    ),
    "save_password": ("Simpan kata sandi", "Save the password"),
    "totp_title": ("Kode keamanan", "Security code"),
    "totp_lead": (
        "Buka aplikasi autentikator di HP Anda dan ketik kode untuk Sedulur.",
        "Open the authenticator app on your phone and type the code for Sedulur.",
    ),
    "totp_setup_title": ("Pasang aplikasi autentikator", "Set up an authenticator app"),
    "totp_setup_lead": (
        "Pindai kode QR ini dengan aplikasi autentikator di HP Anda, lalu ketik kode yang muncul.",
        "Scan this QR code with an authenticator app on your phone, then type the code that it shows.",
    ),
    "totp_qr": ("Kode QR untuk aplikasi autentikator", "QR code for the authenticator app"),
    "totp_secret": ("Tidak bisa memindai? Ketik kunci ini:", "Cannot scan? Type this key:"),
    "continue": ("Lanjut", "Continue"),
    "over_title": ("Sesi Anda sudah berakhir", "Your session is over"),
    "over_lead": (
        "Yang Anda tulis belum terkirim. Salin dulu tulisan ini, masuk lagi, lalu kirim.",
        "What you wrote was not sent. Copy this text first, sign in again, then send it.",
    ),
    "over_typed": ("Tulisan Anda", "What you wrote"),
    # the account
    "account_title": ("Akun Anda", "Your account"),
    "account_opds": ("Bekerja untuk", "Works for"),
    "account_roles": ("Peran", "Roles"),
    "role_coordinator": ("Koordinator", "Coordinator"),
    "role_leader": ("Pimpinan", "Leader"),
    "role_auditor": ("Pemeriksa", "Auditor"),
    "account_language": ("Bahasa", "Language"),
    "account_password": ("Ganti kata sandi", "Change your password"),
    "account_password_lead": (
        "Setelah diganti, semua sesi Anda berakhir dan Anda masuk lagi dengan kata sandi baru.",
        "Once it is changed, all your sessions end and you sign in again with the new one.",
    ),
    "old_password": ("Kata sandi sekarang", "Present password"),
    "change_password": ("Ganti kata sandi", "Change the password"),
    "account_totp": ("Masuk lebih aman dengan HP Anda", "Sign in more safely with your phone"),
    "account_totp_lead": (
        "Selain kata sandi, Anda diminta kode dari aplikasi autentikator setiap kali masuk.",
        "Besides the password you are asked for a code of your authenticator app at each sign-in.",
    ),
    "totp_begin": ("Pasang autentikator", "Set up the authenticator"),
    "totp_switch_on": ("Nyalakan", "Switch on"),
}
