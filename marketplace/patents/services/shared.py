"""What every change of a patent does besides."""

from collections.abc import Collection
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.patents.models import Patent
from marketplace.patents.signals import patents_changed


def changed(
    tag: str, patent: Patent, by: Any, *, related: Collection[Any] = (), **data: Any
) -> AuditEvent:
    """One event about the patent, and the signal to the rooms above."""
    event = record(tag, patent, by, related=related or [patent.claimant], **data)
    patents_changed.send([patent])
    return event


def refuse_future(day: date, field: str) -> None:
    """Refuse a day to come at the form field it was typed into."""
    if day > clock.today():
        raise Refused(
            "day_to_come",
            N_("%(value)s is still to come. Enter the day as of which this holds."),
            status=422,
            field=field,
            value=day.isoformat(),
        )
