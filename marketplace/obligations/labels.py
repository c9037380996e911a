"""Words for states, reasons and facts."""

from flask_babel import lazy_gettext as _l

from marketplace.obligations.models import FactKind, ObligationStatus, StatementStatus

STATUS = {
    ObligationStatus.SCHEDULED: _l("Scheduled"),
    ObligationStatus.DUE: _l("Payable"),
    ObligationStatus.PART_PAID: _l("Part paid"),
    ObligationStatus.PAID: _l("Paid"),
    ObligationStatus.ON_HOLD: _l("On hold"),
    ObligationStatus.WAIVED: _l("Waived"),
    ObligationStatus.VOID: _l("Void"),
}
FACT = {
    FactKind.MILESTONE: _l("Milestone accepted"),
    FactKind.FIRST_REVENUE: _l("First revenue"),
    FactKind.CONVERTED: _l("Trial converted"),
    FactKind.RETURNED: _l("Trial returned"),
    FactKind.INVALIDATED: _l("Patent declared invalid"),
    FactKind.LAPSED: _l("Patent lapsed"),
    FactKind.TERMINATED: _l("Contract terminated"),
    FactKind.TRANSFERRED: _l("Patent transferred"),
    FactKind.WAIVED: _l("Amount waived"),
}
STATEMENT = {
    StatementStatus.SUBMITTED: _l("Reported"),
    StatementStatus.ACCEPTED: _l("Accepted"),
    StatementStatus.DISPUTED: _l("Disputed"),
}
