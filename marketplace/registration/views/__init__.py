"""Pages of filings: the desk, those of an agreement, one filing with its table and package."""

from flask import Blueprint

blueprint = Blueprint("registration", __name__)

from marketplace.registration.views import downloads, lists, show  # noqa: E402, F401
