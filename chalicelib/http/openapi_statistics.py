"""The city's figures, as the OpenAPI document describes them."""

from chalicelib.http.openapi_parts import ok, operation, query, refused
from chalicelib.http.openapi_sessions import AS_STAFF
from chalicelib.http.openapi_words import Json, ref

_VALUE: Json = {
    "description": (
        "A count, minutes of working time, or a share from 0 to 1. `<5`: one to four, too few to be told in public. "
        "`withheld`: another count that would give a small one away. `>0.75` or `<0.25`: a share of which only so much "
        "is told. null: there is nothing to tell."
    ),
    "anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}],
}
_TABLE: Json = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _VALUE}}

STATISTICS_SCHEMAS: Json = {
    "Statistics": {
        "type": "object",
        "required": ["month", "area", "exact", "running", "tables"],
        "properties": {
            "month": {
                "type": "string",
                "example": "2026-11",
                "description": "Or a quarter or a year: `2026-Q4`, `2026`.",
            },
            "area": {
                "type": ["string", "null"],
                "description": "Kemendagri code of a kecamatan; null: the whole city.",
            },
            "exact": {"type": "boolean", "description": "Not protected: for leaders, coordinators, auditors."},
            "running": {"type": "boolean", "description": "The period is not over."},
            "tables": {
                "description": "By table, row and column; null: too few reports. Row `all` is all together.",
                "anyOf": [{"type": "object", "additionalProperties": _TABLE}, {"type": "null"}],
            },
        },
    }
}


def _told(name: str, summary: str, answer: Json) -> Json:
    told = operation(name, summary, {"200": answer} | refused(401, 422))
    told["security"] = [{}, *AS_STAFF]
    told["description"] = "Small counts are protected unless a leader, coordinator or auditor asks with a token."
    told["parameters"] += [
        query("month", "As `2026-11`, a quarter as `2026-Q4`, a year as `2026`; the running month if it is left out."),
        query("area", "Kemendagri code of a kecamatan; figures are then rounded to multiples of five in public."),
    ]
    return told


_CSV: Json = {
    "description": "Lines of `month,area,table,row,column,value`.",
    "content": {"text/csv": {"schema": {"type": "string"}}},
}

STATISTICS_PATHS: Json = {
    "/v1/statistics": {
        "get": _told("showStatistics", "The figures of a month, a quarter or a year.", ok(ref("Statistics")))
    },
    "/v1/statistics.csv": {"get": _told("downloadStatistics", "The same as CSV.", _CSV)},
}
