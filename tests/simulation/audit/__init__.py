"""The independent auditor: looks at what a year has left behind, with a calendar and a recount of its own.

It shares no code with what it checks: it walks through days one by one where the domain computes, and reads what each
kind of event says that it did. It takes from the domain only names of events and the plain values of tickets.
"""
