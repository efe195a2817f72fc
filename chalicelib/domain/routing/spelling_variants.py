"""Spellings of words in chats, in dialect and by mistake, and words that say nothing about a report's subject."""


def _pairs(lines: str) -> dict[str, str]:
    """Parse lines of `usual: typed typed …` into typed → usual."""
    by_line = (line.partition(":") for line in lines.strip().splitlines())
    return {typed: usual.strip() for usual, _, variants in by_line for typed in variants.split()}


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


SPELLINGS = _pairs("""
yang: yg yng sing ingkang
tidak: tdk tak ga gak gk g ngga nggak enggak engga gx kagak kaga ndak nda ora gaa gag tida tidk mboten
tidak ada: gada gaada gakada tiada
tanpa: tnp tampa
tidak bisa: gabisa gakbisa gkbisa tdkbisa
dapat: dpt dpet
kurang: krg krang
ingin: pengen pengin kepengen pingin kepingin
sudah: sdh udh udah dah uda wis wes sampun sudh suda
belum: blm blom lom blum belom durung dereng blon bljm
dengan: dgn dg dgan dengn karo kaliyan
dan: dn
karena: krn krna karna soale mergo amargi
untuk: utk untk utuk ntuk unuk kanggo kagem
saya: sy sya aq aku gue gw kulo kula q ane
kami: kmi
kita: qta kta
di: d ning nang wonten
ini: iki niki nih ni
itu: iku kuwi niku tuh
bagaimana: bgmn gmn gimana gmana piye pripun bagaimna
kenapa: knp knpa napa kenopo ngopo
banyak: byk bnyk akeh kathah bnyak
orang: org orng wong tiyang
anak: ank anakku lare arek
rumah: rmh omah griya rumh
jalan: jln jl dalan dalane ndalan jalanan
jalan raya: jlnraya
air: banyu toya
lampu: lmp lampune
rusak: rsk rusakk remek bobrok
mati: mateni pejah matek
sampai: sampe smpe smpai ampe nganti
sekarang: skrg skrng skg saiki sakniki skrang
sampai sekarang: smpskrg
bantuan: bntuan bantuanya bntuannya
bantu: bntu dbntu bantuin ewangi tulungi
tolong: tlg tlong tulung tolongg
mohon: mhn mohn moho nyuwun mohom
terima kasih: trims trim tks thx makasih makasi mkasi mksh trimakasih terimakasih trimksih suwun nuwun tq thanks
informasi: info infonya informasinya infokan
tanya: tny takon tanglet nanya
kelurahan: kel kelurhan kelurahn
kecamatan: kec kecmtan
kabupaten: kab
pemerintah: pemrintah pmrintah
pemerintah kota: pemkot pemkab pemda
nomor: no nmr nomer
handphone: hp
petugas: ptgs petugase
puskesmas: pkm puskemas puskes puskesmes puskesma
rumah sakit: rs rsud rumkit rsu
rumah sakit daerah: rsd
dokter: dr dktr dokternya
kartu keluarga: kk
kartu tanda penduduk: ektp e-ktp
ktp: ktpel
izin: ijin ijinnya izn idzin
jadwal: jadual
apotek: apotik
praktik: praktek
aktif: aktiv
nonaktif: nonaktiv
sertifikat: sertipikat
ijazah: ijasah
risiko: resiko
jenazah: jenasah
makam: kuburan pemakaman pasarean sarean kuburane
kubur: pekuburan
saluran: salurane
selokan: slokan selokann kalen
sungai: lepen
kotor: kotorr reged
bau: mambu bacin bauk
sampah: smpah uwuh larahan
banjir: banjirr bnjir kebanjiran rob
hujan: udan jawah
pohon: wit uwit phn phon
tumbang: roboh rubuh tumbag
ambrol: jebol ambruk njebol brol
lubang: lobang luwang bolong jeglongan jeglong jeglog kubangan growong
berlubang: berlobang blubang
aspal: aspall
gang: gank
kampung: kmpung kampong kampoeng
desa: dusun dukuh dukuhan ndeso
trotoar: trotoir pedestrian
penerangan: penerangn
sekolah: sklh skolah sekolahan sekola skul sekolahe
guru: gurune
siswa: murid
daftar: dftr dftar ndaftar dafatar ndaptar daptar
terdaftar: trdftr trdaftar
didaftarkan: dftrkn
masuk: msk masok mlebu
keluar: klr metu
bayar: byr mbayar
uang: duit dhuwit dana
harga: hrg regane rego
kerja: krj bekerja berkerja kerjo nyambutgawe gawean makaryo
pekerjaan: pkerjaan gaweyan
lowongan: loker
usaha: ush
umkm: ukm
pedagang kaki lima: pkl
dagang: dodolan
jualan: adol sadean
laporan: lporan
tindak lanjut: tl followup tindaklanjut ditindaklanjuti
pembangunan: pmbangunan
perbaikan: perbaikn ndandani
diperbaiki: diperbaik dibenerin dibenahi benahi benerin
listrik: listrike
padam: pet
pelayanan: playanan pelyanan prlayanan
antre: antri ngantri ngantre antrian antrean
aplikasi: apk app apps aplikasinya apikasi aplikas
situs: website web websitenya laman
login: log-in loginnya
eror: error erorr ngadat
sandi: password pasword passwordnya pass
akun: account acount
internet: inet
wifi: wi-fi
sinyal: signal
email: imel
unggah: upload uplod aplod
unduh: download donlot
online: onlen daring
covid: corona korona covit kovid
vaksin: vaksinasi vaksinnya vacsin
positif: positip
isolasi: isoman isolir
demam berdarah: dbd
linmas: hansip
satpol pp: satpolpp pol-pp
satpol: polpp
tetangga: tonggo tanggi
suara: swara
berisik: brisik bising
sound system: soundsystem
knalpot: kenalpot
pengeras suara: toa speaker
kucing: kcing
anjing: asu
tikus: tikuse
ular: ulo
sapi: lembu
ikan: iwak
sawah: sawahe
pupuk: rabuk
pasar: peken
toko: tokone
gaji: gajih upah
bpjs kesehatan: bpjskes
bpjs ketenagakerjaan: bpjstk bpjamsostek jamsostek
tunai: cash
seragam: sragam
lapangan: lapngan
olahraga: olah-raga
taman: tmn
masjid: mesjid
musala: musholla mushola langgar musollah musholah
spanduk: banner baner baliho
minuman keras: miras mihol
mabuk: mendem
judi: judol
pungutan liar: pungli
korupsi: korup korupsine
pegawai: pgwai
lansia: manula jompo
difabel: disabilitas difable cacat
janda: rondo
yatim: yatimpiatu
miskin: mlarat kere
jembatan: kreteg kretek jembatane
plengsengan: plensengan plengseng
talud: talut
sumbat: mampet buntu buntet mampat tersumbat
genangan: tergenang menggenang
longsor: longsoran
gigitan: digigit
nyamuk: nyamuke
fogging: foging
jentik: uget
""")
"""Typed word to its usual spelling."""

