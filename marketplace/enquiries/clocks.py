"""What the passing of days does to enquiries; idempotent, catches up after any downtime."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from marketplace import clock
from marketplace.database import transaction
from marketplace.enquiries import services
from marketplace.enquiries.models import Enquiry, EnquiryDraft, EnquiryStatus
from marketplace.extensions import db

REMIND_AFTER_DAYS = 3
"""Days without an answer until the patentee is reminded, and again after as many."""
DRAFT_DAYS = 7
"""How long typed text waits for its author to sign in."""


def run() -> int:
    """Remind of unanswered questions and forget old drafts; returns how many of both."""
    return _remind() + _forget()


def _remind() -> int:
    since = clock.now() - timedelta(days=REMIND_AFTER_DAYS)
    day = clock.today() - timedelta(days=REMIND_AFTER_DAYS)
    keys = db.session.scalars(
        select(Enquiry.id).where(
            Enquiry.status == EnquiryStatus.OPEN,
            Enquiry.waiting_since <= since,
            or_(Enquiry.reminded_on.is_(None), Enquiry.reminded_on <= day),
        )
    ).all()
    return sum(_remind_one(key) for key in keys)


def _remind_one(key: int) -> int:
    with transaction() as session:
        return int(services.remind(session.get_one(Enquiry, key)))


def _forget() -> int:
    oldest = clock.now() - timedelta(days=DRAFT_DAYS)
    old = EnquiryDraft.typed_at < oldest
    if db.session.scalar(select(EnquiryDraft.id).where(old).limit(1)) is None:
        return 0
    with transaction() as session:
        return int(session.execute(delete(EnquiryDraft).where(old)).rowcount)  # type: ignore[attr-defined]
