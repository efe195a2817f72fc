"""`python -m infra.openapi`, part of `make docs`: write the document that ships."""

import os

from chalicelib.http.api.public import OPENAPI
from infra.openapi.document import encoded


def main() -> None:
    """Write the document. The application needs the name of a stage to start; the document does not contain it."""
    os.environ["SEDULUR_STAGE"] = "docs"
    from app import app

    OPENAPI.write_text(encoded(app), encoding="utf-8")


main()
