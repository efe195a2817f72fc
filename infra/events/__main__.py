"""`python -m infra.events`, part of `make docs`: write the page and the schema."""

from infra.events import page, schema

if __name__ == "__main__":
    schema.SHIPPED.write_text(schema.text(), encoding="utf-8")
    page.PAGE.write_text(page.text(), encoding="utf-8")
