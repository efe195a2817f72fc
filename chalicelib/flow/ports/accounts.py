"""What signing in needs from the outside."""

from typing import Protocol

from chalicelib.domain.access.sign_in import Challenge, Tokens


class Accounts(Protocol):
    """The staff's accounts. Everything may raise TooManyTries."""

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        """SignInRefused, the same for a wrong name and a wrong password."""
        ...

    def answer(self, session: str, answer: str) -> Tokens | Challenge:
        """Answer a challenge with the new password or the code. WeakPassword, WrongCode, SignInOver, SignInRefused."""
        ...

    def refresh(self, refresh: str) -> Tokens:
        """The session goes on with a new access token. NotSignedIn."""
        ...

    def sign_out(self, refresh: str, access: str = "") -> None:
        """End one session for good; what is no session of ours is over already."""
        ...

    def sign_out_everywhere(self, access: str) -> None:
        """End all sessions of the person. NotSignedIn."""
        ...

    def forgot(self, username: str) -> None:
        """Send a code to the verified e-mail address, if there is such a person and address; nobody learns whether."""
        ...

    def confirm_forgot(self, username: str, code: str, password: str) -> None:
        """Set a new password with the code from the letter. WrongCode, WeakPassword."""
        ...

    def begin_totp(self, access: str) -> str:
        """A secret (base 32) for the person's authenticator app. NotSignedIn."""
        ...

    def switch_on_totp(self, access: str, code: str) -> None:
        """From now on the authenticator's code is asked for at each sign-in. WrongCode, NotSignedIn."""
        ...
