"""Files of a filing: package, sealed copy sheet, receipts; always as downloads."""

from flask import Response
from flask_login import login_required
from sqlalchemy import select

from marketplace import files
from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.config import current_settings
from marketplace.declarations import policies as declarations
from marketplace.declarations.models import Declaration
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.documents.services import preview
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import facts, queries
from marketplace.registration.calendar import ics
from marketplace.registration.models import Filing
from marketplace.registration.package import payload
from marketplace.registration.package.sheets import copy_sheet
from marketplace.registration.tables import fill, table_for
from marketplace.registration.views import blueprint
from marketplace.registration.views.access import visible
from marketplace.terms.routes import Duty
from marketplace.web import label


@blueprint.get("/filings/<filing_id>/package.zip")
@login_required
def package(filing_id: str) -> Response:
    """The package, once every paper inside is sealed."""
    filing = visible(filing_id)
    if filing.package_sha256 is None:
        raise Refused(
            "package_not_ready",
            N_("The package is not ready: prepare it first, or try again in a minute."),
        )
    name = f"{filing.kind.value}-{filing.public_id}.zip"
    return send_attachment(files.get(filing.package_sha256), name, "application/zip")


@blueprint.get("/filings.ics")
@login_required
def calendar_file() -> Response:
    """What the acting organization files, for the calendar of its officers."""
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    filings = db.session.scalars(queries.desk(organization))
    base = current_settings().base_url
    data = ics(filings, lambda filing: f"{label(filing.kind)}：{filing.title}", base)
    return send_attachment(data, "filings.ics", "text/calendar")


@blueprint.get("/filings/<filing_id>/sheet.pdf")
@login_required
def sheet(filing_id: str) -> Response:
    """The sealed copy sheet; before it is prepared, a preview that says so."""
    filing = visible(filing_id)
    if filing.package is not None:
        return send_document(filing.package.sheet)
    return _preview(filing)


@blueprint.get("/filings/<filing_id>/receipts/<digest>")
@login_required
def receipt(filing_id: str, digest: str) -> Response:
    """A paper of the authority."""
    filing = visible(filing_id)
    kept = {filing.receipt_sha256, *(each.sha256 for each in filing.receipts)} - {None}
    if digest not in kept:
        raise Missing()
    return send_attachment(files.get(digest), f"receipt-{digest[:12]}", "application/octet-stream")


@blueprint.get("/declarations/<public_id>/sheet.pdf")
@login_required
def declaration_sheet(public_id: str) -> Response:
    """The copy sheet of a declaration, as a preview while its papers are in preparation."""
    declaration = db.session.scalar(select(Declaration).filter_by(public_id=public_id))
    if declaration is None:
        raise Missing()
    if not declarations.may_view(signed_in(), declaration):
        raise NotAllowed()
    filing = queries.one(declaration, Duty.DECLARATION)
    if filing is not None and filing.package is not None:
        return send_document(filing.package.sheet)
    return _preview(filing or _unopened(declaration))


def _unopened(declaration: Declaration) -> Filing:
    """A filing for the preview alone, never stored."""
    filing = Filing(public_id="preview", kind=Duty.DECLARATION, answers={})
    filing.declaration, filing.filer = declaration, declaration.organization
    return filing


def _preview(filing: Filing) -> Response:
    table = table_for(filing)
    known = facts.gather(filing)
    data = copy_sheet(payload(filing, table, known, fill(table, known)))
    name = f"{filing.kind.value}-preview.pdf"
    return send_attachment(preview("copysheet", data), name, "application/pdf")
