"""A side's own contract number and seal approval number: printed, shown, found again."""

from marketplace import clock
from marketplace.accounts import policies
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.references import AgreementReference
from marketplace.agreements.services.acts import changed, locked
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db


def set_reference(
    agreement: Agreement, side: Side, contract_number: str, seal_number: str, by: User
) -> None:
    """Enter a side's own numbers. What is set before the document is made stands on it; a later
    entry stands on the page, in the search and on counterparts printed from then on."""
    agreement = locked(agreement)
    party = agreement.party(side)
    if not (policies.may_manage(by, party) or policies.may_sign(by, party)):
        raise NotAllowed()
    contract_number, seal_number = contract_number.strip(), seal_number.strip()
    if not contract_number and not seal_number:
        raise Refused(
            "number_missing",
            N_("Enter the contract number of your house, or the approval number of the seal."),
            field="contract_number",
        )
    present = agreement.reference(side)
    if present and (present.contract_number, present.seal_number) == (contract_number, seal_number):
        return
    db.session.add(
        AgreementReference(
            agreement=agreement,
            side=side,
            contract_number=contract_number,
            seal_number=seal_number,
            entered_by=by,
            entered_at=clock.now(),
        )
    )
    record(
        "agreement:set_reference",
        agreement,
        by,
        related=[party],
        side=side.value,
        contract_number=contract_number,
        seal_number=seal_number,
    )
    changed(agreement, "set_reference")
