"""Pages of agreements: list, the three steps to a signature, documents, ends."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)

from marketplace.agreements.views import (  # noqa: E402
    documents,  # noqa: F401
    listing,  # noqa: F401
    proposals,  # noqa: F401
    questions,  # noqa: F401
    references,  # noqa: F401
    sale,  # noqa: F401
    signing,  # noqa: F401
    steps,  # noqa: F401
    together,  # noqa: F401
)
