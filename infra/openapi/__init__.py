"""The API's OpenAPI 3.1 document: made when building, of the routes and of the types that the views answer with.

`make docs` writes it to where it ships from and is served; a test fails while it is not what this makes.
"""
