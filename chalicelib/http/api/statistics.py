"""The city's figures as data, in the JSON API."""

from chalice.app import Blueprint, Response

from chalicelib.http.core.requests import Call
from chalicelib.http.errors import api_view

statistics_api = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with problem details where it is wrong."""


@statistics_api.route("/v1/statistics", methods=["GET"], content_types=ANY_TYPE)
@api_view(statistics_api)
def show_statistics(call: Call) -> Response:
    """A month's figures: protected for the public, exact for leaders, coordinators and auditors with a token."""
    from chalicelib.http.views import statistics_tables

    return statistics_tables.as_json(call)


@statistics_api.route("/v1/statistics.csv", methods=["GET"], content_types=ANY_TYPE)
@api_view(statistics_api)
def download_statistics(call: Call) -> Response:
    """The same as lines of CSV."""
    from chalicelib.http.views import statistics_tables

    return statistics_tables.as_csv(call)
