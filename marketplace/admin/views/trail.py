"""``/audit``: the trail searched, one event, one record's whole history, verification."""

from dataclasses import replace

from flask import flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.acting import supervisor_required
from marketplace.admin import checking, resolving, subjects, trail
from marketplace.admin.forms import TrailForm
from marketplace.admin.lines import canonical_text, lines
from marketplace.admin.trail import Slice, Wanted
from marketplace.admin.views import audit
from marketplace.admin.views.shared import filled, masked, me
from marketplace.audit import acknowledging, sequencer
from marketplace.database import transaction
from marketplace.desk.events import WORDS
from marketplace.errors import Missing
from marketplace.web import see_other


@audit.get("")
@supervisor_required
def index() -> str:
    form = TrailForm(request.args, tags={tag: f"{text} ({tag})" for tag, text in WORDS.items()})
    wanted = _wanted(form) if form.validate() else None
    found = _slice(wanted) if wanted else Slice()
    records = (wanted.records if wanted else None) or []
    return render_template(
        "admin/trail.html",
        form=form,
        found=found,
        lines=lines(found.events, masked=masked()),
        records=list(subjects.describe(records, masked=masked()).values()),
        kept=filled(form),
        size=sequencer.size(),
        backlog=sequencer.backlog(),
        checkpoint=next(iter(trail.checkpoints(1)), None),
    )


@audit.get("/events/<public_id>")
@supervisor_required
def event(public_id: str) -> str:
    found = trail.event_by_public_id(public_id)
    if found is None:
        raise Missing()
    (line,) = lines([found], masked=masked())
    return render_template(
        "admin/event.html",
        line=line,
        canonical=canonical_text(line.event, masked=masked()),
        masked=masked(),
        checkpoint=trail.covering(line.position),
    )


@audit.get("/records/<kind>/<public_id>")
@supervisor_required
def item(kind: str, public_id: str) -> str:
    """Everything that the trail says about one record, newest first."""
    key = (kind, public_id)
    found = _slice(Wanted(records=[key]))
    if not found.events:
        raise Missing()
    return render_template(
        "admin/record.html",
        subject=subjects.describe([key], masked=masked())[key],
        found=found,
        lines=lines(found.events, masked=masked()),
        acknowledged=acknowledging.acknowledged_up_to(kind, public_id),
        newest=next((each for each, position in found.events if position is not None), None),
    )


@audit.post("/records/<kind>/<public_id>/acknowledgement")
@supervisor_required
def acknowledge(kind: str, public_id: str) -> Response:
    """The event named in the form and everything earlier; what came meanwhile shows as new."""
    with transaction():
        number = acknowledging.acknowledge(kind, public_id, request.form.get("event", ""), me())
    flash(_("Acknowledged up to No. %(number)s.", number=number), "done")
    return see_other(".item", kind=kind, public_id=public_id)


@audit.route("/verification", methods=["GET", "POST"])
@supervisor_required
def verification() -> str:
    """The last checkpoints; a POST verifies the whole trail now and changes nothing."""
    return render_template(
        "admin/verification.html",
        checked=checking.run() if request.method == "POST" else None,
        count=checking.event_count(),
        most=checking.MOST_EVENTS,
        size=sequencer.size(),
        backlog=sequencer.backlog(),
        checkpoints=trail.checkpoints(),
    )


def _slice(wanted: Wanted) -> Slice:
    before, after = request.args.get("before", ""), request.args.get("after", "")
    return trail.search(wanted, before=before, after=after)


def _wanted(form: TrailForm) -> Wanted | None:
    """The filters as records; None where a person or organization is named that nobody is."""
    wanted = Wanted(tag=form.tag.data or "", since=form.since.data, until=form.until.data)
    if text := (form.q.data or "").strip():
        wanted = replace(wanted, records=resolving.records(text))
    if text := (form.person.data or "").strip():
        person = resolving.person(text)
        if person is None:
            return None
        wanted = replace(wanted, person=person)
    if text := (form.organization.data or "").strip():
        wanted = replace(wanted, organizations=resolving.organizations(text))
    return wanted
