"""For machines: alive, ready, and how much there is."""

from flask import Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from marketplace.desk.health import metrics, readiness
from marketplace.desk.views import blueprint
from marketplace.extensions import limiter


@blueprint.get("/healthz")
@limiter.exempt
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@limiter.exempt
def ready() -> tuple[Response, int]:
    """The database answers; how far the work behind the pages is behind."""
    found = readiness()
    if found is None:
        return jsonify(status="down", database="down"), 503
    return jsonify(status="ok", **found.as_json()), 200


@blueprint.get("/metrics")
@limiter.exempt
def figures() -> Response:
    return Response(metrics(), content_type=CONTENT_TYPE_LATEST)
