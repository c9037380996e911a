"""Verifying the trail from a page: within bounds, one run at a time."""

import time
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.audit.models import AuditEvent
from marketplace.audit.verification import Report, verify
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.followers import lease

MOST_EVENTS = 50_000
"""What a page verifies within a request (a few seconds); longer trails ask for the command."""

LEASE_SECONDS = 60


@dataclass(frozen=True)
class Checked:
    """The result of one run and how long it took, in milliseconds."""

    report: Report
    milliseconds: int


def event_count() -> int:
    """How many events the trail holds."""
    return db.session.scalar(select(func.count(AuditEvent.id))) or 0


def run() -> Checked:
    """Verify every event, number and checkpoint now.

    Refused for a trail longer than MOST_EVENTS, and while another run is under way.
    """
    count = event_count()
    if count > MOST_EVENTS:
        raise Refused(
            "trail_too_long",
            N_(
                "%(count)s events are too many for a page (at most %(most)s). Run the command "
                "flask audit verify on the server."
            ),
            count=count,
            most=MOST_EVENTS,
        )
    with lease("audit:verify", seconds=LEASE_SECONDS) as taken:
        if not taken:
            raise Refused(
                "verification_running",
                N_("Somebody verifies the trail now. Try again in a minute."),
            )
        began = time.monotonic()
        report = verify()
        return Checked(report, round((time.monotonic() - began) * 1000))
