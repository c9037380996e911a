"""A trial that is converted: a contract of its own, by the formula that was signed with the trial."""

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements import messages
from marketplace.agreements.lifecycles import BY_ROUTE
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.agreements.services.acts import (
    changed,
    locked,
    require_signatory,
    require_time_left,
)
from marketplace.agreements.signals import agreement_ended
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.terms.conversion import converted_terms, passes_right
from marketplace.terms.record import as_data, digest


def draft_conversion(trial: Agreement, by: User) -> Agreement:
    """Draw up the paid license, the assignment or the contribution for shares that an evaluated
    trial promises; both sides sign it. The trial goes on until it is concluded. A second call finds
    the first draft. Refused once the period of the trial's contract is over."""
    trial = locked(trial)
    require_signatory(by, trial.licensee)
    BY_ROUTE[trial.route].after(trial.status, "convert")
    if trial.conversion is not None:
        return trial.conversion
    terms = converted_terms(trial.record, trial.last_day)
    require_time_left(terms)
    made = Agreement(
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
    db.session.add(made)
    db.session.flush()
    event = record(
        "agreement:draft",
        made,
        by,
        related=[trial, trial.licensor, trial.licensee, *trial.patents],
        route=made.route.value,
        fee_mode=made.fee_mode.value,
        terms_sha256=made.terms_sha256,
        converts=trial.public_id,
    )
    _tell(trial, made, event)
    changed(made, "draft")
    return made


def _tell(trial: Agreement, made: Agreement, event: AuditEvent) -> None:
    notify(
        made.licensor,
        messages.CONVERSION,
        event=event,
        link=messages.link(trial),
        title=trial.title,
        licensee=trial.licensee.name,
    )


def continues_trial(agreement: Agreement) -> bool:
    """Whether this is the paid license into which a trial is converted: the same parties, patents
    and use as before, at the price that was agreed with the trial."""
    trial = agreement.converted_from
    return trial is not None and not passes_right(trial.record)


def complete_conversion(made: Agreement) -> None:
    """With the conclusion of what it promised the trial is converted and over: nothing more accrues
    under it, and what it owed until then stays owed. After a sale its use goes on until the right
    has passed, as the contract of sale says."""
    if made.converted_from is None:
        return
    trial = locked(made.converted_from)
    trial.move("convert")
    trial.converted_on = trial.ended_on = clock.today()
    record(
        "agreement:convert",
        trial,
        SYSTEM,
        related=[made],
        converted_on=trial.converted_on.isoformat(),
        into=made.public_id,
    )
    agreement_ended.send(trial)
    changed(trial, "convert")
