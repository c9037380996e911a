"""Pages of agreements: list, the three steps to a signature, documents, ends."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)

from marketplace.agreements.views import documents, listing, sale, signing, steps  # noqa: E402, F401
