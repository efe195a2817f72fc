"""`make docs`: write the document that ships."""

import os

from chalicelib.http.api.public import OPENAPI
from infra.openapi.document import encoded


def main() -> None:
    """The name of the stage, which the application needs to start, is not in the document."""
    os.environ["SEDULUR_STAGE"] = "docs"
    from app import app

    OPENAPI.write_text(encoded(app), encoding="utf-8")


main()
