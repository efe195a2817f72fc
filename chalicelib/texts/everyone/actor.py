"""Actors that are no OPD. Keys are the actors of events."""

WORDS = {
    "citizen": ("Pelapor", "The reporter"),
    "system": ("Sedulur", "Sedulur"),
    "coordinator": ("Koordinator", "The coordinator"),
}
