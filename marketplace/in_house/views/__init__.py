"""Pages of the house: its chain, what waits for approval, its notices."""

from flask import Blueprint

blueprint = Blueprint("in_house", __name__)

from marketplace.in_house.views import (  # noqa: E402 - they register on the blueprint
    approvals,
    chain,
    notices,
    objections,
)

__all__ = ["approvals", "blueprint", "chain", "notices", "objections"]
