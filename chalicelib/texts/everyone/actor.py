"""Who acted, where it was no OPD. Keys are actors of events."""

WORDS = {
    "citizen": ("Pelapor", "The reporter"),
    "system": ("Sedulur", "Sedulur"),
    "coordinator": ("Koordinator", "The coordinator"),
}
