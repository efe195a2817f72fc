"""What happened to a ticket, as a citizen reads it in the history. Keys are event types."""

WORDS = {
    "ticket.received": ("Laporan diterima.", "The report was received."),
    "ticket.dispatched": ("Laporan diteruskan kepada:", "The report was passed on to:"),
    "ticket.unroutable": (
        "Koordinator sedang menentukan dinas yang tepat, paling lambat {due}.",
        "The coordinator is choosing the right department, by {due} at the latest.",
    ),
    "other": ("Ada perkembangan pada laporan ini.", "There is progress on this report."),
}
