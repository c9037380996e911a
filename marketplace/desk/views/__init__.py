"""The pages that show several rooms at once."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)

from marketplace.desk.views import (  # noqa: E402, F401
    agreement,
    decision,
    demand,
    health,
    help,
    home,
    listing,
    work,
)
