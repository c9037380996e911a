"""``/paper-contracts/<id>``: the entry beside its scan; confirm, send back, withdraw, object."""

from typing import Any

from flask import Response, render_template
from flask_login import current_user, login_required

from marketplace import files
from marketplace.accounts.acting import present_user
from marketplace.accounts.policies import is_administrator, is_auditor, membership_of
from marketplace.agreements.forms import ReasonForm
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing
from marketplace.on_paper import policies, queries, services
from marketplace.on_paper.models import PaperContract
from marketplace.on_paper.scans import suffix_of
from marketplace.on_paper.views import blueprint
from marketplace.terms.clauses import clauses
from marketplace.terms.summary import summary
from marketplace.web import language, see_other

_WITH_REASON = {"return": services.send_back, "objection": services.object_to}
_MAY = {"return": policies.may_check, "objection": policies.may_object}


@blueprint.get("/paper-contracts/<paper_id>")
@login_required
def show(paper_id: str) -> str:
    """Missing (404) for everybody who is not a party, staff or an auditor."""
    paper = _visible(paper_id)
    masked = is_auditor(current_user) and not is_administrator(current_user)
    own = membership_of(current_user, paper.organization) is not None
    return render_template(
        "on_paper/show.html",
        paper=paper,
        masked=masked and not own,
        summary=summary(paper.record, language()),
        clauses=clauses(paper.record, language()),
        may_check=policies.may_check(current_user, paper),
        may_withdraw="withdraw" in paper.actions
        and policies.may_enter(current_user, paper.organization),
        may_object=policies.may_object(current_user, paper),
    )


@blueprint.get("/paper-contracts/<paper_id>/scan")
@login_required
def scan(paper_id: str) -> Response:
    """The scan as it was uploaded."""
    paper = _visible(paper_id)
    return send_scan(paper.scan_sha256, f"contract-{paper.public_id}")


@blueprint.post("/paper-contracts/<paper_id>/confirmation")
@login_required
def confirm(paper_id: str) -> Any:
    """The entry says what the scan says."""
    paper = _visible(paper_id)
    with transaction():
        agreement = services.confirm(paper, present_user())
    return see_other("desk.agreement", agreement_id=agreement.public_id)


@blueprint.post("/paper-contracts/<paper_id>/withdrawal")
@login_required
def withdraw(paper_id: str) -> Any:
    """Take back an entry that nobody has checked."""
    paper = _visible(paper_id)
    with transaction():
        services.withdraw(paper, present_user())
    return see_other("on_paper.index")


@blueprint.route("/paper-contracts/<paper_id>/<step>", methods=["GET", "POST"])
@login_required
def with_reason(paper_id: str, step: str) -> Any:
    """Send the entry back, or object to it, with the reason that others are told."""
    paper = _visible(paper_id)
    if step not in _WITH_REASON or not _MAY[step](current_user, paper):
        raise Missing()
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            _WITH_REASON[step](paper, form.reason.data or "", present_user())
        return see_other("on_paper.show", paper_id=paper.public_id)
    page = render_template("on_paper/reason.html", paper=paper, form=form, step=step)
    return page, 422 if form.is_submitted() else 200


def send_scan(sha256: str, name: str) -> Response:
    """A kept scan as a download, named by what its first bytes say it is."""
    data = files.get(sha256)
    suffix = suffix_of(data) or "bin"
    return send_attachment(data, f"{name}.{suffix}", "application/octet-stream")


def _visible(paper_id: str) -> PaperContract:
    paper = queries.paper_by_id(paper_id)
    if not policies.may_view(current_user, paper):
        raise Missing()
    return paper
