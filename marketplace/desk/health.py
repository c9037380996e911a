"""How the site is: what waits to be numbered, followed, sealed, and how much there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.audit import following, sequencer
from marketplace.audit.models import AuditEvent, UnsequencedEvent
from marketplace.desk.shopfront import in_effect_count, published_count
from marketplace.documents.models import SealingJob
from marketplace.extensions import db
from marketplace.feedback.queries import Standing as Feedback
from marketplace.feedback.queries import standings as feedback_standings
from marketplace.followers import workforce
from marketplace.mail import MailDelivery
from marketplace.obligations.models import UNPAID, Obligation
from marketplace.patents.models import Patent
from marketplace.payments.models import Payment
from marketplace.registration.models import CLOSED, Filing
from marketplace.witnesses.queries import Standing, standings


@dataclass(frozen=True)
class Readiness:
    """``unsequenced``: committed events without a number; ``lag``: numbered events that each
    follower has not seen; ``unsealed``: documents that wait for their seal; ``witnesses``: how far
    each is, by its public id; ``feedback``: how each receiver is. Ages in seconds."""

    unsequenced: int
    oldest_unsequenced_age: int
    lag: dict[str, int]
    unsealed: int
    witnesses: dict[str, Standing]
    feedback: dict[str, Feedback]

    def as_json(self) -> dict[str, Any]:
        return {
            "database": "up",
            "sequencer_backlog": self.unsequenced,
            "sequencer_oldest_seconds": self.oldest_unsequenced_age,
            "follower_lag": self.lag,
            "sealing_backlog": self.unsealed,
            "witnesses": {key: each.as_json() for key, each in self.witnesses.items()},
            "feedback": {key: each.as_json() for key, each in self.feedback.items()},
        }


def readiness() -> Readiness | None:
    """The state of the work behind the pages, or None when the database does not answer."""
    try:
        db.session.execute(text("SELECT 1"))
        return Readiness(
            unsequenced=sequencer.backlog(),
            oldest_unsequenced_age=_oldest_age(),
            lag={name: following.lag(name) for name in sorted(workforce().followers)},
            unsealed=_count(select(func.count(SealingJob.id)).where(~SealingJob.is_done)),
            witnesses={each.witness.public_id: each for each in standings()},
            feedback={each.connector.public_id: each for each in feedback_standings()},
        )
    except SQLAlchemyError:
        db.session.rollback()
        return None


def metrics() -> bytes:
    """Counts and lags in the text format of Prometheus; ``marketplace_up`` 0 without database."""
    registry = CollectorRegistry()
    ready = readiness()
    _gauge(registry, "up", "Whether the database answers").set(int(ready is not None))
    if ready is not None:
        _gauge(registry, "unsequenced_events", "Events without a number").set(ready.unsequenced)
        _gauge(registry, "unsealed_documents", "Documents that wait for a seal").set(ready.unsealed)
        lag = Gauge(
            "marketplace_follower_lag_events",
            "Numbered events that a follower has not seen",
            ["follower"],
            registry=registry,
        )
        for name, behind in ready.lag.items():
            lag.labels(name).set(behind)
        far = Gauge(
            "marketplace_witness_lag_entries",
            "Entries of the newest checkpoint that a witness has not been sent",
            ["witness"],
            registry=registry,
        )
        for name, each in ready.witnesses.items():
            far.labels(name).set(each.lag)
        _feedback(registry, ready.feedback)
        for name, (meaning, value) in _counts().items():
            _gauge(registry, name, meaning).set(value)
    return generate_latest(registry)


def _feedback(registry: CollectorRegistry, standings: Mapping[str, Feedback]) -> None:
    """What waits for each receiver of feedback, how long already, what it does not take."""
    gauges = {
        "waiting_messages": ("Messages that wait for a receiver", lambda each: each.waiting),
        "lag_seconds": ("Age of the oldest message that waits", lambda each: each.lag_seconds),
        "parked_messages": ("Messages that a receiver does not take", lambda each: each.parked),
    }
    for name, (meaning, value) in gauges.items():
        gauge = Gauge(f"marketplace_feedback_{name}", meaning, ["receiver"], registry=registry)
        for receiver, each in standings.items():
            gauge.labels(receiver).set(value(each))


def _counts() -> dict[str, tuple[str, int]]:
    today = clock.today()
    late = select(func.count(Obligation.id)).where(
        Obligation.status.in_(UNPAID), Obligation.due_on < today, Obligation.amount_fen > 0
    )
    open_filings = select(func.count(Filing.id)).where(Filing.status.not_in(CLOSED))
    return {
        "patents": ("Patents", _count(select(func.count(Patent.id)))),
        "published_listings": ("Listings shown to everybody", published_count()),
        "agreements": ("Agreements", _count(select(func.count(Agreement.id)))),
        "licenses_in_effect": ("Licenses in force", in_effect_count()),
        "overdue_obligations": ("Amounts not paid in time", _count(late)),
        "open_filings": ("Filings not closed", _count(open_filings)),
        "overdue_filings": (
            "Filings past their day",
            _count(open_filings.where(Filing.due_on < today, Filing.submitted_on.is_(None))),
        ),
        "payments": ("Payments", _count(select(func.count(Payment.id)))),
        "audit_events": ("Events of the trail", _count(select(func.count(AuditEvent.id)))),
        "unsent_mails": (
            "Mails not delivered",
            _count(select(func.count(MailDelivery.id)).where(MailDelivery.delivered_at.is_(None))),
        ),
    }


def _gauge(registry: CollectorRegistry, name: str, meaning: str) -> Gauge:
    return Gauge(f"marketplace_{name}", meaning, registry=registry)


def _count(statement: Any) -> int:
    return db.session.scalar(statement) or 0


def _oldest_age() -> int:
    """Seconds that the first event without a number has waited; 0 if none does."""
    oldest: datetime | None = db.session.scalar(
        select(func.min(AuditEvent.at)).join(
            UnsequencedEvent, UnsequencedEvent.event_id == AuditEvent.id
        )
    )
    return max(0, int((clock.now() - oldest).total_seconds())) if oldest else 0
