"""Pages of filings: the desk, those of an agreement, one filing with its table and package."""

from flask import Blueprint

blueprint = Blueprint("registration", __name__)

from marketplace.registration.views import downloads, entry, lists, mandates, receipts, runs, show  # noqa: E402, F401
