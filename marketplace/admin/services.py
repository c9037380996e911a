"""Decisions of the operator that no room below makes alone; inside the caller's transaction."""

from enum import StrEnum

from marketplace.accounts import policies
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.admin.messages import EXPORT_RELEASED
from marketplace.agreements import messages
from marketplace.agreements import services as agreements
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused

HELD_FOR_EXPORT = "export_check"
HELD_IN = (AgreementStatus.HELD, AgreementStatus.CONCLUDED)
"""A notice is held before it is served, a contract before it takes effect."""


class ExportFinding(StrEnum):
    """What the technology-export check found; prohibited technology is never released."""

    FREE = "free"
    RESTRICTED = "restricted"


def release_export_check(
    agreement: Agreement, finding: ExportFinding, reference: str, by: User
) -> None:
    """Enter the result of the technology-export check and serve the notice that waited for it.

    ``reference`` is the number of the export license, which restricted technology must have
    (技术进出口管理条例; LAW 2.10, 12.20), or of the registration. NotAllowed for members of either
    party.
    """
    _require_releasable(agreement, finding, reference, by)
    event = record(
        "agreement:export_check",
        agreement,
        by,
        related=[agreement.licensor, agreement.licensee],
        finding=finding.value,
        reference=reference.strip(),
    )
    notify(
        agreement.licensee,
        EXPORT_RELEASED,
        event=event,
        link=messages.link(agreement),
        title=agreement.title,
        licensor=agreement.licensor.name,
    )
    agreements.release_held(agreement, by)


def _require_releasable(
    agreement: Agreement, finding: ExportFinding, reference: str, by: User
) -> None:
    _require_outsider(agreement, by)
    if agreement.status not in HELD_IN or agreement.held_reason != HELD_FOR_EXPORT:
        raise Refused(
            "not_held_for_export",
            N_("This notice does not wait for an export check. Reload the page."),
        )
    if not agreement.licensee.is_verified:
        raise Refused(
            "licensee_not_verified",
            N_("Verify %(organization)s first; a notice is served for a known party only."),
            organization=agreement.licensee.name,
        )
    if finding is ExportFinding.RESTRICTED and not reference.strip():
        raise Refused(
            "export_license_missing",
            N_("Restricted technology leaves with an export license only. Enter its number."),
            status=422,
            field="reference",
        )


def _require_outsider(agreement: Agreement, by: User) -> None:
    parties = (agreement.licensor, agreement.licensee)
    if not all(policies.may_decide_on(by, party) for party in parties):
        raise NotAllowed(
            "own_organization",
            N_("Only an administrator who is no member of the organization decides on it."),
        )
