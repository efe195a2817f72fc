"""`python -m infra simulate`: a year of a city, and whether every promise was kept or told of."""
