"""Who may do what on a ticket: the literal table, which is proved cell by cell through the API."""

PEOPLE = ("own", "lead", "support", "coordinator", "leader", "auditor")

TABLE = """
                     own  lead  support  coordinator  leader  auditor
accept               x    .     .        .            .       .
start                x    .     .        .            .       .
answer               x    .     .        .            .       .
finish               x    .     .        .            .       .
validate             x    .     .        .            .       .
return               x    .     .        .            .       .
lead                 x    x     .        x            .       .
order                .    x     .        x            .       .
waive                .    .     .        x            .       .
allow_identity       .    .     .        x            .       .
extend               .    .     .        .            x       .
call_in              -    x     x        x            .       .
give_lead            -    .     .        x            .       .
ask                  -    x     x        x            .       .
verify               -    .     .        x            .       .
refer                -    .     .        x            .       .
archive              -    .     .        x            .       .
merge                -    .     .        x            .       .
unmerge              -    .     .        x            .       .
resolve              -    x     .        x            .       .
resend               -    .     .        x            .       .
accept_proof         -    .     .        x            .       .
reject_proof         -    .     .        x            .       .
hide_photo           -    .     .        x            .       .
show_photo           -    .     .        x            .       .
publish              -    .     .        x            .       .
redact               -    .     .        x            .       .
uncover              -    .     .        x            .       .
hide                 -    .     .        x            .       .
room                 -    x     x        x            .       .
identity             -    x     x        x            .       .
anonymous_identity   -    .     .        x            .       .
"""
"""Of a flood: the assignment is DPUTR's (own), BPBD leads, DINSOS supports. `-`: the step is about no assignment."""


def rows():
    """Of each action whether each person may; without those whom it is not about."""
    _, *lines = TABLE.strip().splitlines()
    for line in lines:
        action, *marks = line.split()
        yield action, {person: mark == "x" for person, mark in zip(PEOPLE, marks, strict=True) if mark != "-"}
