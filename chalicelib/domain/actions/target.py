"""What an action is about, which decides its path in the API below `/v1/tickets/{number}`."""

from enum import StrEnum


class Target(StrEnum):
    """What an action is about. The comments give the path; `segment` is that of the action."""

    ASSIGNMENT = "assignment"  # assignments/{opd}/{segment}
    NEW_ASSIGNMENT = "new_assignment"  # assignments; the body names the OPD
    PHOTO = "photo"  # photos/{photo}/{segment}
    TICKET = "ticket"  # {segment}
    REPORTERS_TICKET = "reporters_ticket"  # {segment}, with the reporter's secret
