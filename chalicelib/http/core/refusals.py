"""Security events: what was refused to somebody, as a log line and a metric each.

Neither says who it was: no name, address or token. The correlation id leads to API Gateway's own log.
"""

from collections.abc import Mapping

from chalicelib import telemetry
from chalicelib.domain.access.sign_in import NotSignedIn, SignInRefused, TokenMissing, TooManyTries, WrongCode
from chalicelib.domain.errors import HiddenTicket, NotAllowed, RateLimited, WrongSecret
from chalicelib.http.core.cookies import ForgedForm

METRICS: Mapping[type[Exception], str] = {
    SignInRefused: "SignInsRefused",
    TooManyTries: "SignInsRefused",
    WrongCode: "SignInsRefused",
    NotSignedIn: "TokensRefused",
    NotAllowed: "ActionsForbidden",
    HiddenTicket: "ActionsForbidden",
    WrongSecret: "ActionsForbidden",
    ForgedForm: "ActionsForbidden",
    RateLimited: "RequestsLimited",
}
"""The metric of each refusal; of a guest who has shown no token at all there is none."""


def note(error: Exception, correlation: str) -> None:
    """Log and count the error if it is a refusal."""
    metric = next((METRICS[kind] for kind in type(error).__mro__ if kind in METRICS), None)
    if metric is None or isinstance(error, TokenMissing):
        return
    about = {"reason": type(error).__name__}
    if isinstance(error, NotAllowed):
        about["action"] = error.action
    if isinstance(error, HiddenTicket):
        about["ticket"] = error.ticket
    with telemetry.bound(correlation_id=correlation, **about):
        telemetry.logger.warning("refused")
        telemetry.meter(metric)
