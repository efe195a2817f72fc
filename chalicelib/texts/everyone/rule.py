"""Why an action is not possible now and what to do instead. Keys are the rules of `domain.errors.ForbiddenStep`."""

WORDS = {
    "no_photo": (
        "Foto itu tidak ada di laporan ini, atau masih diperiksa.",
        "This report has no such photo, or it is still being checked.",
    ),
    "never_public": (
        "Laporan rahasia tidak pernah tampil untuk umum.",
        "A confidential report is never shown to the public.",
    ),
    "withdrawn_stays_hidden": (
        "Pelapor sudah menarik laporan ini, jadi isinya tidak tampil lagi.",
        "The reporter took this report back, so what it says stays hidden.",
    ),
    "no_proof": (
        "Foto itu bukan bukti pekerjaan. Sembunyikan bila tidak boleh tampil.",
        "This photo is no proof of work. Hide it if it must not be shown.",
    ),
    "proof_needed": (
        "Layanan ini perlu foto bukti: lampirkan foto sesudah pekerjaan.",
        "This service needs proof: add photos of the finished work.",
    ),
    "contact_closed": (
        "Pelapor sudah mencabut laporan. Kontaknya hanya dibuka koordinator, atas perintah hukum.",
        "The reporter has withdrawn the report. Only the coordinator opens the contact, where a law demands it.",
    ),
    "assent_needed": (
        "Laporan ini rahasia. Minta izin koordinator di ruang kerja dulu; setelah diizinkan, kontaknya bisa dibuka.",
        "This report is confidential. Ask the coordinator in the room first; the contact opens once that is allowed.",
    ),
    "about_staff": (
        "Laporan ini mengadukan pegawai. Siapa pelapornya hanya boleh diketahui OPD yang memeriksanya.",
        "This report complains about staff. Only the department that investigates may know who reported.",
    ),
    "text_needed": ("Tulis dulu keterangannya.", "Write a few words first."),
    "one_lead": (
        "Harus ada tepat satu penanggung jawab.",
        "Exactly one department must be in charge.",
    ),
    "ticket_status": (
        "Laporan ini berstatus “{status}”, jadi langkah ini tidak bisa dilakukan.",
        "This report is “{status}”, so this step is not possible.",
    ),
    "ticket_step": (
        "Laporan berstatus “{status}” tidak bisa menjadi “{to}”.",
        "A report that is “{status}” cannot become “{to}”.",
    ),
    "part_step": (
        "Bagian ini berstatus “{status}”, jadi langkah ini tidak bisa dilakukan.",
        "This part is “{status}”, so this step is not possible.",
    ),
    "no_part": (
        "{opd} tidak punya bagian dalam laporan ini.",
        "{opd} has no part in this report.",
    ),
    "already_has_part": (
        "{opd} sudah punya bagian dalam laporan ini.",
        "{opd} already has a part in this report.",
    ),
    "has_lead": (
        "{opd} sudah menjadi penanggung jawab. Alihkan dulu, atau libatkan OPD ini sebagai pendukung.",
        "{opd} is in charge already. Move that first, or call this department in as support.",
    ),
    "needs_lead": (
        "Tentukan dulu OPD penanggung jawab.",
        "Choose the department in charge first.",
    ),
    "leads_already": (
        "{opd} sudah menjadi penanggung jawab.",
        "{opd} is in charge already.",
    ),
    "not_offered": (
        "Penanggung jawab belum menawarkan posisinya kepada {opd}.",
        "The department in charge has not asked {opd} to take over.",
    ),
    "waits_for": (
        "Bagian ini menunggu {opd} selesai lebih dulu.",
        "This part waits until {opd} is finished.",
    ),
    "waits_in_circle": (
        "{opd} sudah menunggu bagian ini. Dua bagian tidak bisa saling menunggu.",
        "{opd} already waits for this part. Two parts cannot wait for each other.",
    ),
    "second_person": (
        "Pemeriksaan harus dilakukan orang lain dari yang mengerjakan.",
        "Another person than the one who did the work must check it.",
    ),
    "parts_open": (
        "Belum bisa diselesaikan: {opd} masih mengerjakan bagiannya.",
        "It cannot be resolved yet: {opd} is still at work.",
    ),
    "nothing_on_desk": (
        "Tidak ada yang menunggu keputusan koordinator.",
        "Nothing waits for the coordinator's decision.",
    ),
    "on_desk": (
        "Koordinator harus memutuskan dulu bagian yang dikembalikan.",
        "The coordinator must first decide about the part that was returned.",
    ),
    "dispute_over": (
        "Waktu untuk membantah sudah lewat. Buat laporan baru bila masalahnya masih ada.",
        "The time to object is over. Make a new report if the problem is still there.",
    ),
    "already_worked_on": (
        "Dinas sudah mengerjakan laporan ini, jadi tidak bisa ditarik lagi. Tulis pesan kepada dinas.",
        "Departments are at work on this report, so it cannot be taken back. Write them a message.",
    ),
    "not_longer": (
        "Batas waktu hanya bisa diperpanjang. Pilih hari sesudah batas waktu sekarang dan sesudah hari ini.",
        "A deadline can only be made longer. Choose a day after the present one and after today.",
    ),
    "stands_for_others": (
        "Laporan ini juga mewakili laporan warga lain, jadi tidak bisa ditarik. Tulis pesan kepada dinas.",
        "This report stands for those of others too, so it cannot be taken back. Write the departments a message.",
    ),
    "asks_for_others": (
        "Laporan ini mewakili laporan warga lain, jadi waktunya tidak berhenti untuk bertanya kepada satu pelapor.",
        "This report stands for those of others, so the clock does not stand while one of them is asked.",
    ),
    "merge_with_itself": ("Ini nomor laporan yang sama.", "This is the number of the same report."),
    "merge_confidential": (
        "Laporan rahasia tidak digabung dengan laporan mana pun: pelapor yang lain akan tahu ada laporan itu.",
        "A confidential report is merged with no other: the other reporter would learn that there is one.",
    ),
    "merged_already": ("Laporan ini sudah digabung ke {into}.", "This report was merged into {into} already."),
    "not_merged": ("Laporan ini berdiri sendiri.", "This report stands by itself."),
    "kept_follows": (
        "Laporan {ticket} sendiri sudah digabung ke {into}. Pakai {into}, atau pisahkan dulu keduanya.",
        "Report {ticket} was itself merged into {into}. Use {into}, or separate those two first.",
    ),
    "kept_is_over": (
        "Laporan {ticket} berstatus “{status}”. Gabungkan hanya ke laporan yang masih ditangani.",
        "Report {ticket} is “{status}”. Merge only into a report that is still being worked on.",
    ),
    "kept_waits": (
        "Laporan {ticket} menunggu jawaban pelapornya. Gabungkan ke arah sebaliknya, atau tunggu jawabannya.",
        "Report {ticket} waits for its reporter. Merge the other way round, or wait for the answer.",
    ),
    "merge_other_way": (
        "Laporan ini sudah punya penanggung jawab dan {ticket} belum. Gabungkan {ticket} ke laporan ini.",
        "A department is in charge of this report already, and none of {ticket}. Merge {ticket} into this one.",
    ),
    "too_many_followers": (
        "Paling banyak {most} laporan dapat digabung ke satu laporan.",
        "At most {most} reports can be merged into one.",
    ),
    "too_many_opds": (
        "Kedua laporan bersama melibatkan lebih dari {most} OPD. Satu laporan paling banyak melibatkan {most}.",
        "Together the two reports have more than {most} departments. One report has at most {most}.",
    ),
    "messages_unanswered": (
        "Anda sudah menulis {most} pesan yang belum ditanggapi. Mohon tunggu tanggapan OPD, lalu tulis lagi.",
        "You have written {most} messages that nobody has answered yet. Please wait for an answer, then write again.",
    ),
    "chain_too_long": (
        "Laporan ini sudah menampung rangkaian laporan lain. Gabungkan ke arah sebaliknya.",
        "This report already stands for a chain of others. Merge the other way round.",
    ),
    "support_the_kept": (
        "Laporan ini mengikuti {into}. Beri dukungan di sana.",
        "This report follows {into}. Say “me too” there.",
    ),
    "supported_by_many": (
        "Sudah lebih dari {most} warga mendukung laporan ini.",
        "More than {most} people support this report already.",
    ),
    "contested_already": (
        "Keberatan Anda sudah sampai. Koordinator akan memutuskannya.",
        "Your objection has arrived. The coordinator will decide.",
    ),
    "rated_already": ("Anda sudah memberi nilai.", "You have rated this already."),
    "stars": ("Beri nilai 1 sampai 5.", "Give 1 to 5."),
}
