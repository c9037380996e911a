"""What the annuity cut would bring for a patent under these terms, for the pages (LAW 2.11-2.17)."""

from datetime import date
from typing import Final, NamedTuple

from marketplace import clock
from marketplace.errors import N_
from marketplace.patents.annuities import AnnuityCut, Reason, annuity_cut
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.terms.timeline import license_period

WHY_NOTHING: Final = {
    Reason.NO_FILING_DAY: N_("The filing day is not recorded, so the annuities cannot be dated."),
    Reason.NO_ANNUITY_IN_PERIOD: N_("No annuity falls due within the license period."),
    Reason.ALL_DUE_BEFORE: N_("Every annuity of the period is due before a recordal."),
    Reason.GENERAL_IS_BETTER: N_("The general reduction is the better one; the two do not add up."),
}
GENERAL: Final = 85


class CutNote(NamedTuple):
    """The cut in yuan with and without the general reduction of 85 % (70 % reckons alike)."""

    plain: AnnuityCut
    reduced: AnnuityCut
    why_nothing: str | None


def cut_note(patent: Patent, terms: Terms | None, on: date | None = None) -> CutNote | None:
    """The note for a license that takes effect on ``on`` (today); None on routes without the cut.

    Reckoned as if recorded on the day of effect, which is the most that it can bring.
    """
    if terms is None or not ROUTES[terms.route].annuity_cut:
        return None
    first, last = license_period(terms, on or clock.today(), patent.expires_on)
    days = (patent.kind, patent.filing_on, patent.granted_on, first, last or first)
    known = patent.annuity_reduction
    plain = annuity_cut(*days, general_percent=known)
    reduced = annuity_cut(*days, general_percent=known or GENERAL)
    return CutNote(plain, reduced, WHY_NOTHING[plain.reason] if plain.reason else None)
