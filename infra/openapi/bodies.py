"""Types of the bodies that the API takes.

The code that reads them stands with the rules; tests keep the two in agreement. The names of the classes are published
as those of the schemas.
"""

from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypeAliasType, TypedDict

from chalicelib.domain.access.identity_access import PURPOSES
from chalicelib.domain.intake.submission import DESCRIPTION_LENGTH, MAX_ADDRESS, MAX_EMAIL, MAX_NAME
from chalicelib.domain.notifications.message import CHANNELS
from chalicelib.domain.tickets.photo import FILE_FORMATS, MAX_BYTES, MAX_PHOTOS
from chalicelib.domain.tickets.publication import FLAGS
from chalicelib.domain.tickets.ticket import Role, Visibility
from chalicelib.domain.tickets.ticket_number import ALPHABET
from chalicelib.domain.transitions.step_input import MAX_PASSAGES, MAX_TEXT_LENGTH
from chalicelib.http.shapes.field_shapes import Doc, one_of
from chalicelib.http.views.undelivered_view import DROP, SEND

NOTHING_ELSE = ConfigDict(extra="forbid")

Password = Annotated[str, Doc(format="password")]
Code = Annotated[str, Doc("Six digits.", example="123456")]
PhotoIds = Annotated[
    list[Annotated[str, Doc(pattern=f"^[{ALPHABET}]{{26}}$")]],
    Doc("Ids from `POST /v1/photos`, in the order in which they are shown.", maxItems=MAX_PHOTOS),
]


class WhereToGo(TypedDict, total=False):
    lat: float
    long: float
    area: Annotated[str, Doc("Kemendagri code from `/v1/areas`.")]
    address: Annotated[str, Doc("A landmark, in words.", maxLength=MAX_ADDRESS)]


class ContactGiven(TypedDict, total=False):
    name: Annotated[str, Doc(maxLength=MAX_NAME)]
    phone: Annotated[str, Doc("Indonesian mobile number in any spelling.")]
    email: Annotated[str, Doc(maxLength=MAX_EMAIL)]
    notify: Annotated[
        list[Annotated[str, one_of(CHANNELS)]],
        Doc(
            "By which channels the reporter wants to hear of it; each needs its address. "
            "Empty unless they said so. The answer's `messages` tells which of these there are here."
        ),
    ]


class Submission(TypedDict):
    service: Annotated[str, Doc("Code from `/v1/services`; `lainnya` if none fits.")]
    description: Annotated[str, Doc(minLength=DESCRIPTION_LENGTH[0], maxLength=DESCRIPTION_LENGTH[1])]
    location: Annotated[WhereToGo, Doc("`lat` and `long` (WGS84 degrees), or `area`, or both.")]
    contact: NotRequired[Annotated[ContactGiven, Doc("Sealed apart from the ticket; opened for a stated reason only.")]]
    visibility: NotRequired[Annotated[Visibility, Doc(default=str(Visibility.PUBLIC))]]
    attributes: NotRequired[
        Annotated[dict[str, str | float], Doc("Answers to the service's questions, by the question's code.")]
    ]
    photos: NotRequired[PhotoIds]


SUBMISSION_EXAMPLE = {
    "service": "lampu-jalan",
    "description": "Lampu jalan di depan balai desa padam sejak tiga malam.",
    "location": {"lat": -6.75123, "long": 111.03812, "address": "Depan balai desa"},
    "visibility": "anonymous",
}


class StepFields(TypedDict, total=False):
    """Every field that a step may take; which action takes which, the actions say."""

    opd: Annotated[str, Doc("Whom to call in; or whose a returned assignment is instead.")]
    role: Annotated[Role, Doc("By default `support`; `lead` by the coordinator where nobody leads.")]
    to: Annotated[str, Doc("refer: code of an institution outside the regency; merge: number of the ticket to follow.")]
    reference: Annotated[str, Doc("The institution's own number.", maxLength=100)]
    after: Annotated[list[str], Doc("OPDs that come first; none: it waits no more.")]
    photos: PhotoIds
    purpose: Annotated[
        str,
        one_of(PURPOSES, "Why the contact is opened. `law` and `other` need 15 characters of text; default with text."),
    ]
    stars: Annotated[int, Doc(minimum=1, maximum=5)]
    until: Annotated[
        str,
        Doc(
            "The last day (ISO 8601, also by an instant of it), until the end of office hours; the next working day if "
            "it is none."
        ),
    ]
    days: Annotated[int, Doc("Working days more; only one of the two.", minimum=1)]
    passages: Annotated[
        list[str], Doc("Passages to cover for the public, as they stand in the report.", maxItems=MAX_PASSAGES)
    ]
    abuse: Annotated[bool, Doc("The report abuses the desk: the public reads its content no more.")]
    text: Annotated[str, Doc("The words of the step.", maxLength=MAX_TEXT_LENGTH)]
    reason: Annotated[str, Doc("The same; only one of the two.", maxLength=MAX_TEXT_LENGTH)]
    version: Annotated[
        int,
        Doc("`version` of the ticket that was seen: the step is refused if something happened since.", minimum=0),
    ]


@with_config(NOTHING_ELSE)
class PhotoToSend(TypedDict):
    content_type: Annotated[str, one_of(FILE_FORMATS)]
    size: NotRequired[Annotated[int, Doc("Of the file, in bytes.", minimum=1, maximum=MAX_BYTES)]]


@with_config(NOTHING_ELSE)
class Flag(TypedDict):
    reason: Annotated[str, one_of(FLAGS, "What is wrong with the content.")]


@with_config(NOTHING_ELSE)
class PhoneSearch(TypedDict):
    phone: Annotated[str, Doc("A whole mobile number, in any spelling.")]
    reason: Annotated[str, Doc("Recorded with who asked, for the auditors.", maxLength=MAX_TEXT_LENGTH)]


@with_config(NOTHING_ELSE)
class NoticeDecision(TypedDict):
    notice: Annotated[str, Doc(example="2/DISHUB")]
    action: NotRequired[Annotated[str, one_of((SEND, DROP), "Send it again, or never more."), Doc(default=SEND)]]


class WithPassword(TypedDict):
    username: str
    password: Password


class WithNewPassword(TypedDict):
    session: str
    new_password: Password


class WithCode(TypedDict):
    session: str
    code: Code


class Refresh(TypedDict):
    refresh_token: str


class _ExactlyOne:
    """Describes a union by `oneOf` instead of `anyOf`."""

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Pydantic's hook."""
        return {"oneOf": handler(core_schema)["anyOf"]}


SignIn = TypeAliasType("SignIn", Annotated[WithPassword | WithNewPassword | WithCode | Refresh, _ExactlyOne()])


class Username(TypedDict):
    username: str


class NewPassword(TypedDict):
    username: str
    code: Code
    new_password: Password


class OwnPassword(TypedDict):
    old_password: Password
    new_password: Password


PasswordChange = TypeAliasType("PasswordChange", Annotated[NewPassword | OwnPassword, _ExactlyOne()])


class PasswordAgain(TypedDict):
    password: Password


class AuthenticatorCode(TypedDict):
    code: Code
