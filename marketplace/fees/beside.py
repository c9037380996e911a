"""Guidance beside another form: its inputs are sent with that form and change nothing there."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.fees.comparables import Traits
from marketplace.fees.forms import GuidanceForm
from marketplace.fees.queries import guidance_for
from marketplace.fees.ranges import Guidance
from marketplace.patents.models import Patent

PREFIX = "guidance-"
USUAL_LICENSEES = 5
USUAL_YEARS = 3


@dataclass(frozen=True)
class Beside:
    """The ranges for one patent, and the form with every input behind them.

    ``untouched`` is all that the form follows from while nothing was typed into it; else None.
    """

    form: GuidanceForm
    guidance: Guidance
    untouched: Hashable = None


def guidance_beside(
    patent: Patent,
    viewer: Organization,
    typed: Mapping[str, Any],
    *,
    belongs_to: str,
    licensees: int | None = None,
) -> Beside:
    """Guidance for a patent of ``viewer``'s; what was typed stands before what is on record.

    ``belongs_to`` is the id of the form that the inputs are sent with. Unsound inputs are told at
    their fields, and the ranges are then those of the record.
    """
    usual = _on_record(patent, licensees)
    form = GuidanceForm(None, prefix=PREFIX, data=usual, beside=belongs_to)
    if any(name.startswith(PREFIX) for name in typed):
        sent = GuidanceForm(MultiDict(typed), prefix=PREFIX, beside=belongs_to)
        if sent.validate():
            return Beside(sent, _guidance(sent, patent, viewer))
        return Beside(sent, _guidance(form, patent, viewer))
    untouched = ("guidance_form", belongs_to, *usual.items())
    return Beside(form, _guidance(form, patent, viewer), untouched)


def _guidance(form: GuidanceForm, patent: Patent, viewer: Organization) -> Guidance:
    is_own = patent.claimant_id == viewer.id
    public = Traits.public(patent.number, patent.kind, patent.ipc, patent.industries)
    known = Traits.of(patent) if is_own else public
    inputs = form.inputs(clock.today(), number=patent.number, known=known)
    return guidance_for(inputs, viewer)


def _on_record(patent: Patent, licensees: int | None) -> dict[str, Any]:
    known = Traits.of(patent)
    return {
        "kind": patent.kind.value,
        "industry": patent.industries[0][:3] if patent.industries else "",
        "ipc": patent.ipc[0] if patent.ipc else "",
        "licensees": min(max(licensees or USUAL_LICENSEES, 1), 1_000),
        "years": USUAL_YEARS,
        "grade": str(patent.grade or ""),
        "maturity": patent.maturity.value if patent.maturity else "",
        "filing_year": known.filing_year,
    }
