"""A trial that is converted into a sale: a contract of its own, by the formula that was signed."""

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements import messages
from marketplace.agreements.lifecycles import BY_ROUTE
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.agreements.services.acts import changed, locked, require_signatory
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.terms.conversion import sale_terms
from marketplace.terms.record import as_data, digest


def draft_conversion(trial: Agreement, by: User) -> Agreement:
    """Draw up the assignment, or the contribution for shares, that an evaluated trial promises; both
    sides sign it. The trial goes on until it is concluded. A second call finds the first draft."""
    trial = locked(trial)
    require_signatory(by, trial.licensee)
    BY_ROUTE[trial.route].after(trial.status, "convert")
    if trial.conversion is not None:
        return trial.conversion
    terms = sale_terms(trial.record)
    sale = Agreement(
        listing=trial.listing,
        converted_from=trial,
        route=terms.route,
        fee_mode=terms.fee_mode,
        licensor=trial.present_licensor,
        licensee=trial.licensee,
        terms=as_data(terms),
        terms_sha256=digest(terms),
        drafted_at=clock.now(),
        drafted_by=by,
        subjects=[AgreementPatent(patent=patent) for patent in trial.patents],
    )
    db.session.add(sale)
    db.session.flush()
    event = record(
        "agreement:draft",
        sale,
        by,
        related=[trial, trial.licensor, trial.licensee, *trial.patents],
        route=sale.route.value,
        fee_mode=sale.fee_mode.value,
        terms_sha256=sale.terms_sha256,
        converts=trial.public_id,
    )
    _tell(trial, sale, event)
    changed(sale, "draft")
    return sale


def _tell(trial: Agreement, sale: Agreement, event: AuditEvent) -> None:
    notify(
        sale.licensor,
        messages.CONVERSION,
        event=event,
        link=messages.link(trial),
        title=trial.title,
        licensee=trial.licensee.name,
    )


def complete_conversion(sale: Agreement) -> None:
    """With the conclusion of the sale the trial is converted: under the trial nothing more is owed,
    and its use goes on until the right has passed."""
    if sale.converted_from is None:
        return
    trial = locked(sale.converted_from)
    trial.move("convert")
    trial.converted_on = clock.today()
    record(
        "agreement:convert",
        trial,
        SYSTEM,
        related=[sale],
        converted_on=trial.converted_on.isoformat(),
        into=sale.public_id,
    )
    changed(trial, "convert")
