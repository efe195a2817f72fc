"""The API's answers as types: mypy checks the views against them, and `infra.openapi` builds its document from them.

Nothing here is imported at run time, since Lambda needs none of it.
"""
