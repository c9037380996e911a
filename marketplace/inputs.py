"""What every service checks of what was typed; a refusal names the field."""

from datetime import date

from marketplace import clock
from marketplace.errors import N_, Refused

TEXT_LIMIT = 2_000


def require_text(text: str, field: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return `text` stripped; Refused at `field` when nothing or too much was typed."""
    text = text.strip()
    if not text:
        raise Refused("text_missing", N_("Fill in this field."), status=422, field=field)
    return limited(text, field, limit=limit)


def limited(text: str, field: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return `text` stripped, empty where nothing was typed; Refused at `field` when too long."""
    text = text.strip()
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


def require_past(day: date, field: str, *, not_before: date | None = None) -> date:
    """Return the Shanghai day; Refused at `field` when it lies ahead of today or before the step
    that it follows."""
    if day > clock.today():
        raise Refused(
            "day_ahead",
            N_("The day %(day)s lies ahead. Enter the day on which it happened."),
            status=422,
            field=field,
            day=day.isoformat(),
        )
    if not_before is not None:
        require_order(not_before, day, field)
    return day


def require_order(earlier: date, day: date, field: str) -> None:
    """Refused at `field` when a day lies before the step that it follows."""
    if day < earlier:
        raise Refused(
            "day_too_early",
            N_("The day %(day)s lies before the step that it follows (%(earlier)s)."),
            status=422,
            field=field,
            day=day.isoformat(),
            earlier=earlier.isoformat(),
        )
