"""Pages of contracts on paper."""

from flask import Blueprint

blueprint = Blueprint("on_paper", __name__)

from marketplace.on_paper.views import (  # noqa: E402
    checking,  # noqa: F401
    counterparts,  # noqa: F401
    entering,  # noqa: F401
)
