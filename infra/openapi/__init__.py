"""The API's OpenAPI 3.1 document, generated from the routes and the types with which the views answer.

`make docs` writes the file that ships and is served; a test fails while it differs from what this package generates.
"""
