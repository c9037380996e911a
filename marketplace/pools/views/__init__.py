"""Pages of pools."""

from flask import Blueprint

blueprint = Blueprint("pools", __name__)

from marketplace.pools.views import members, pools, shares  # noqa: E402, F401
