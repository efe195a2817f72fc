"""A year of a city, and whether every promise was kept or escalated: `make simulate`."""
