"""The use cases, and the ports they need. Imports the domain and its own ports."""
