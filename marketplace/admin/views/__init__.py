"""Two blueprints: ``admin`` for those who decide, ``audit`` for those who read."""

from flask import Blueprint

admin = Blueprint("admin", __name__, url_prefix="/admin")
audit = Blueprint("audit", __name__, url_prefix="/audit")

from marketplace.admin.views import (  # noqa: E402 - the views need the blueprints
    agreements,
    batches,
    decisions,
    listings,
    organizations,
    queues,
    trail,
)

__all__ = [
    "admin",
    "agreements",
    "audit",
    "batches",
    "decisions",
    "listings",
    "organizations",
    "queues",
    "trail",
]
