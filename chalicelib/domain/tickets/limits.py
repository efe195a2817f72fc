"""How large a ticket may become, so that every step stays one transaction of the table."""

MAX_WRITES = 100
"""The most items of one transaction of DynamoDB.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"""

MAX_DUPLICATES = 50
"""The most duplicates of one ticket."""

_FIXED = 10
"""Of an unmerge, the two tickets, a text in each, an event of the step in each, and what may follow for both tickets:
that one is resolved or has no lead, that the leaders hear of it."""

MAX_OPDS = (MAX_WRITES - MAX_DUPLICATES - _FIXED) // 3
"""The most OPDs of one ticket, with those that have returned their assignment or were freed of it.

The largest step is an unmerge. It writes each assignment of both tickets, an event for each assignment of the original
that is waived or whose clock goes on, and an item for each duplicate that leaves. Every other step writes less: one
that ends a ticket writes its assignments and an event for each."""
