"""Photos: choosing and sending them, their state, and the coordinator's review of doubtful proof."""

WORDS = {
    # choosing
    "label": ("Foto", "Photos"),
    "label_proof": ("Foto bukti", "Photos as proof"),
    "one": ("Pilih satu foto", "Choose one photo"),
    "hint_one": (
        "Satu foto, paling besar 4 MB, jenis JPEG, PNG, WebP, atau HEIC.",
        "One photo of at most 4 MB: JPEG, PNG, WebP or HEIC.",
    ),
    "hint": (
        "Sampai {most} foto. Diperkecil dulu di HP Anda supaya hemat kuota, dan terkirim sambil Anda menulis.",
        "Up to {most} photos. They are made smaller on your phone first and sent while you write.",
    ),
    "hint_proof": (
        (
            "Sampai {most} foto sesudah pekerjaan. Waktu dan tempat dari kamera dipakai untuk memeriksa bukti, lalu "
            "dihapus dari foto."
        ),
        (
            "Up to {most} photos after the work. The camera's time and place are used to check the proof and then "
            "removed."
        ),
    ),
    "needed": (
        "Layanan ini perlu foto bukti.",
        "This service needs a photo as proof.",
    ),
    "camera": ("Ambil foto", "Take a photo"),
    "gallery": ("Pilih dari galeri", "Choose from the gallery"),
    "add": ("Tambah foto", "Add photos"),
    "remove": ("Hapus", "Remove"),
    "again": ("Coba lagi", "Try again"),
    "name": ("Foto {number}", "Photo {number}"),
    # on the way
    "reading": ("{photo}: disiapkan…", "{photo}: being prepared…"),
    "sending": ("{photo}: mengirim…", "{photo}: being sent…"),
    "waiting": (
        "{photo}: menunggu sinyal, dicoba lagi sendiri.",
        "{photo}: waiting for a signal, tried again by itself.",
    ),
    "sent": ("{photo}: terkirim", "{photo}: sent"),
    "failed": ("{photo}: belum terkirim. {why}", "{photo}: not sent. {why}"),
    "removed": ("{photo} dihapus.", "{photo} was removed."),
    "noline": ("Sambungan terlalu lemah.", "The line is too weak."),
    "wait": ("Menunggu foto terkirim…", "Waiting for the photos…"),
    "unsent": (
        "Ada foto yang belum terkirim. Coba lagi, atau hapus foto itu, lalu kirim.",
        "A photo was not sent. Try again, or remove it, then send.",
    ),
    # without scripts
    "received": (
        "Foto sudah kami terima dan ikut terkirim bersama formulir ini: {count}. Tidak perlu dipilih lagi.",
        "We already have photos that go with this form: {count}. There is no need to choose them again.",
    ),
    "without": ("Kirim tanpa {photo}", "Send without {photo}"),
    "another": ("Tambah satu foto lagi", "Add one more photo"),
    "with_report": (
        "Foto yang ikut terkirim: {count}. Foto tampil di halaman laporan setelah diperiksa.",
        "Photos sent along: {count}. They are shown on the report's page once they are checked.",
    ),
    # shown
    "of_report": ("Foto dari pelapor", "Photos from the reporter"),
    "alt_report": ("Foto {number} dari pelapor", "Photo {number} from the reporter"),
    "alt_reporter": ("Foto {number} dari pelapor, {day}", "Photo {number} from the reporter, {day}"),
    "alt_opd": ("Foto {number} dari {opd}, {day}", "Photo {number} from {opd}, {day}"),
    "large": ("Lihat besar: {alt}", "See it large: {alt}"),
    "before_after": ("Sebelum dan sesudah", "Before and after"),
    "before": ("Sebelum", "Before"),
    "after": ("Sesudah: {opd}", "After: {opd}"),
    "is_waiting": ("{alt}: sedang diperiksa", "{alt}: being checked"),
    "pending_means": (
        "Foto baru tampil setelah diperiksa, biasanya dalam satu menit. Muat ulang halaman ini.",
        "New photos are shown once they are checked, usually within a minute. Load this page again.",
    ),
    "refused": ("{alt} ditolak: {why}", "{alt} was refused: {why}"),
    "is_hidden": ("{alt} disembunyikan dari umum.", "{alt} is hidden from the public."),
    "is_rejected": ("{alt} tidak diterima sebagai bukti.", "{alt} was not accepted as proof."),
    # doubtful proof
    "flag_same_picture": (
        "Foto yang persis sama sudah pernah dipakai.",
        "Exactly the same picture was used before.",
    ),
    "flag_similar_picture": (
        "Foto yang hampir sama sudah pernah dipakai.",
        "Nearly the same picture was used before.",
    ),
    "flag_other_place": (
        "Menurut kamera, foto diambil di tempat lain.",
        "By what the camera wrote, it was taken elsewhere.",
    ),
    "flag_other_time": (
        "Menurut kamera, foto diambil sebelum laporan masuk, atau jamnya salah.",
        "By what the camera wrote, it was taken before the report, or its clock is wrong.",
    ),
    "flag_no_origin": (
        "Foto tidak memuat waktu dan tempat pengambilan.",
        "The picture does not say when and where it was taken.",
    ),
    "flag_other": ("Perlu dilihat lagi.", "It needs another look."),
    "doubtful": ("Bukti meragukan", "Doubtful proof"),
    "list_title": ("Bukti yang meragukan", "Doubtful proof"),
    "list_short": ("Bukti", "Proof"),
    "list_lead": (
        "Foto hasil kerja yang perlu dilihat orang. Terima, tolak, atau sembunyikan di halaman laporannya.",
        "Photos of finished work that a person should look at. Accept, reject or hide them on the report's page.",
    ),
    "list_none": ("Tidak ada bukti yang perlu dilihat.", "There is no proof to look at."),
    "look": ("Periksa", "Look"),
    "accept_now": ("Terima sebagai bukti", "Accept as proof"),
    "of_line": ("Foto bukti laporan {number}", "Proof of report {number}"),
    "judge": ("Foto dalam laporan ini", "Photos of this report"),
    "judge_other": ("Foto lain: sembunyikan atau tolak", "Other photos: hide or reject"),
    "this_one": ("Foto ini", "This photo"),
    "used_before": ("Dari laporan {number}", "From report {number}"),
    "used_here": ("Dipakai sebelumnya dalam laporan ini", "Used earlier in this report"),
    "due": ("Perlu dilihat: {left}", "To look at: {left}"),
    # why it was refused
    "why_not_image": (
        "berkas ini bukan foto yang bisa dibuka. Kirim foto lain.",
        "this file is no photo that can be opened. Send another one.",
    ),
    "why_kind": (
        "jenisnya bukan JPEG, PNG, WebP, atau HEIC. Kirim foto lain.",
        "it is neither JPEG, PNG, WebP nor HEIC. Send another one.",
    ),
    "why_too_large": (
        "ukuran gambarnya terlalu besar. Kirim foto yang lebih kecil.",
        "the picture is too large. Send a smaller one.",
    ),
    "why_mislabelled": (
        "jenis berkasnya lain daripada namanya. Simpan ulang fotonya, lalu kirim lagi.",
        "the file is of another kind than it says. Save the photo anew and send it again.",
    ),
    "why_broken": (
        "fotonya rusak di perjalanan. Kirim lagi.",
        "the photo was damaged on its way. Send it again.",
    ),
    "why_empty": ("berkasnya kosong. Kirim lagi.", "the file is empty. Send it again."),
    "why_taken": (
        "foto ini sudah dipakai di laporan lain.",
        "this photo already belongs to another report.",
    ),
    "why_missing": (
        "fotonya tidak pernah sampai. Kirim lagi.",
        "the photo never arrived. Send it again.",
    ),
    "why_other": ("fotonya tidak bisa dipakai. Kirim foto lain.", "it cannot be used. Send another one."),
}
