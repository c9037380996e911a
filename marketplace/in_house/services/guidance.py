"""Keeping the fee guidance as it was seen."""

import hashlib
from typing import Any

from marketplace.accounts.models import Organization, User
from marketplace.audit.services import record, subject_key
from marketplace.extensions import db
from marketplace.fees.ranges import Guidance
from marketplace.fees.snapshots import snapshot
from marketplace.in_house.models import GuidanceSeen
from marketplace.in_house.services.steps import actor
from marketplace.types import canonical_json


def keep_guidance(
    subject: Any,
    organization: Organization,
    terms_sha256: str,
    guidance: Guidance | None,
    by: User,
) -> GuidanceSeen | None:
    """Keep what the page showed when these terms were set; nothing was shown: nothing is kept."""
    if guidance is None:
        return None
    data = snapshot(guidance)
    subject_type, subject_id = subject_key(subject)
    seen = GuidanceSeen(
        organization=organization,
        subject_type=subject_type,
        subject_id=subject_id,
        terms_sha256=terms_sha256,
        snapshot=data,
        snapshot_sha256=hashlib.sha256(canonical_json(data)).hexdigest(),
        seen_by=by,
    )
    db.session.add(seen)
    record(
        "guidance:keep",
        seen,
        actor(by, organization),
        related=[subject],
        terms_sha256=terms_sha256,
        snapshot_sha256=seen.snapshot_sha256,
    )
    return seen
