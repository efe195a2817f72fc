"""What other systems read of our events: `docs/events.md` and a JSON Schema of each type, made of the types themselves.

`make docs` writes both; a test fails while they are not what this makes. The schema ships with the code and is served
at `/v1/events/schema`.
"""
