"""Events of a ticket, as people read them in its history. Keys are event types.

`{opd}` is the department that acted or that is concerned, or the coordinator. Only OPDs read the last group.
"""

WORDS = {
    "ticket.received": ("Laporan diterima.", "The report was received."),
    "ticket.dispatched": ("Laporan diteruskan kepada: {opds}.", "The report was passed on to: {opds}."),
    "ticket.unroutable": (
        "{why} Koordinator sedang menentukan dinas yang tepat, paling lambat {due}.",
        "{why} The coordinator is choosing the right department, by {due} at the latest.",
    ),
    "assignment.added": ("Diminta ikut menangani: {opds}.", "Asked to take part: {opds}."),
    "assignment.accepted": ("{opd} menerima tugasnya.", "{opd} accepted its task."),
    "assignment.started": ("{opd} mulai bekerja.", "{opd} started work."),
    "assignment.ordered": ("{opd} menunggu {others} selesai lebih dulu.", "{opd} waits until {others} is finished."),
    "assignment.ordered_no_more": ("{opd} tidak perlu menunggu dinas lain.", "{opd} need not wait for others."),
    "assignment.released": (
        "Sekarang giliran {opd}, paling lambat {due}.",
        "It is now the turn of {opd}, by {due} at the latest.",
    ),
    "assignment.answered": ("{opd} memberi keterangan.", "{opd} told how things stand."),
    "assignment.finished": (
        "{opd} menyatakan bagiannya selesai. Petugas lain memeriksanya dulu.",
        "{opd} says that its part is done. Another officer checks it first.",
    ),
    "assignment.done": ("{opd} menyelesaikan bagiannya.", "{opd} finished its part."),
    "assignment.returned": (
        "{opd} menyatakan ini bukan tugasnya. Koordinator menentukan langkah berikutnya, paling lambat {due}.",
        "{opd} says that this is not its task. The coordinator decides what is next, by {due} at the latest.",
    ),
    "assignment.waived": ("{opd} tidak perlu ikut lagi.", "{opd} does not need to take part any more."),
    "proof.flagged": (
        "Foto bukti dari {opd} perlu dilihat koordinator.",
        "Proof from {opd} needs the coordinator's look.",
    ),
    "proof.accepted": ("Koordinator menerima foto bukti dari {opd}.", "The coordinator accepted the proof from {opd}."),
    "proof.rejected": (
        "Foto bukti dari {opd} tidak diterima. Pekerjaannya dibuka lagi.",
        "The proof from {opd} was not accepted. Its work goes on.",
    ),
    "photo.hidden": ("Satu foto disembunyikan dari umum.", "One photo was hidden from the public."),
    "photo.shown": ("Satu foto ditampilkan lagi untuk umum.", "One photo is shown to the public again."),
    "ticket.published": (
        "Koordinator memeriksa isi laporan. Umum bisa membacanya.",
        "The coordinator checked what the report says. The public can read it.",
    ),
    "ticket.hidden": (
        "Koordinator menyembunyikan isi laporan dari umum.",
        "The coordinator hid what the report says from the public.",
    ),
    "ticket.redacted": (
        "Koordinator menutup sebagian isi laporan untuk umum.",
        "The coordinator covered parts of the report for the public.",
    ),
    "ticket.uncovered": (
        "Koordinator membuka lagi bagian laporan yang tadinya ditutup.",
        "The coordinator opened the covered parts of the report again.",
    ),
    "ticket.flagged": (
        "Pembaca melaporkan isi laporan ini: {why}. Koordinator memeriksanya, paling lambat {due}.",
        "A reader flagged this report: {why}. The coordinator checks it, by {due} at the latest.",
    ),
    "lead.moved": ("{opd} sekarang penanggung jawab.", "{opd} is now in charge."),
    "ticket.incomplete": (
        "{opd} membutuhkan keterangan dari pelapor. Waktu penanganan berhenti sampai dijawab.",
        "{opd} needs to know more from the reporter. The clock stands until there is an answer.",
    ),
    "ticket.completed": (
        "Pelapor melengkapi laporannya. Penanganan berlanjut.",
        "The reporter answered. Work goes on.",
    ),
    "ticket.message": ("Pelapor menulis kepada dinas.", "The reporter wrote to the departments."),
    "ticket.resolved": (
        "Semua bagian selesai. Pelapor bisa menyetujui atau membantah.",
        "All parts are done. The reporter can agree or object.",
    ),
    "ticket.resolved_for": (
        "Semua bagian selesai. Pelapor bisa menyetujui atau membantah dalam {silence} hari kerja.",
        "All parts are done. The reporter can agree or object within {silence} working days.",
    ),
    "ticket.confirmed": ("Pelapor menyatakan masalahnya selesai.", "The reporter agrees that it is solved."),
    "ticket.disputed": (
        "Pelapor menyatakan masalahnya belum selesai. Penanganan dibuka lagi.",
        "The reporter says that it is not solved. Work starts again.",
    ),
    "ticket.disputed_by": (
        "Pelapor laporan {from}, yang digabung ke sini, menyatakan masalahnya belum selesai. Penanganan dibuka lagi.",
        "The reporter of {from}, which was merged into this one, says that it is not solved. Work starts again.",
    ),
    "ticket.withdrawn": ("Pelapor menarik laporannya.", "The reporter took the report back."),
    "ticket.rated": ("Pelapor memberi nilai {stars} dari 5.", "The reporter gave {stars} out of 5."),
    "ticket.referred": (
        "Ini wewenang {to}. Laporan dirujuk ke sana. {contact}",
        "This is the responsibility of {to}. The report was referred there. {contact}",
    ),
    "ticket.referred_as": (
        "Ini wewenang {to}. Laporan dirujuk ke sana dengan nomor {reference}. {contact}",
        "This is the responsibility of {to}. The report was referred there as number {reference}. {contact}",
    ),
    "ticket.archived": ("Laporan diarsipkan dan tidak ditindaklanjuti.", "The report was archived."),
    "deadline.extended": (
        "Pimpinan memperpanjang batas waktu {opd}: dari {was} menjadi {due}.",
        "A leader gave {opd} more time: from {was} to {due}.",
    ),
    "deadline.moved": (
        "Hari libur berubah, jadi batas waktu disesuaikan: {moved}.",
        "Days off have changed, and due dates with them: {moved}.",
    ),
    "ticket.merged": (
        "Laporan ini sama dengan laporan {into}. Penanganannya dilanjutkan di sana.",
        "This report is about the same as {into}. The work goes on there.",
    ),
    "ticket.absorbed": (
        "Laporan {from} tentang hal yang sama digabung ke sini.",
        "Report {from} about the same was merged into this one.",
    ),
    "ticket.absorbed_with": (
        "Laporan {from} tentang hal yang sama digabung ke sini. Ikut menangani: {opds}.",
        "Report {from} about the same was merged into this one. Also at work now: {opds}.",
    ),
    "ticket.unmerged": (
        "Laporan ini dipisahkan lagi dari {from} dan ditangani sendiri.",
        "This report was separated from {from} again and is handled by itself.",
    ),
    "ticket.released": (
        "Laporan {from} dipisahkan lagi dari laporan ini.",
        "Report {from} was separated from this one again.",
    ),
    "ticket.contested": (
        "Pelapor tidak setuju laporannya sama dengan {into}. Koordinator memutuskan paling lambat {due}.",
        "The reporter does not agree that this is the same as {into}. The coordinator decides by {due} at the latest.",
    ),
    "ticket.upheld": (
        "Koordinator memutuskan: laporan ini tetap mengikuti {into}.",
        "The coordinator decided that this report goes on following {into}.",
    ),
    "ticket.archived_unanswered": (
        "Pelapor tidak menjawab sampai batas waktunya. Laporan diarsipkan.",
        "The reporter did not answer in time. The report was archived.",
    ),
    "ticket.reminded": (
        "Pelapor diingatkan untuk menjawab, paling lambat {due}. Sesudah itu laporan diarsipkan.",
        "The reporter was reminded to answer by {due}. After that the report is archived.",
    ),
    "ticket.closed": (
        "Tidak ada bantahan sampai {due}. Laporan ditutup.",
        "Nobody objected until {due}. The report was closed.",
    ),
    "deadline.missed": (
        "Tidak ditepati: {promise} oleh {opd}, dijanjikan {due}. Keterlambatan ini dinaikkan bertahap ke pimpinan.",
        "Not kept: {promise} by {opd}, promised for {due}. The delay is now raised step by step to the leaders.",
    ),
    "deadline.escalated": (
        "Belum ditepati: {promise} oleh {opd}, dijanjikan {due}. Keterlambatan ini dilaporkan kepada: {who}.",
        "Still not kept: {promise} by {opd}, promised for {due}. The delay was reported to: {who}.",
    ),
    "other": ("Ada perkembangan pada laporan ini.", "There is progress on this report."),
    "ticket.verified": ("Koordinator sudah menyelesaikannya.", "The coordinator has seen to it."),
    "ticket.raised": (
        "Sudah {hand_overs} kali berpindah tangan. Pimpinan diberi tahu.",
        "It has changed hands {hand_overs} times. The leaders were told.",
    ),
    "deadline.warned": (
        "Tenggat dekat: {promise} oleh {opd}, paling lambat {due}.",
        "Due soon: {promise} by {opd}, by {due} at the latest.",
    ),
    "lead.offered": (
        "Penanggung jawab menawarkan posisinya kepada {opd}.",
        "The department in charge asks {opd} to take over.",
    ),
    "room.written": ("{opd} menulis di ruang kerja.", "{opd} wrote in the room."),
    "notice.requested": (
        "Koordinator meminta pemberitahuan kepada {audience} dikirim ulang.",
        "The coordinator asked for the notice to {audience} to be sent again.",
    ),
    "notice.requested_some": (
        "Koordinator meminta satu pemberitahuan dikirim ulang.",
        "The coordinator asked for one notice to be sent again.",
    ),
    "notice.dropped": (
        "Koordinator menyatakan pemberitahuan kepada {audience} tidak perlu dikirim lagi.",
        "The coordinator said that the notice to {audience} need not be sent any more.",
    ),
    "notice.dropped_some": (
        "Koordinator menyatakan satu pemberitahuan tidak perlu dikirim lagi.",
        "The coordinator said that one notice need not be sent any more.",
    ),
    "identity.allowed": (
        "Koordinator mengizinkan {opd} membuka siapa pelapornya.",
        "The coordinator allowed {opd} to open who reported.",
    ),
    "identity.read_clarify": (
        "{opd} membuka kontak pelapor: menanyakan keterangan yang kurang.",
        "{opd} opened the reporter's contact: to ask what the report leaves open.",
    ),
    "identity.read_visit": (
        "{opd} membuka kontak pelapor: janji bertemu di lokasi.",
        "{opd} opened the reporter's contact: to meet at the place.",
    ),
    "identity.read_safety": (
        "{opd} membuka kontak pelapor: ada orang dalam bahaya.",
        "{opd} opened the reporter's contact: somebody is in danger.",
    ),
    "identity.read_law": (
        "{opd} membuka kontak pelapor: perintah hukum.",
        "{opd} opened the reporter's contact: a law or a court demands it.",
    ),
    "identity.read_other": (
        "{opd} membuka kontak pelapor: alasan lain, tertulis di bawah.",
        "{opd} opened the reporter's contact: another reason, written below.",
    ),
    "identity.read": ("{opd} membaca siapa pelapornya.", "{opd} read who reported."),
}
