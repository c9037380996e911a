"""The pages of patents."""

from flask import Blueprint

blueprint = Blueprint("patents", __name__)

from marketplace.patents.views import imports, inventory, statements  # noqa: E402

__all__ = ["blueprint", "imports", "inventory", "statements"]
