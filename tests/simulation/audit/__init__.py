"""The independent auditor: checks what a simulated year has left behind, with a calendar and a recount of its own.

It shares no code with what it checks: it walks through days one by one where the domain computes, and derives the
state from events alone. From the domain it takes only the types of events and the plain values of tickets.
"""
