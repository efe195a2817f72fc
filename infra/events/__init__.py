"""The documentation of events for other systems: `docs/events.md` and a JSON Schema, generated from their types.

`make docs` writes both; a test fails while the files differ from what this package generates. The schema ships with the
code and is served at `/v1/events/schema`.
"""
