"""What an institution decides for itself: approvals, in-house notices, the guidance it saw."""

from marketplace.in_house.models.approvals import (
    ApprovalChain,
    ApprovalDecision,
    ApprovalRequest,
    ApprovalStatus,
    Verdict,
)
from marketplace.in_house.models.guidance import GuidanceSeen
from marketplace.in_house.models.notices import (
    InHouseNotice,
    NoticeEvidence,
    NoticeStatus,
    NoticeSubject,
    Objection,
    ObjectionResult,
    ObjectionRuling,
    Pricing,
)

__all__ = [
    "ApprovalChain",
    "ApprovalDecision",
    "ApprovalRequest",
    "ApprovalStatus",
    "GuidanceSeen",
    "InHouseNotice",
    "NoticeEvidence",
    "NoticeStatus",
    "NoticeSubject",
    "Objection",
    "ObjectionResult",
    "ObjectionRuling",
    "Pricing",
    "Verdict",
]
