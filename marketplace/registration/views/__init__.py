"""Pages of filings: the desk, those of an agreement, one filing with its table and package."""

from flask import Blueprint

blueprint = Blueprint("registration", __name__)

from marketplace.registration.views import (  # noqa: E402, F401
    downloads,
    entry,
    lists,
    mandates,
    receipt_tables,
    receipts,
    runs,
    show,
    together,
)
