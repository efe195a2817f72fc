"""Ports of the identity provider, for signing in, and of what we know of sessions beside it."""

from typing import Protocol

from chalicelib.domain.access.sign_in import Challenge, Tokens


class Accounts(Protocol):
    """The staff's accounts.

    Raises:
        TooManyTries: any method may, when the provider limits attempts.
    """

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        """Sign in; the tokens of a session, or a challenge to answer first.

        Raises:
            SignInRefused: name or password is wrong; the error does not tell which.
        """
        ...

    def answer(self, session: str, answer: str) -> Tokens | Challenge:
        """Answer a challenge with the new password or the code.

        Raises:
            WeakPassword: the new password breaks the rules.
            WrongCode: the code is wrong.
            SignInOver: the challenge has expired.
            SignInRefused: the provider refuses the person.
        """
        ...

    def refresh(self, refresh: str) -> Tokens:
        """Continue the session with a new access token.

        Raises:
            NotSignedIn: the session is over.
        """
        ...

    def sign_out(self, refresh: str, access: str = "") -> None:
        """End one session for good; an unknown session counts as ended."""
        ...

    def sign_out_everywhere(self, access: str) -> None:
        """End all sessions of the person, access tokens too: elsewhere within a minute.

        Raises:
            NotSignedIn: the access token is not valid.
        """
        ...

    def forgot(self, username: str) -> None:
        """Send a code to the verified e-mail address, if there is one. The caller does not learn whether there is."""
        ...

    def confirm_forgot(self, username: str, code: str, password: str) -> None:
        """Set a new password with the code from the e-mail.

        Raises:
            WrongCode: the code is wrong.
            WeakPassword: the password breaks the rules.
        """
        ...

    def change_password(self, access: str, old: str, new: str) -> None:
        """Replace one's own password; sessions go on until they are ended.

        Raises:
            WrongPassword: `old` is not the present one.
            WeakPassword: `new` breaks the rules.
            NotSignedIn: the access token is not valid.
        """
        ...

    def begin_totp(self, access: str, password: str) -> str:
        """A secret (base32) for the person's authenticator app. A token alone, which may be stolen, gets none.

        Raises:
            WrongPassword: it is not the person's.
            NotSignedIn: the access token is not valid.
        """
        ...

    def switch_on_totp(self, access: str, code: str) -> None:
        """Require the authenticator's code at each sign-in from now on.

        Raises:
            WrongCode: the code is wrong.
            NotSignedIn: the access token is not valid.
        """
        ...


class SessionLimits(Protocol):
    """Since when sessions count."""

    def not_before(self, username: str) -> int:
        """The least time of sign-in, in seconds since 1970, that counts for this account; 0 without any.

        What was ended elsewhere may go unnoticed for a minute.
        """
        ...

    def end_all(self, username: str) -> None:
        """Let no session count that began up to now."""
        ...


class SignInAttempts(Protocol):
    """Counts of attempts to sign in."""

    def take(self, who: str, window: int, most: int, ends: int) -> bool:
        """Count one attempt of `who` in the window, unless there were `most`; whether it was counted.

        `ends` is the end of the window, in seconds since 1970.
        """
        ...

    def give_back(self, who: str, window: int) -> None:
        """Take back an attempt that was counted."""
        ...
