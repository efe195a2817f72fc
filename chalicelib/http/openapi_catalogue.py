"""The schemas of what a city has: services with their questions, OPDs, areas."""

from chalicelib.http.openapi_words import COUNT, FLAG, TEXT, Json, listed, maybe, object_of, one_of, ref

CATALOGUE_SCHEMAS: Json = {
    "Services": object_of(
        {"groups": listed(object_of({"code": TEXT, "name": TEXT})), "services": listed(ref("Service"))}
    ),
    "Service": object_of(
        {
            "code": TEXT,
            "name": TEXT,
            "description": TEXT,
            "group": TEXT,
            "dimension": TEXT,
            "lead": maybe(TEXT),
            "support": listed(TEXT),
            "phase": one_of(("planned", "pilot", "live")),
            "adopted_from": maybe(TEXT),
            "refer": maybe(TEXT),
            "call": listed(TEXT),
            "deadline": object_of(
                {
                    "name": TEXT,
                    "working_days": {"type": "integer", "description": "Until it is done."},
                    "first_answer": COUNT,
                    "verification": COUNT,
                    "silence": {"type": "integer", "description": "How long a reporter may say nothing."},
                    "source": TEXT,
                    "note": TEXT,
                }
            ),
            "questions": listed(ref("Question")),
        }
    ),
    "Question": object_of(
        {
            "code": TEXT,
            "label": TEXT,
            "kind": one_of(("choice", "text", "number")),
            "required": FLAG,
            "choices": listed(object_of({"code": TEXT, "label": TEXT, "call": listed(TEXT)})),
        }
    ),
    "Opds": object_of(
        {
            "opds": listed(
                object_of(
                    {
                        "code": TEXT,
                        "name": TEXT,
                        "kind": TEXT,
                        "external": FLAG,
                        "confirmed": FLAG,
                        "contact": maybe(TEXT),
                    }
                )
            )
        }
    ),
    "Areas": object_of(
        {"areas": listed(object_of({"code": TEXT, "name": TEXT, "kind": TEXT, "parent": TEXT, "post_code": TEXT}))}
    ),
}
