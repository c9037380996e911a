"""``/admin``: what waits; one page for each queue, and the state of the work behind the pages."""

from flask import render_template

from marketplace.accounts.acting import administrator_required
from marketplace.admin import trail
from marketplace.admin.queues import QUEUES
from marketplace.admin.views import admin
from marketplace.admin.views.shared import PER_PAGE
from marketplace.audit import sequencer
from marketplace.desk.health import readiness
from marketplace.errors import Missing
from marketplace.extensions import db


@admin.get("")
@administrator_required
def index() -> str:
    standings = [queue.standing() for queue in QUEUES.values()]
    return render_template(
        "admin/index.html",
        decided=[each for each in standings if each.queue.decided],
        watched=[each for each in standings if not each.queue.decided],
        ready=readiness(),
        size=sequencer.size(),
        checkpoint=next(iter(trail.checkpoints(1)), None),
    )


@admin.get("/queues/<key>")
@administrator_required
def queue(key: str) -> str:
    chosen = QUEUES.get(key)
    if chosen is None:
        raise Missing()
    page = db.paginate(
        chosen.statement(), per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False
    )
    rows = chosen.rows(page.items)
    waiting = [getattr(record, chosen.since) for record in page.items]
    return render_template(
        "admin/queue.html",
        queue=chosen,
        page=page,
        rows=list(zip(rows, waiting, strict=True)),
    )
