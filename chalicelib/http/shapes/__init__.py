"""What the API answers, as types: mypy holds the views to them, and `infra.openapi` makes the document of them.

Nothing here is imported at run time: Lambda does not pay for classes that only tools read.
"""
