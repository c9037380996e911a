"""Pages of listings: one's own list, the editor in six steps, the standing offer."""

from flask import Blueprint

blueprint = Blueprint("listings", __name__)

from marketplace.listings.views import (  # noqa: E402
    decision,
    describing,
    lists,
    patents,
    public_texts,
    submitting,
    terms,
)

__all__ = [
    "blueprint",
    "decision",
    "describing",
    "lists",
    "patents",
    "public_texts",
    "submitting",
    "terms",
]
