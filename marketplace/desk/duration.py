"""How long a license lasts, in the words of a buyer."""

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.terms.record import Terms

MONTHS_A_YEAR = 12


def how_long(terms: Terms) -> str:
    """The period of the license, or of the trial before it; a sale is for good."""
    if terms.transfer is not None:
        return _("For good: the patent itself passes to you")
    if terms.trial is not None:
        return ngettext(
            "%(num)s month on trial, then what the terms say",
            "%(num)s months on trial, then what the terms say",
            terms.trial.months,
        )
    period = terms.period
    if period is not None and period.end_on is not None:
        return _("From the day of effect through %(day)s", day=period.end_on.isoformat())
    if period is None or period.months is None:
        return _("As long as the patent lives")
    years, rest = divmod(period.months, MONTHS_A_YEAR)
    if rest:
        return ngettext(
            "%(num)s month from the day of effect",
            "%(num)s months from the day of effect",
            period.months,
        )
    return ngettext(
        "%(num)s year from the day of effect", "%(num)s years from the day of effect", years
    )
