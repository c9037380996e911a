"""Pages of batches: the list, the table, the steps from the preset to one submission."""

from flask import Blueprint

blueprint = Blueprint("batches", __name__)

from marketplace.batches.views import editing, lists, steps, table  # noqa: E402

__all__ = ["blueprint", "editing", "lists", "steps", "table"]
