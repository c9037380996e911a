"""The room's records, in the order in which they build on each other."""

from marketplace.obligations.models.demands import (
    DemandStatus,
    Guarantee,
    GuaranteeKind,
    PaymentDemand,
)
from marketplace.obligations.models.facts import AnswerKind, Fact, FactAnswer, FactKind
from marketplace.obligations.models.owed import (
    LIFECYCLE,
    NOTICE_DAYS,
    REMIND_DAYS,
    UNPAID,
    ClockStep,
    Deadline,
    DeadlineKind,
    Decision,
    DecisionKind,
    Obligation,
    ObligationCredit,
    ObligationStatus,
    steps_of,
)
from marketplace.obligations.models.statements import (
    BillKind,
    Inspection,
    InspectionStatus,
    RoyaltyBill,
    RoyaltyEstimate,
    RoyaltyStatement,
    StatementStatus,
)

__all__ = [
    "LIFECYCLE",
    "NOTICE_DAYS",
    "REMIND_DAYS",
    "UNPAID",
    "AnswerKind",
    "BillKind",
    "ClockStep",
    "Deadline",
    "DeadlineKind",
    "Decision",
    "DecisionKind",
    "DemandStatus",
    "Fact",
    "FactAnswer",
    "FactKind",
    "Guarantee",
    "GuaranteeKind",
    "Inspection",
    "InspectionStatus",
    "Obligation",
    "ObligationCredit",
    "ObligationStatus",
    "PaymentDemand",
    "RoyaltyBill",
    "RoyaltyEstimate",
    "RoyaltyStatement",
    "StatementStatus",
    "steps_of",
]
