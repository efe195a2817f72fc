"""The console's lists beside the inboxes: what did not arrive, the overview, who looked at whom."""

from chalice.app import Blueprint

lists = Blueprint(__name__)
