"""Words for states, reasons and facts."""

from flask_babel import lazy_gettext as _l

from marketplace.obligations.models import (
    AnswerKind,
    BillKind,
    DeadlineKind,
    DecisionKind,
    DemandStatus,
    FactKind,
    GuaranteeKind,
    InspectionStatus,
    ObligationStatus,
    StatementStatus,
)
from marketplace.obligations.performance import Kept
from marketplace.obligations.plausibility import Remark

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
ANSWERS = {
    AnswerKind.CONFIRM: _l("Confirmed by the other side"),
    AnswerKind.DISPUTE: _l("Disputed, counts for nothing until settled"),
    AnswerKind.WITHDRAW: _l("Taken back"),
    AnswerKind.SETTLE: _l("Settled on the paper of a decision"),
}
ANSWER_ACTS = {
    AnswerKind.CONFIRM: _l("Confirm the fact"),
    AnswerKind.DISPUTE: _l("Dispute the fact"),
    AnswerKind.WITHDRAW: _l("Take the fact back"),
    AnswerKind.SETTLE: _l("Settle the dispute"),
}
DECISIONS = {
    DecisionKind.HOLD: _l("Put on hold"),
    DecisionKind.RELEASE: _l("Ask for it again"),
    DecisionKind.KEEP: _l("Keep it on hold"),
    DecisionKind.WAIVE: _l("Give it up"),
}
DEMANDS = {
    DemandStatus.SERVED: _l("Demand served, deadline runs"),
    DemandStatus.MET: _l("Paid within the deadline"),
    DemandStatus.USE_STOPPED: _l("Deadline passed, use stopped"),
    DemandStatus.CURED: _l("Paid after the deadline, use resumed"),
    DemandStatus.OVER: _l("Over with the contract"),
}
GUARANTEES = {
    GuaranteeKind.INSURANCE: _l("Insurance policy"),
    GuaranteeKind.GUARANTEE: _l("Letter of guarantee"),
}
INSPECTIONS = {
    InspectionStatus.REQUESTED: _l("Inspection asked for"),
    InspectionStatus.OPENED: _l("Inspection answered"),
    InspectionStatus.CLOSED: _l("Inspection closed"),
}
BILLS = {BillKind.BILL: _l("Royalty bill"), BillKind.CREDIT_NOTE: _l("Credit note")}
DEADLINES = {
    DeadlineKind.FREE_WINDOW: _l("Free time ends"),
    DeadlineKind.TRIAL: _l("Trial ends"),
    DeadlineKind.PAYMENT_START: _l("Payment starts"),
    DeadlineKind.REPORT: _l("Report due"),
}
KEPT = {
    Kept.IN_TIME: _l("In time"),
    Kept.LATE: _l("Late"),
    Kept.OPEN: _l("Not due or not owed"),
    Kept.MISSED: _l("Overdue"),
}
REMARKS = {
    Remark.NOTHING_BEFORE: _l("No earlier period to compare with."),
    Remark.USUAL: _l("Within the usual range of the earlier periods."),
    Remark.ZERO_AFTER_SALES: _l("Zero, while earlier periods had a figure."),
    Remark.MUCH_LOWER: _l("Less than half of what the earlier periods suggest."),
    Remark.MUCH_HIGHER: _l("More than twice what the earlier periods suggest."),
    Remark.SECTOR_BELOW: _l("In the lower third of comparable licensees of the industry."),
    Remark.SECTOR_USUAL: _l("In the middle of comparable licensees of the industry."),
    Remark.SECTOR_ABOVE: _l("In the upper third of comparable licensees of the industry."),
}
ALL = (
    STATUS,
    FACT,
    STATEMENT,
    ANSWERS,
    DECISIONS,
    DEMANDS,
    GUARANTEES,
    INSPECTIONS,
    BILLS,
    DEADLINES,
    KEPT,
    REMARKS,
)
