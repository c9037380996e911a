"""The log for everybody: its newest checkpoint and key, all checkpoints as a feed, proofs.

Hashes and sizes only: what an event says stays with those whom it concerns.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, stream_with_context
from sqlalchemy import select

from marketplace.audit import checkpoints, keys, proofs, sequencer
from marketplace.audit.models import Checkpoint, LogLeaf
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import db
from marketplace.witnesses.queries import active_count

blueprint = Blueprint("log", __name__)
_SHOWN = 20


@blueprint.get("/log")
def page() -> str:
    """What the log is, how to keep a copy of its checkpoints, and how far it has come."""
    newest = select(Checkpoint).order_by(Checkpoint.size.desc()).limit(_SHOWN)
    return render_template(
        "evidence/log.html",
        rows=db.session.scalars(newest).all(),
        key=keys.public_bytes(keys.signing_key().public_key()).hex(),
        backlog=sequencer.backlog(),
        witnesses=active_count(),
    )


@blueprint.get("/log/checkpoint.json")
def newest() -> Response:
    """The newest checkpoint with the key that it is signed by."""
    found = checkpoints.newest()
    if found is None:
        raise Missing()
    key = keys.public_bytes(keys.signing_key().public_key()).hex()
    return jsonify({**asdict(found), "key": key})


@blueprint.get("/feeds/checkpoints.jsonl")
def feed() -> Response:
    """Every checkpoint from the size ``after`` on, oldest first, one a line: what a witness keeps."""
    after = _number("after", 0)

    def lines() -> Iterator[str]:
        rows = select(Checkpoint).where(Checkpoint.size > after).order_by(Checkpoint.size)
        for row in db.session.scalars(rows.execution_options(yield_per=500)):
            yield json.dumps(asdict(checkpoints.signed_of(row))) + "\n"

    return Response(stream_with_context(lines()), mimetype="application/jsonl")


@blueprint.get("/log/consistency.json")
def consistency() -> Response:
    """That the log of size ``second`` begins with that of size ``first`` (RFC 6962 2.1.2)."""
    first, second = _number("first"), _number("second")
    return jsonify(
        {"first": first, "second": second, "proof": _proof(proofs.consistency, first, second)}
    )


@blueprint.get("/log/inclusion.json")
def inclusion() -> Response:
    """That the log of ``size`` holds the entry with the hash ``leaf`` (RFC 6962 2.1.1)."""
    size = _number("size")
    leaf = request.args.get("leaf", "").lower()
    position = db.session.scalar(select(LogLeaf.position).where(LogLeaf.leaf_hash == leaf))
    if position is None:
        raise Missing()
    proof = _proof(proofs.inclusion, position, size)
    return jsonify({"leaf": leaf, "position": position, "size": size, "proof": proof})


def _number(name: str, default: int | None = None) -> int:
    value = request.args.get(name, default, type=int)
    if value is None or value < 0:
        raise Refused(
            "size_required",
            N_("Give sizes of the log as whole numbers."),
            status=400,
            field=name,
        )
    return value


def _proof(make: Callable[[int, int], Any], first: int, second: int) -> Any:
    if second > sequencer.size():
        raise Refused(
            "beyond_log",
            N_("The log has %(size)s entries so far. Ask for no more."),
            status=400,
            size=sequencer.size(),
        )
    try:
        return make(first, second)
    except ValueError as error:
        raise Refused(
            "no_proof",
            N_("There is no such proof: the first size must be at least 1 and not the larger."),
            status=400,
        ) from error
