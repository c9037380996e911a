"""``/admin/feedback``: who receives, how each is, what it does not take; ``/feedback``: the schema,
the examples and the reference receiver, for partners."""

from pathlib import Path

from flask import Blueprint, Response, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts.acting import administrator_required, present_user
from marketplace.accounts.forms import refusals_at_fields
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.feedback import keys, labels, queries, services
from marketplace.feedback.forms import ConnectorForm, ReasonForm, SecretForm
from marketplace.feedback.models import (
    Connector,
    ConnectorKind,
    DeliveryStatus,
    FeedbackDelivery,
    Rhythm,
)
from marketplace.feedback.reconciling import compare
from marketplace.web import see_other

blueprint = Blueprint("feedback", __name__, url_prefix="/admin/feedback")
public = Blueprint("feedback_public", __name__, url_prefix="/feedback")

Page = str | BaseResponse | tuple[str, int]

_HERE = Path(__file__).parent


@blueprint.get("")
@administrator_required
def index() -> str:
    return render_template("feedback/index.html", standings=queries.standings(queries.everybody()))


@blueprint.route("/new", methods=["GET", "POST"])
@administrator_required
def new() -> Page:
    form = ConnectorForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                connector = services.add(
                    form.name.data or "",
                    ConnectorKind(form.kind.data),
                    form.address.data or "",
                    present_user(),
                    subjects=form.subjects_taken.data or [],
                    basis=form.basis.data or "",
                    rhythm=Rhythm(form.rhythm.data),
                    confidential=bool(form.confidential.data),
                    persons=bool(form.persons.data),
                    host_key=form.host_key.data or "",
                    password=form.password.data or "",
                )
                public_id = connector.public_id
            flash(_("The receiver gets the messages from now on, from the first one."), "done")
            return see_other(".show", public_id=public_id)
    return render_template("feedback/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<public_id>")
@administrator_required
def show(public_id: str) -> str:
    return _connector_page(_connector(public_id), SecretForm())


def _connector_page(connector: Connector, secret_form: SecretForm) -> str:
    return render_template(
        "feedback/show.html",
        connector=connector,
        secret_form=secret_form,
        server_key=keys.fingerprint(connector.host_key) if connector.host_key else "",
        our_key=keys.public_line(connector.secret) if connector.has_key else "",
        standing=queries.standings([connector])[0],
        parked=queries.deliveries(connector, DeliveryStatus.PARKED),
        left_unsent=queries.deliveries(connector, DeliveryStatus.SET_ASIDE),
        reconciliations=queries.reconciliations(connector),
        subjects=labels.SUBJECTS,
        gets=[labels.SUBJECTS[each] for each in connector.subjects],
        differences=labels.DIFFERENCES,
    )


@blueprint.post("/<public_id>/secret")
@administrator_required
def change_secret(public_id: str) -> Page:
    form, connector = SecretForm(), _connector(public_id)
    if form.validate_on_submit() and form.until.data:
        with refusals_at_fields(form):
            with transaction():
                services.change_secret(_connector(public_id), form.until.data, present_user())
            flash(_("There is a new secret. Give it to the receiver by a safe way."), "done")
            return see_other(".show", public_id=public_id, _anchor="secret")
    return _connector_page(connector, form), 422


@blueprint.post("/<public_id>/secret/end")
@administrator_required
def end_secret(public_id: str) -> Page:
    with transaction():
        services.end_previous_secret(_connector(public_id), present_user())
    flash(_("The old secret has ended: messages carry the signature by the new one alone."), "done")
    return see_other(".show", public_id=public_id, _anchor="secret")


@blueprint.post("/<public_id>/end")
@administrator_required
def end(public_id: str) -> Page:
    with transaction():
        services.end(_connector(public_id), present_user())
    flash(_("The receiver gets nothing any more; what was sent stays recorded."), "done")
    return see_other(".show", public_id=public_id)


@blueprint.post("/<public_id>/replay")
@administrator_required
def replay(public_id: str) -> Page:
    with transaction():
        count = services.replay(_connector(public_id), present_user())
    flash(_("%(number)s messages wait to be sent once more.", number=count), "done")
    return see_other(".show", public_id=public_id)


@blueprint.post("/<public_id>/reconciliation")
@administrator_required
def reconcile(public_id: str) -> Page:
    connector = _connector(public_id)
    found = compare(connector)
    with transaction():
        services.keep(_connector(public_id), found, present_user())
    return see_other(".show", public_id=public_id, _anchor="reconciliation")


@blueprint.get("/<public_id>/messages/<message_id>")
@administrator_required
def message(public_id: str, message_id: str) -> str:
    return _message_page(_delivery(public_id, message_id), ReasonForm())


@blueprint.post("/<public_id>/messages/<message_id>/sending")
@administrator_required
def send_again(public_id: str, message_id: str) -> Page:
    with transaction():
        services.send_again(_delivery(public_id, message_id), present_user())
    flash(_("The message waits to be sent again."), "done")
    return see_other(".show", public_id=public_id)


@blueprint.post("/<public_id>/messages/<message_id>/setting-aside")
@administrator_required
def set_aside(public_id: str, message_id: str) -> Page:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _message_page(_delivery(public_id, message_id), form), 422
    with transaction():
        services.set_aside(_delivery(public_id, message_id), form.reason.data or "", present_user())
    flash(_("The message is set aside; the reason stands beside it."), "done")
    return see_other(".show", public_id=public_id)


@public.get("/message-1.schema.json")
def schema() -> Response:
    return _file("published/message-1.schema.json", "application/schema+json")


@public.get("/examples.json")
def examples() -> Response:
    return _file("published/examples.json", "application/json")


@public.get("/receiver.py")
def receiver() -> Response:
    """The reference receiver, to read, to run and to copy."""
    return _file("receiver.py", "text/x-python", attachment="receiver.py")


def _file(name: str, kind: str, attachment: str = "") -> Response:
    answer = Response((_HERE / name).read_bytes(), content_type=f"{kind}; charset=utf-8")
    if attachment:
        answer.headers["Content-Disposition"] = f'attachment; filename="{attachment}"'
    return answer


def _message_page(delivery: FeedbackDelivery, form: ReasonForm) -> str:
    return render_template(
        "feedback/message.html",
        delivery=delivery,
        form=form,
        subjects=labels.SUBJECTS,
        changes=labels.CHANGES,
    )


def _connector(public_id: str) -> Connector:
    found = queries.by_public_id(public_id)
    if found is None:
        raise Missing()
    return found


def _delivery(public_id: str, message_id: str) -> FeedbackDelivery:
    found = queries.delivery(_connector(public_id), message_id)
    if found is None:
        raise Missing()
    return found
