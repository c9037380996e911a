"""What the acts of this room have in common."""

from datetime import date
from typing import Any

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.in_house import policies


def actor(by: Any, organization: Organization) -> Any:
    """The person's membership where there is one, so that events name the organization."""
    return accounts.membership_of(by, organization) or by


def require_text(text: str, field: str, *, limit: int = 2_000) -> str:
    """Return `text` stripped; Refused at `field` when nothing or too much was typed."""
    text = text.strip()
    if not text:
        raise Refused("text_missing", N_("Fill in this field."), status=422, field=field)
    if len(text) > limit:
        raise Refused(
            "text_too_long",
            N_("Shorten this to %(limit)s characters; it has %(length)s."),
            status=422,
            field=field,
            limit=limit,
            length=len(text),
        )
    return text


def require_day(day: date, field: str, *, not_before: date | None = None) -> date:
    """Return `day`; Refused at `field` when it lies ahead of today or before an earlier step."""
    if day > clock.today():
        raise Refused(
            "day_ahead",
            N_("The day %(day)s lies ahead. Enter the day on which it happened."),
            status=422,
            field=field,
            day=day.isoformat(),
        )
    if not_before and day < not_before:
        raise Refused(
            "day_too_early",
            N_("The day %(day)s lies before the step that it follows (%(earlier)s)."),
            status=422,
            field=field,
            day=day.isoformat(),
            earlier=not_before.isoformat(),
        )
    return day


def require_recorder(by: Any, organization: Organization) -> None:
    """NotAllowed unless the person may record for the organization."""
    if not policies.may_record(by, organization):
        raise NotAllowed(
            "not_a_manager",
            N_("Only an owner or manager of %(organization)s does this."),
            organization=organization.name,
        )
