"""Pages of further papers: draw up, read with changes marked, sign, decline, take back."""

from flask import Blueprint

blueprint = Blueprint("deeds", __name__)

from marketplace.deeds.views import drawing, reading, signing  # noqa: E402, F401