FILLERS = _words("""
yang dan atau di ke dari dengan untuk pada ini itu tersebut tsb saya kami kita anda kamu dia mereka ia nya adalah
ialah akan telah sudah sedang masih juga jg pun lah kah nah kok kan sih deh dong ya iya yaa kak pak bu bapak ibu
mas mbak min admin gan bos om tante lur dulur mohon tolong terima kasih tks assalamualaikum assalamu alaikum wr
wb waalaikumsalam salam selamat pagi siang sore maaf sebelumnya hormat dear halo hallo hai permisi karena sebab
maka jika kalau kl klo kalo bila apabila agar supaya bahwa seperti sbg sebagai oleh dalam dlm secara antara hingga
sampai sejak saat ketika waktu saja aja sj hanya cuma cuman lagi lg bisa bs bukan jangan apa apakah
siapa mana dimana kapan kenapa mengapa bagaimana berapa ada adanya sangat sekali banget bgt lebih paling cukup
sangatlah para setiap tiap semua seluruh beberapa sama saling tapi tp tetapi namun melainkan sedangkan sehingga
 kemudian dahulu dulu sekarang nanti besok kemarin tadi hari tgl tanggal bulan tahun th sampe begitu begini
gitu gini demikian si sang nih tuh loh lho lo ah oh eh wah mau hendak harus mesti perlu bagi buat per
 serta dll dst dsb dkk bawah sini situ sana semoga segera sgr tentang terkait mengenai soal hal yaitu yakni
lain lainnya sendiri dua tiga empat jd jadi menjadi sblm sesudah setelah seblum pernah selalu
""")
"""Function words and courtesies."""
