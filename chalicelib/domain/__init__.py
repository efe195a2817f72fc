"""The rules of the city's reports, without AWS or HTTP: imports the standard library and itself only."""
