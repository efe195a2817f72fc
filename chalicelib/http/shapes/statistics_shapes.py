"""The city's figures."""

from collections.abc import Mapping
from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.http.shapes.field_shapes import Doc

Value = Annotated[
    float | str | None,
    Doc(
        "A count, minutes of working time, or a share from 0 to 1. `<5`: one to four, too few to be told in public. "
        "`withheld`: another count that would give a small one away. `>0.75` or `<0.25`: a share of which only so much "
        "is told. null: there is nothing to tell."
    ),
]
Tables = Mapping[str, Mapping[str, Mapping[str, Value]]]


class Statistics(TypedDict):
    month: Annotated[str, Doc("Or a quarter or a year: `2026-Q4`, `2026`.", example="2026-11")]
    area: Annotated[str | None, Doc("Kemendagri code of a kecamatan; null: the whole city.")]
    exact: Annotated[bool, Doc("Not protected: for leaders, coordinators, auditors.")]
    running: Annotated[bool, Doc("The period is not over.")]
    as_of: Annotated[
        str | None,
        Doc(
            "When public figures were published: once a night, without fresh confidential reports. null: these are "
            "live, or nothing was published yet."
        ),
    ]
    tables: Annotated[
        Tables | None,
        Doc("By table, row and column; null: too few reports, or none published yet. Row `all` is all together."),
    ]
