"""What the terms editor shows beside its form: guidance, warnings, clauses, cost over time.

One listing and a batch of three hundred show the same.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import clock
from marketplace.declarations import checks
from marketplace.declarations.problems import Blocked
from marketplace.fees.beside import Beside
from marketplace.fees.ranges import Guidance
from marketplace.listings.forms_terms import FEES, TermsForm
from marketplace.listings.previews import Preview, preview, sample_volumes
from marketplace.patents.models import Patent
from marketplace.terms.clauses import clauses
from marketplace.terms.enums import FeeMode, RoyaltyBase
from marketplace.terms.presets import PRESETS
from marketplace.terms.record import Terms
from marketplace.terms.totals import fixed_total_fen
from marketplace.web import language, refusal_text
from marketplace.web import money as shown_money

FORM_ID: Final = "terms-form"
"""The form of the terms, with which the inputs of the guidance beside it are sent."""

_USUAL: Final[dict[FeeMode, tuple[str, ...]]] = {
    FeeMode.LIMITED_FREE: ("instalments",),
    FeeMode.PAY_LATER: ("lump_sum",),
    FeeMode.TRIAL_THEN_CONVERT: ("lump_sum",),
}
"""The fee that a person usually fills in for a mode that could have any; the others are folded."""


def page_values(
    form: TermsForm, present: Terms | None, patents: Sequence[Patent], beside: Beside
) -> dict[str, Any]:
    """The template's values; `present` are the terms that were typed or stand."""
    guidance, ranges = beside.guidance, str(beside.guidance)
    declared_fen = (present and fixed_total_fen(present)) or None
    declared_ppm = present.royalty.tiers[0].rate_ppm if present and present.royalty else None
    main, other = _sorted_parts(form)
    return {
        "form": form,
        "form_id": FORM_ID,
        "main_parts": main,
        "other_parts": other,
        "other_open": any(form[name].errors or filled(form, name) for name in other),
        "parts_key": form.untouched and (form.untouched, ranges),
        "example": example_of(form.fee_mode),
        "guidance": guidance,
        "guidance_form": beside.form,
        "guidance_key": beside.untouched and (beside.untouched, ranges, declared_fen, declared_ppm),
        "guided": {"fen": _shortest(guidance, "totals"), "ppm": _shortest(guidance, "rates")},
        "declared_fen": declared_fen,
        "declared_ppm": declared_ppm,
        "warnings": checks.warnings(present) if present else [],
        "clauses": clauses(present, language()) if present else (),
        "cost": _cost(present, patents) if present else None,
    }


def example_of(mode: str) -> str:
    """The example sentence of a preset in the reader's language."""
    preset = PRESETS[FeeMode(mode)]
    return preset.en if language() == "en" else preset.zh


def placed(form: TermsForm, blocked: Blocked) -> list[str]:
    """Problems found by a service, at their fields where the finding names one; the others."""
    found = [problem.finding for problem in blocked.problems if problem.finding]
    rest = [problem.refusal for problem in blocked.problems if not problem.finding]
    return [*form.place_findings(found), *(refusal_text(each) for each in rest)]


def filled(form: TermsForm, name: str) -> bool:
    """Whether a part of the form holds anything."""
    value = form[name].data
    return bool(value) and _holds(value)


def _holds(value: Any) -> bool:
    """Whether an amount, a rate or a day stands anywhere in a part's data."""
    if isinstance(value, dict):
        keys = ("amount_fen", "rate_ppm", "fen_per_unit", "tiers")
        return any(_holds(each) for name, each in value.items() if name in keys)
    if isinstance(value, list):
        return any(map(_holds, value))
    return value not in (None, "", 0, False)


def _sorted_parts(form: TermsForm) -> tuple[list[str], list[str]]:
    """The parts to fill in first, and the fees that this mode could have instead."""
    usual = _USUAL.get(form.fee_mode)
    fees = [name for name in form.part_names if name in FEES]
    if usual is None or not fees:
        return list(form.part_names), []
    main = [name for name in usual if name in fees] or fees[:1]
    other = [name for name in fees if name not in main]
    return [name for name in form.part_names if name not in other], other


def _shortest(guidance: Guidance, what: str) -> Any:
    """The first range of a kind, for the line beside the field."""
    found = getattr(guidance, what)
    return found[0] if found else None


def _cost(present: Terms, patents: Sequence[Patent]) -> Preview:
    volumes = [
        (_volume_text(base, amount), volume) for base, amount, volume in sample_volumes(present)
    ]
    limit: date = min(patent.expires_on for patent in patents)
    return preview([(present, limit)], volumes, clock.today(), _("Free"))


def _volume_text(base: RoyaltyBase | None, amount: int) -> str:
    match base:
        case RoyaltyBase.NET_SALES:
            return _("net sales %(amount)s a year", amount=shown_money(amount))
        case RoyaltyBase.PROFIT:
            return _("profit %(amount)s a year", amount=shown_money(amount))
        case RoyaltyBase.OUTPUT:
            return ngettext("%(num)s unit a year", "%(num)s units a year", amount)
    return ""
