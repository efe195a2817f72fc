"""`python -m infra.events`: write what is made of the types of events."""

from infra.events import page, schema

if __name__ == "__main__":
    schema.SHIPPED.write_text(schema.text(), encoding="utf-8")
    page.PAGE.write_text(page.text(), encoding="utf-8")
