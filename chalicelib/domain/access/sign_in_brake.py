"""How often somebody may try to sign in, or ask for a letter with a code, in a quarter of an hour or an hour."""

from datetime import datetime

from chalicelib.domain.values import value


@value
class Allowance:
    """At most `per_user` times for one user name, and `per_block` times for one block of addresses, in `seconds`.

    An office or a village may share one address, so a block is allowed more. A user name is counted whether there is
    such an account or not.
    """

    name: str
    per_user: int
    per_block: int
    seconds: int

    def window(self, at: datetime) -> int:
        """The number of the window in which this instant lies."""
        return int(at.timestamp()) // self.seconds

    def ends(self, window: int) -> int:
        """When the window ends, in seconds since 1970."""
        return (window + 1) * self.seconds


SIGN_IN = Allowance("sign-in", 10, 40, 15 * 60)
"""Tries that are refused. Cognito's own lock, of one user from anywhere, begins after five."""

LETTERS = Allowance("letters", 3, 20, 60 * 60)
"""Letters with a code for a forgotten password."""
