"""The city's figures: the public page, the leaders' page and the monthly report."""

WORDS = {
    "title": ("Statistik laporan warga", "Figures of citizens' reports"),
    "title_of": ("Statistik {month}", "Figures of {month}"),
    "lead": (
        "Berapa laporan yang masuk, siapa yang mengerjakannya, dan apakah janji ditepati.",
        "How many reports came in, who works on them, and whether promises are kept.",
    ),
    "report_title": ("Laporan bulanan {month}", "Monthly report, {month}"),
    "report_title_long": ("Laporan {month}", "Report, {month}"),
    "report_open": ("Laporan bulanan untuk dicetak", "Monthly report to print"),
    "report_for": (
        "Bahan rapat koordinasi. Angka lengkap, bukan untuk diumumkan.",
        "For the coordination meeting. Complete figures, not for publication.",
    ),
    "printed": ("Dicetak dari Sedulur pada {moment}.", "Printed from Sedulur on {moment}."),
    "print_hint": (
        "Cetak dengan menu peramban (Ctrl+P); menu dan tautan tidak ikut tercetak.",
        "Print with your browser's menu (Ctrl+P); menus and links are left out.",
    ),
    "during": ("Selama {month}, {place}", "During {month}, {place}"),
    "now": ("Saat ini", "Now"),
    "now_title": ("Saat ini, {place}", "Now, {place}"),
    "now_note": (
        "Keadaan ketika halaman ini dibuat, periode apa pun yang dipilih.",
        "As things stand when this page is made, whatever period is chosen.",
    ),
    "as_of": (
        "Angka per {moment}. Yang terjadi sesudahnya tampak setelah tengah malam berikutnya.",
        "Figures as of {moment}. What has happened since shows after the next midnight.",
    ),
    "now_as_of": (
        "Keadaan per {moment}, periode apa pun yang dipilih.",
        "As things stood on {moment}, whatever period is chosen.",
    ),
    "first_night": (
        "Angka untuk umum terbit setiap malam, dan belum terbit untuk pertama kalinya. Silakan kembali besok.",
        "Public figures are published every night, and have not been published yet. Please come back tomorrow.",
    ),
    "confidential_note": (
        (
            "Laporan rahasia tidak masuk angka OPD mana pun. Bila dalam sebulan ada lima atau lebih, jumlahnya masuk "
            "ke jumlah bulan itu sehari setelah bulan itu lewat, agar tidak ada yang dapat menebak siapa melapor kapan."
        ),
        (
            "Confidential reports are in no department's figures. If a month has five or more, they are added to its "
            "total a day after it is over, so that nobody can guess who reported when."
        ),
    ),
    "now_opds": ("Pekerjaan tiap OPD", "What each department has in hand"),
    "now_hint": (
        "Yang paling banyak terlambat di atas. Panjang batang: belum selesai; bagian yang gelap: terlambat.",
        "The most late first. Length of the bar: open; its dark part: late.",
    ),
    "now_none": ("Tidak ada tugas OPD yang belum selesai.", "No department has open tasks."),
    "counted": (
        (
            "Laporan dihitung pada bulan masuknya, penyelesaian pada bulan selesainya. "
            "Tepat waktu berarti semua OPD yang bertugas selesai sebelum tenggatnya."
        ),
        (
            "Reports are counted in the month in which they came, ends in the month in which they were done. "
            "On time means that every department with a task was done before it was due."
        ),
    ),
    "empty": ("Tidak ada laporan dan tidak ada pekerjaan pada periode ini.", "No reports and no work in this period."),
    "running": (
        "Periode ini masih berjalan, angkanya masih bertambah.",
        "This period is not over yet, its figures still grow.",
    ),
    "period": ("Periode", "Period"),
    "length_1": ("Bulan", "Month"),
    "length_3": ("Triwulan", "Quarter"),
    "length_12": ("Tahun", "Year"),
    "period_3": ("triwulan {number} {year}", "quarter {number} of {year}"),
    "period_12": ("tahun {year}", "the year {year}"),
    "months": ("Laporan per bulan", "Reports by month"),
    "span_note": (
        "Untuk beberapa bulan, angka yang dapat membuka angka kecil salah satu bulannya ikut ditutup.",
        "Of several months, what would give away a small count of one of them is withheld too.",
    ),
    "area": ("Wilayah", "Area"),
    "whole_city": ("Seluruh {city}", "All of {city}"),
    "show": ("Tampilkan", "Show"),
    "few_note": (
        (
            "“<5” berarti satu sampai empat: angka sekecil itu tidak dibuka agar tidak ada warga yang dapat dikenali. "
            "“•” berarti angka lain yang ditutup karena dapat membuka angka kecil itu. "
            "Garis berarti belum cukup untuk dihitung."
        ),
        (
            "“<5” means one to four: counts that small are not told, so that nobody can be recognised. "
            "“•” is another count that is withheld because it would give a small one away. "
            "A dash means that there is too little to work it out from."
        ),
    ),
    "area_note": (
        "Angka per kecamatan dibulatkan ke kelipatan lima.",
        "Figures of a kecamatan are rounded to multiples of five.",
    ),
    "too_few": (
        "Laporan dari kecamatan ini pada periode ini terlalu sedikit untuk ditampilkan.",
        "There are too few reports from this kecamatan in this period to be shown.",
    ),
    "left_out": ("Terlalu sedikit untuk dirinci.", "Too few to be broken down."),
    "others": ("{count} lainnya", "{count} others"),
    "unfold": ("Lihat tabelnya", "Show the table"),
    "to_opds": ("Tiap OPD", "Departments"),
    "to_times": ("Lama menunggu", "Waiting times"),
    "to_services": ("Layanan dan tempat", "Services and places"),
    "other_opds": ("{count} OPD lainnya", "{count} other departments"),
    "nothing": ("Belum ada.", "None yet."),
    "download": ("Unduh semua angka di halaman ini:", "Download all figures of this page:"),
    "received": ("Laporan masuk", "Reports received"),
    "before": ("sebelumnya {count}", "{count} before"),
    "resolved": ("Selesai", "Done"),
    "kept_share": ("Selesai tepat waktu", "Done on time"),
    "kept_of": ("dari laporan yang selesai", "of the reports that were done"),
    "moved": ("{change} dari sebelumnya", "{change} since the period before"),
    "open_now": ("Laporan belum selesai", "Reports open"),
    "desk_now": ("Menunggu koordinator", "Waiting for the coordinator"),
    "between_now": ("Di antara dua OPD", "Between two departments"),
    "disputes": ("Dibantah warga", "Disputed"),
    "upheld": ("Bantahan terbukti", "Disputes upheld"),
    "upheld_hint": (
        "dikerjakan lagi dan selesai setelah dibantah",
        "worked on again and finished after the dispute",
    ),
    "days": ("Laporan per hari", "Reports by day"),
    "days_chart": ("Grafik batang laporan per hari, {month}", "Bar chart of reports by day, {month}"),
    "days_most": ("Terbanyak {most}, pada tanggal {day}.", "Most, {most}, on day {day}."),
    "days_empty": ("Tidak ada hari yang jumlahnya dapat dibuka.", "No day's count can be told."),
    "as_table": ("Lihat sebagai tabel", "Show as a table"),
    "day": ("Tanggal", "Day"),
    "services": ("Laporan per layanan", "Reports by service"),
    "areas": ("Laporan per kecamatan", "Reports by kecamatan"),
    "villages": ("Laporan per desa dan kelurahan", "Reports by desa and kelurahan"),
    "channels": ("Laporan per saluran", "Reports by channel"),
    "statuses": ("Keadaan laporan yang masuk", "Status of the reports received"),
    "visibilities": ("Keterbukaan", "Visibility"),
    "service": ("Layanan", "Service"),
    "place": ("Tempat", "Place"),
    "channel": ("Saluran", "Channel"),
    "status": ("Status", "Status"),
    "visibility": ("Keterbukaan", "Visibility"),
    "confidential_row": ("Rahasia", "Confidential"),
    "none_row": ("Tanpa tempat", "No place given"),
    "channel_web": ("Formulir web", "Web form"),
    "channel_api": ("Aplikasi lain (API)", "Other applications (API)"),
    "visibility_public": ("Terbuka", "Public"),
    "visibility_anonymous": ("Anonim", "Anonymous"),
    "visibility_confidential": ("Rahasia", "Confidential"),
    "times": ("Berapa lama warga menunggu", "How long citizens waited"),
    "time": ("Dari … sampai …", "From … to …"),
    "first": ("Laporan masuk sampai jawaban pertama OPD", "Report to the first answer of a department"),
    "took": ("Laporan masuk sampai selesai", "Report to done"),
    "gap": ("Hilang di antara OPD, sampai OPD berikutnya menerima", "Lost between departments, until the next accepts"),
    "wait": ("Menunggu pekerjaan OPD lain", "Waiting for another department's work"),
    "median": ("Separuh paling lama", "Half took at most"),
    "p90": ("Sembilan dari sepuluh paling lama", "Nine in ten took at most"),
    "count": ("Banyaknya", "Count"),
    "work_time": (
        (
            "Jam kerja kantor, tanpa malam dan hari libur. Satu hari kerja {day}. “Separuh paling lama 2 hari” berarti "
            "separuhnya selesai dalam 2 hari atau kurang."
        ),
        (
            "Office time, without nights and days off. A working day has {day}. “Half took at most 2 days” means that "
            "half were done in 2 days or less."
        ),
    ),
    "minutes": ("{n} menit", "{n} min"),
    "hours": ("{n} jam", "{n} h"),
    "days_short": ("{n} hari", "{n} days"),
    "workdays": ("{n} hari kerja", "{n} working days"),
    "opds": ("OPD satu per satu: tugas dan tenggat", "The departments one by one: tasks and deadlines"),
    "opds_sorted": ("Yang paling banyak menyelesaikan di atas.", "Those that finished most come first."),
    "opds_hint": (
        (
            "Yang paling banyak menyelesaikan di atas. Tepat waktu: bagian dari tugas yang selesai sebelum tenggatnya; "
            "batangnya penuh pada 100%."
        ),
        (
            "Those that finished most come first. On time: the share of finished tasks that were done before they were "
            "due; its bar is full at 100%."
        ),
    ),
    "opds_more": ("OPD satu per satu: waktu dan kepuasan", "The departments one by one: time and satisfaction"),
    "opds_more_hint": (
        (
            "Urutannya sama. Hari adalah hari kerja. Separuh: separuh tugas selesai dalam waktu itu atau kurang. "
            "Dalam kurung: banyaknya nilai atau isian."
        ),
        (
            "In the same order. Days are working days. Half: half of the tasks took that long or less. "
            "In brackets: how many ratings or answers."
        ),
    ),
    "opd": ("OPD", "Department"),
    "all_opds": ("Semua OPD", "All departments"),
    "open": ("Belum selesai", "Open"),
    "late": ("Terlambat", "Late"),
    "soon": ("Segera jatuh tempo", "Due soon"),
    "waiting": ("Menunggu OPD lain", "Waiting for others"),
    "given": ("Tugas baru", "New parts"),
    "done": ("Selesai", "Done"),
    "kept": ("Tepat waktu", "On time"),
    "change": ("Dibanding sebelumnya", "Against the period before"),
    "up": ("▲ naik {points} poin", "▲ up {points} points"),
    "down": ("▼ turun {points} poin", "▼ down {points} points"),
    "same": ("= tetap", "= the same"),
    "first_median": ("Jawaban pertama (separuh)", "First answer (half)"),
    "first_p90": ("Jawaban pertama (9 dari 10)", "First answer (9 in 10)"),
    "took_median": ("Penyelesaian (separuh)", "Resolution (half)"),
    "took_p90": ("Penyelesaian (9 dari 10)", "Resolution (9 in 10)"),
    "returns": ("Dikembalikan", "Returned"),
    "reopened": ("Dibuka lagi", "Reopened"),
    "missed": ("Lewat tenggat", "Missed"),
    "rating": ("Nilai warga", "Citizens' rating"),
    "rating_of": ("{mean} dari 5 ({count} nilai)", "{mean} of 5 ({count} ratings)"),
    "ikm": ("IKM", "IKM"),
    "ikm_of": ("{value} ({answers} isian)", "{value} ({answers} answers)"),
    "above": ("di atas {share}", "above {share}"),
    "below": ("di bawah {share}", "below {share}"),
    "team": ("Bekerja sebagai satu tim", "Working as one team"),
    "several": ("Laporan yang dikerjakan beberapa OPD", "Reports with several departments"),
    "handed": ("Laporan yang pernah dialihkan antar-OPD", "Reports that were handed over"),
    "handovers": ("Pengalihan seluruhnya", "Hand-overs in all"),
    "per_ticket": ("Pengalihan per laporan", "Hand-overs per report"),
    "opds0": ("Belum ada OPD", "No department yet"),
    "opds1": ("Satu OPD", "One department"),
    "opds2": ("Dua OPD", "Two departments"),
    "opds3": ("Tiga OPD", "Three departments"),
    "opds4": ("Empat OPD atau lebih", "Four departments or more"),
    "how_many": ("Laporan yang masuk", "Reports received"),
    "satisfaction": ("Kepuasan warga", "Satisfaction"),
    "stars": ("Nilai dari pelapor setelah selesai, 1 sampai 5", "Ratings by reporters once it was done, 1 to 5"),
    "star": ("Nilai", "Rating"),
    "star1": ("1 (buruk)", "1 (bad)"),
    "star2": ("2", "2"),
    "star3": ("3", "3"),
    "star4": ("4", "4"),
    "star5": ("5 (sangat baik)", "5 (very good)"),
}
